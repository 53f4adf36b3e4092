import { createHmac, randomBytes } from 'node:crypto';
import type { Connection } from './connection.js';
import { KEEP_AUDIT_MS, KEY_EPOCH_MS } from './limits.js';
import type { Owner, Owners } from './store.js';

type Key = { readonly epoch: number; readonly secret: string };

/**
 * Pseudonyms under keys made at random and shared through the database. A key is deleted when nothing written with it is kept
 * any longer; from then on nobody can tell whose its pseudonyms were.
 * @param pepper mixed into every key, so that a copy of the database alone does not let anyone try out addresses
 */
export function createOwners(connection: Connection, pepper: string, now: () => number): Owners {
  let keys: readonly Key[] = [];
  let isShared = false;

  const current = async (): Promise<readonly Key[]> => {
    const epoch = Math.floor(now() / KEY_EPOCH_MS);
    if (isShared && keys[0]?.epoch === epoch) return keys;
    const fresh = keys[0]?.epoch === epoch ? keys[0].secret : randomBytes(32).toString('hex');
    try {
      keys = await connection.write(async (db) => {
        const key = { epoch, secret: fresh };
        await db
          .insertInto('pseudonym_keys')
          .values(key)
          .onConflict((on) => on.doNothing())
          .execute();
        const all = await db.selectFrom('pseudonym_keys').selectAll().orderBy('epoch', 'desc').execute();
        // After a clock was ahead there are later keys too: what was written with them is still this person's, to be read and deleted.
        return [...all.filter((one) => one.epoch <= epoch), ...all.filter((one) => one.epoch > epoch)];
      });
      isShared = true;
    } catch {
      // Without a database the person is known to this process alone, until it works again.
      isShared = false;
      if (keys[0]?.epoch !== epoch) keys = [{ epoch, secret: fresh }, ...keys];
    }
    return keys;
  };

  return {
    of: async (channel, clientId): Promise<Owner> => {
      const all = (await current()).map(({ secret }) => pseudonym(secret, pepper, channel, clientId));
      return { current: all[0] ?? '', all };
    },
  };
}

/** The first epoch whose key is still needed at a time. */
export function oldestEpoch(now: number): number {
  return Math.floor((now - KEEP_AUDIT_MS) / KEY_EPOCH_MS);
}

function pseudonym(secret: string, pepper: string, channel: string, clientId: string): string {
  const key = createHmac('sha256', secret).update(pepper).digest();
  return createHmac('sha256', key).update(`${channel}\u0000${clientId}`).digest('base64url');
}
