import { sql } from 'kysely';
import type { Connection } from './connection.js';
import type { Quotas } from './store.js';

export function createQuotas(connection: Connection, now: () => number): Quotas {
  return {
    take: (name, owner, limit, windowMs) =>
      connection.write(async (db) => {
        const at = now();
        const row = {
          key: `${name}:${owner.current}`,
          owner: owner.current,
          window_ends: at + windowMs,
          used: 1,
        };
        const isOver = sql<boolean>`quotas.window_ends <= ${at}`;
        const { used, window_ends: resetsAt } = await db
          .insertInto('quotas')
          .values(row)
          .onConflict((on) =>
            on.column('key').doUpdateSet({
              used: sql<number>`case when ${isOver} then 1 else quotas.used + 1 end`,
              window_ends: sql<number>`case when ${isOver} then ${at + windowMs} else quotas.window_ends end`,
            }),
          )
          .returning(['used', 'window_ends'])
          .executeTakeFirstOrThrow();
        return { isAllowed: used <= limit, remaining: Math.max(0, limit - used), resetsAt };
      }),
  };
}
