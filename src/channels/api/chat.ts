import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { checkQuestion } from './check-question.js';
import type { Converse } from './converse.js';
import { BODY_BYTES, HISTORY_MESSAGES } from './limits.js';
import type { Env, Problem } from './problem.js';
import { readBody, tooLarge } from './read-body.js';
import { streamAnswer } from './stream-answer.js';

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
export function chatRoute(
  converse: Converse,
  report: (c: Context<Env>, error: unknown) => Problem,
): Hono<Env> {
  return new Hono<Env>().post('/chat', async (c) => {
    const { value, bytes } = await readBody(c, chatRequest);
    if (value.messages.length === 1 && bytes > BODY_BYTES) throw tooLarge(BODY_BYTES);
    checkQuestion(value.messages.at(-1)?.content ?? ''); // before a stream begins: a problem then is a status, not an event
    if (c.req.header('accept')?.includes('text/event-stream'))
      return streamAnswer(c, converse(value), report);
    return c.json(await converse(value));
  });
}
