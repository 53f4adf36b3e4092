import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { appendAudit, auditEvent } from './audit-log.js';
import type { Connection } from './connection.js';
import {
  BACKGROUND_MS,
  CLOCK_JUMP_MS,
  KEEP_ANSWERS_MS,
  KEEP_AUDIT_MS,
  KEEP_MESSAGES_MS,
  PURGE_ROWS,
} from './limits.js';
import { oldestEpoch } from './owners.js';
import type { ForgetReceipt, Owner, PurgeReport } from './store.js';
import type { Tables } from './tables.js';

const LAST_RUN = 'retention.last-run';

type Rule = {
  readonly table: keyof Tables;
  readonly key: readonly string[];
  readonly column: string;
  readonly before: number;
};

/** Deletes what is past its time, and says so in the audit log, whose own old rows go too: the chain then begins later. */
export async function purge(connection: Connection, at: number): Promise<PurgeReport> {
  if (await hasClockJumped(connection, at)) return { skipped: 'clock_jumped', deleted: 0 };
  const old = at - KEEP_ANSWERS_MS;
  const rules: readonly Rule[] = [
    { table: 'answers', key: ['id'], column: 'at', before: old },
    { table: 'feedback', key: ['answer_id', 'owner'], column: 'at', before: old },
    { table: 'turns', key: ['owner', 'conversation_id', 'position'], column: 'at', before: old },
    { table: 'conversations', key: ['owner', 'id'], column: 'updated_at', before: old },
    { table: 'messages', key: ['key'], column: 'received_at', before: at - KEEP_MESSAGES_MS },
    { table: 'quotas', key: ['key'], column: 'window_ends', before: at },
    { table: 'buckets', key: ['key'], column: 'full_at', before: at },
    { table: 'audit', key: ['sequence'], column: 'sequence', before: await firstKept(connection, at) },
    { table: 'pseudonym_keys', key: ['epoch'], column: 'epoch', before: oldestEpoch(at) },
  ];
  let deleted = 0;
  for (const rule of rules) deleted += await deleteOld(connection, rule);
  if (deleted > 0) {
    const event = auditEvent({ kind: 'purge', detail: `${deleted} rows` }, at);
    await connection.write((db) => appendAudit(db, [event]), BACKGROUND_MS);
    await connection.scrub();
  }
  return { skipped: null, deleted };
}

/** A wrong clock would delete what is not old. The next run finds the clock confirmed, or back where it was. */
function hasClockJumped(connection: Connection, at: number): Promise<boolean> {
  return connection.write(async (db) => {
    const last = await db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', LAST_RUN)
      .executeTakeFirst();
    const mark = { value: String(at), reason: 'purge', changed_by: 'retention', changed_at: at };
    await db
      .insertInto('settings')
      .values({ key: LAST_RUN, ...mark })
      .onConflict((on) => on.column('key').doUpdateSet(mark))
      .execute();
    if (last === undefined || Math.abs(at - Number(last.value)) <= CLOCK_JUMP_MS) return false;
    await appendAudit(db, [auditEvent({ kind: 'purge', status: 'clock_jumped' }, at)]);
    return true;
  }, BACKGROUND_MS);
}

/**
 * The first event young enough to keep. All before it go, and none after it: after the clock was wrong the times are not in the order
 * of the chain, and a row taken out of its middle would look like tampering. Rows behind a time in the future are kept longer; they
 * hold no question.
 */
async function firstKept(connection: Connection, at: number): Promise<number> {
  const young = await connection.read((db) =>
    db
      .selectFrom('audit')
      .select('sequence')
      .where('at', '>=', at - KEEP_AUDIT_MS)
      .orderBy('sequence')
      .limit(1)
      .executeTakeFirst(),
  );
  if (young !== undefined) return young.sequence;
  const head = await connection.read((db) =>
    db.selectFrom('audit_head').select('sequence').executeTakeFirst(),
  );
  return (head?.sequence ?? 0) + 1;
}

/** In small transactions, between which others get their turn. */
async function deleteOld(connection: Connection, { table, key, column, before }: Rule): Promise<number> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const old = sql`select ${columns} from ${sql.table(table)} where ${sql.ref(column)} < ${before} limit ${PURGE_ROWS}`;
  let deleted = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await connection.write(
      (db) => sql`delete from ${sql.table(table)} where (${columns}) in (${old})`.execute(db),
      BACKGROUND_MS,
    );
    deleted += Number(numAffectedRows);
    if (numAffectedRows < PURGE_ROWS) return deleted;
    await nextTurn();
  }
}

/** @returns a confirmation that stands in the audit log too, for when the person asks again */
export async function forget(connection: Connection, owner: Owner, at: number): Promise<ForgetReceipt> {
  const confirmation = randomBytes(8).toString('hex');
  const deleted = await connection.write(async (db) => {
    const counts = [
      await db.deleteFrom('answers').where('owner', 'in', owner.all).executeTakeFirst(),
      await db.deleteFrom('feedback').where('owner', 'in', owner.all).executeTakeFirst(),
      await db.deleteFrom('turns').where('owner', 'in', owner.all).executeTakeFirst(),
      await db.deleteFrom('conversations').where('owner', 'in', owner.all).executeTakeFirst(),
      await db.deleteFrom('messages').where('owner', 'in', owner.all).executeTakeFirst(),
    ];
    const sum = counts.reduce((total, { numDeletedRows }) => total + Number(numDeletedRows), 0);
    await appendAudit(db, [
      auditEvent({ kind: 'forget', owner, detail: `${confirmation}: ${sum} rows` }, at),
    ]);
    return sum;
  }, BACKGROUND_MS);
  await connection.scrub();
  return { confirmation, deleted };
}
