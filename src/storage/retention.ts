import { randomBytes } from 'node:crypto';
import { appendAudit, auditEvent } from './audit-log.js';
import type { Connection } from './connection.js';
import { CLOCK_JUMP_MS, KEEP_ANSWERS_MS, KEEP_AUDIT_MS, KEEP_MESSAGES_MS } from './limits.js';
import { oldestEpoch } from './owners.js';
import type { ForgetReceipt, Owner, PurgeReport } from './store.js';

const LAST_RUN = 'retention.last-run';

/** Deletes what is past its time, and says so in the audit log, whose own old rows go too: the chain then begins later. */
export async function purge(connection: Connection, at: number): Promise<PurgeReport> {
  const report = await connection.write(async (db): Promise<PurgeReport> => {
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
    // A wrong clock would delete what is not old. The next run finds the clock confirmed, or back where it was.
    if (last !== undefined && Math.abs(at - Number(last.value)) > CLOCK_JUMP_MS) {
      await appendAudit(db, [auditEvent({ kind: 'purge', status: 'clock_jumped' }, at)]);
      return { skipped: 'clock_jumped', deleted: 0 };
    }
    const old = at - KEEP_ANSWERS_MS;
    const counts = [
      await db.deleteFrom('answers').where('at', '<', old).executeTakeFirst(),
      await db.deleteFrom('feedback').where('at', '<', old).executeTakeFirst(),
      await db.deleteFrom('turns').where('at', '<', old).executeTakeFirst(),
      await db.deleteFrom('conversations').where('updated_at', '<', old).executeTakeFirst(),
      await db
        .deleteFrom('messages')
        .where('received_at', '<', at - KEEP_MESSAGES_MS)
        .executeTakeFirst(),
      await db.deleteFrom('quotas').where('window_ends', '<', at).executeTakeFirst(),
      await db
        .deleteFrom('audit')
        .where('at', '<', at - KEEP_AUDIT_MS)
        .executeTakeFirst(),
      await db.deleteFrom('pseudonym_keys').where('epoch', '<', oldestEpoch(at)).executeTakeFirst(),
    ];
    const deleted = counts.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
    if (deleted > 0) await appendAudit(db, [auditEvent({ kind: 'purge', detail: `${deleted} rows` }, at)]);
    return { skipped: null, deleted };
  });
  if (report.deleted > 0) await connection.scrub();
  return report;
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
  });
  await connection.scrub();
  return { confirmation, deleted };
}
