import { Hono } from 'hono';
import { StorageError } from '../../storage/store.js';
import { ownerOf, type Clients } from './clients.js';
import { Problem, type Env } from './problem.js';

/**
 * DELETE /api/me: deletes conversations, logged questions with their answers, and feedback of whoever calls, and confirms with an
 * id that stands in the audit log too. A client is known by address alone, so this covers all who share it.
 * @param drop forgets what is held in memory of them
 */
export function meRoute(
  clients: Clients,
  drop: (owner: Awaited<ReturnType<typeof ownerOf>>) => void,
): Hono<Env> {
  return new Hono<Env>().delete('/me', async (c) => {
    const owner = await ownerOf(clients, c.env);
    drop(owner);
    try {
      const receipt = await clients.store?.forget(owner);
      return c.json(receipt ?? { confirmation: null, deleted: 0 });
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      throw new Problem(503, 'Service Unavailable', 'Nothing could be deleted now. Try again later.', {
        'Retry-After': '5',
      });
    }
  });
}
