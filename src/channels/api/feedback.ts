import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { COMMENT_CODE_POINTS } from '../../storage/limits.js';
import { StorageError } from '../../storage/store.js';
import { ownerOf, type Clients } from './clients.js';
import { channelOf } from './converse.js';
import { Problem, type Env } from './problem.js';
import { readBody, requireJson } from './read-body.js';

const feedback = z.object({
  answerId: z.string().min(1).max(64),
  rating: z.enum(['up', 'down']),
  comment: z.string().optional(),
});

/** POST /api/feedback. */
export function feedbackRoute(clients: Clients): Hono<Env> {
  return new Hono<Env>().post('/feedback', async (c) => {
    requireJson(c);
    await keepFeedback(c, clients, (await readBody(c, feedback)).value);
    return c.body(null, 204);
  });
}

/**
 * Keeps a rating. Here, unlike for answers, a database that is down is an error: nothing was kept, and it is said.
 * @throws Problem when the comment is too long, the answer unknown, or nothing can be kept
 */
export async function keepFeedback(
  c: Context<Env>,
  clients: Clients,
  { answerId, rating, comment = '' }: z.infer<typeof feedback>,
): Promise<void> {
  if ([...comment].length > COMMENT_CODE_POINTS)
    throw new Problem(
      422,
      'Comment Too Long',
      `A comment has at most ${COMMENT_CODE_POINTS} characters. Shorten it.`,
    );
  const owner = await ownerOf(clients, c.env);
  try {
    if (clients.store === undefined) throw new StorageError('This service keeps nothing.');
    const result = await clients.store.feedback.add({ answerId, owner, rating, comment: comment || null });
    if (result === 'unknown_answer')
      throw new Problem(404, 'Not Found', 'There is no answer with this answerId. Send the id of an answer.');
    const channel = channelOf(c);
    clients.store.audit.record({ kind: 'feedback', requestId: c.get('requestId'), owner, channel, status: rating }); // prettier-ignore
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new Problem(503, 'Service Unavailable', 'Feedback cannot be kept now. Try again later.', {
      'Retry-After': '5',
    });
  }
}
