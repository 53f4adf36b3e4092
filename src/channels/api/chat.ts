import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Assistant } from '../../assistant.js';
import { maskPersonalData } from '../../domain/personal-data.js';
import { recordAnswer } from '../record-answer.js';
import { checkQuestion } from './check-question.js';
import { ownerOf, type Clients } from './clients.js';
import { Conversations } from './conversations.js';
import { BODY_BYTES, HISTORY_MESSAGES } from './limits.js';
import { Problem, type Env } from './problem.js';
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
export function chatRoute(assistant: Assistant, clients: Clients): Hono<Env> {
  const { store } = clients;
  const conversations = new Conversations(store);
  return new Hono<Env>().post('/chat', async (c) => {
    if (store?.settings.isOff('channel:api') === true)
      throw new Problem(503, 'Switched Off', 'This channel is switched off at the moment. Try again later.');
    const begun = performance.now();
    const { value, bytes } = await readBody(c, chatRequest);
    if (value.messages.length === 1 && bytes > BODY_BYTES) throw tooLarge(BODY_BYTES);
    const content = checkQuestion(value.messages.at(-1)?.content ?? '');
    const id = value.conversationId ?? randomUUID();
    const owner = await ownerOf(clients, c.env);
    const isStateless = value.messages.length > 1;
    const messages = isStateless
      ? value.messages
      : [...(await conversations.get(owner, id)), ...value.messages];
    const answer = serializeAnswer(await assistant.ask(messages), assistant, id);
    if (!isStateless) {
      const question = maskPersonalData(content).text;
      const reply = { role: 'assistant', content: answer.text } as const;
      await conversations.add(owner, 'api', id, { role: 'user', content: question }, reply);
    }
    if (store !== undefined) {
      const circumstances = { owner, channel: 'api', requestId: c.get('requestId'), question: content };
      recordAnswer(store, answer, { ...circumstances, ms: performance.now() - begun });
    }
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
