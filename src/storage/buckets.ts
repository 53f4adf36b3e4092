import { sql } from 'kysely';
import { takeToken, type BucketRate } from '../domain/token-bucket.js';
import type { Connection } from './connection.js';
import type { Buckets } from './store.js';

/**
 * Buckets in PostgreSQL, shared by all replicas: {@link takeToken} as one statement, by the clock of the database, because
 * those of the replicas differ. A bucket that may not be taken from is left as it is.
 */
export function createBuckets(connection: Connection): Buckets {
  return {
    take: (name, owner, rate) =>
      connection.read(async (db) => {
        const key = `${name}:${owner.current}`;
        const tokenMs = 60_000 / rate.perMinute;
        const room = rate.burst * tokenMs;
        const now = sql<number>`(extract(epoch from statement_timestamp()) * 1000)`;
        const from = sql`least(greatest(buckets.full_at, ${now}), ${now} + ${room}::double precision)`;
        const { rows } = await sql<{ full_at: number; now: number }>`
          insert into buckets (key, full_at) values (${key}, ${now} + ${tokenMs}::double precision)
          on conflict (key) do update set full_at = ${from} + ${tokenMs}::double precision
            where ${from} + ${tokenMs}::double precision - ${now} <= ${room}::double precision
          returning full_at, ${now}::double precision as now`.execute(db);
        const [taken] = rows;
        if (taken !== undefined) return fromFullAt(taken.full_at, taken.now, rate);
        const { rows: left } = await sql<{ full_at: number; now: number }>`
          select full_at, ${now}::double precision as now from buckets where key = ${key}`.execute(db);
        const [{ full_at: fullAt, now: at } = { full_at: 0, now: 0 }] = left;
        return takeToken(Math.max(fullAt, at + room), at, rate);
      }),
  };
}

/** What was taken already, described as {@link takeToken} does. */
function fromFullAt(fullAt: number, now: number, rate: BucketRate) {
  return takeToken(fullAt - 60_000 / rate.perMinute, now, rate);
}
