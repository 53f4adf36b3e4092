import type { Connection } from './connection.js';
import { CLAIM_MS } from './limits.js';
import type { MessageLedger } from './store.js';
import type { Tables } from './tables.js';

export function createMessageLedger(connection: Connection, now: () => number): MessageLedger {
  return {
    claim: (key, owner) =>
      connection.write(async (db) => {
        const at = now();
        const row = { key, owner: owner.current, state: 'received' as const, reply: null, received_at: at };
        // One statement decides: the row is new, or its claim has gone stale. Everyone else updates nothing.
        const won = await db
          .insertInto('messages')
          .values(row)
          .onConflict((on) =>
            on
              .column('key')
              .doUpdateSet({ received_at: at })
              .where('messages.state', '=', 'received')
              .where('messages.received_at', '<=', at - CLAIM_MS),
          )
          .returning('key')
          .executeTakeFirst();
        if (won !== undefined) return { state: 'new' };
        const known = await db.selectFrom('messages').selectAll().where('key', '=', key).executeTakeFirst();
        return known === undefined ? { state: 'received', at } : stateOf(known);
      }),

    answer: (key, reply) =>
      connection.write(async (db) => {
        await db
          .updateTable('messages')
          .set({ state: 'answered', reply: reply.toWellFormed().replaceAll('\u0000', '') })
          .where('key', '=', key)
          .where('state', '=', 'received')
          .execute();
      }),

    find: (key) =>
      connection.read(async (db) => {
        const known = await db.selectFrom('messages').selectAll().where('key', '=', key).executeTakeFirst();
        return known === undefined ? undefined : stateOf(known);
      }),
  };
}

function stateOf({ state, reply, received_at: at }: Tables['messages']) {
  return state === 'answered' ? { state, reply: reply ?? '' } : { state, at };
}
