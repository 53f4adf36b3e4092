import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { POLICY_SCOPE } from './library-routes.js';
import { channelOf, type Converse } from './converse.js';
import { BODY_BYTES, HISTORY_MESSAGES } from './limits.js';
import type { Env, Problem } from './problem.js';
import { readBody, requireJson, tooLarge } from './read-body.js';
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
  policy: z.string().regex(POLICY_SCOPE).optional(),
});

/** POST /api/chat: JSON, or the same as events when the client accepts text/event-stream. */
export function chatRoute(
  { begin }: Converse,
  report: (c: Context<Env>, error: unknown) => Problem,
): Hono<Env> {
  return new Hono<Env>().post('/chat', async (c) => {
    requireJson(c);
    const { value, bytes } = await readBody(c, chatRequest);
    if (value.messages.length === 1 && bytes > BODY_BYTES) throw tooLarge(BODY_BYTES);
    const pending = begin(c, { ...value, channel: channelOf(c) });
    if (c.req.header('accept')?.includes('text/event-stream')) return streamAnswer(c, pending, report);
    return c.json(await pending());
  });
}
