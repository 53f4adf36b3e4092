import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Assistant } from '../../assistant.js';
import { checkQuestion } from './check-question.js';
import { Conversations } from './conversations.js';
import { BODY_BYTES, HISTORY_MESSAGES } from './limits.js';
import type { Env } from './problem.js';
import { readBody, tooLarge } from './read-body.js';
import { serializeAnswer } from './serialize-answer.js';

export const chatRequest = z.object({
  messages: z
    .array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() }))
    .min(1)
    .max(HISTORY_MESSAGES)
    .refine((messages) => messages.at(-1)?.role === 'user', 'the last message must be the user’s'),
  conversationId: z
    .string()
    .regex(/^[\w-]{1,64}$/u)
    .optional(),
});

/** POST /api/chat: JSON, or the same as events when the client accepts text/event-stream. */
export function chatRoute(assistant: Assistant): Hono<Env> {
  const conversations = new Conversations();
  return new Hono<Env>().post('/chat', async (c) => {
    const { value, bytes } = await readBody(c, chatRequest);
    if (value.messages.length === 1 && bytes > BODY_BYTES) throw tooLarge(BODY_BYTES);
    const content = checkQuestion(value.messages.at(-1)?.content ?? '');
    const id = value.conversationId ?? randomUUID();
    const isStateless = value.messages.length > 1;
    const messages = isStateless ? value.messages : [...conversations.get(id), ...value.messages];
    const answer = serializeAnswer(await assistant.ask(messages), assistant, id);
    if (!isStateless)
      conversations.add(id, { role: 'user', content }, { role: 'assistant', content: answer.text });
    if (!c.req.header('accept')?.includes('text/event-stream')) return c.json(answer);
    return streamSSE(c, async (stream) => {
      await stream.writeSSE({ event: 'progress', data: JSON.stringify({ step: 'answer' }) });
      for (const segment of answer.segments) {
        await stream.writeSSE({ event: 'segment', data: JSON.stringify({ segment }) });
      }
      await stream.writeSSE({ event: 'answer', data: JSON.stringify(answer) });
    });
  });
}
