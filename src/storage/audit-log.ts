import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Connection } from './connection.js';
import { BACKGROUND_MS, LIST_ROWS } from './limits.js';
import type { AuditEntry, AuditLog } from './store.js';
import type { Tables } from './tables.js';
import { WriteQueue } from './write-queue.js';

type Row = Tables['audit'];
type Event = Omit<Row, 'sequence' | 'previous' | 'hash'>;

// A detail is a sentence an operator wrote.
const DETAIL_CHARACTERS = 500;
const VERIFY_ROWS = 1000;

export function createAuditLog(connection: Connection, now: () => number) {
  const queue = new WriteQueue<Event>((events) =>
    connection.write((db) => appendAudit(db, events), BACKGROUND_MS),
  );
  const log: AuditLog = {
    record: (entry) => queue.add(auditEvent(entry, now())),
    list: (limit = LIST_ROWS) =>
      connection.read((db) =>
        db
          .selectFrom('audit')
          .select(['sequence', 'at', 'kind', 'detail', 'hash'])
          .orderBy('sequence', 'desc')
          .limit(Math.min(limit, LIST_ROWS))
          .execute(),
      ),
    verify: () => checkChain((query) => connection.read(query)),
  };
  return { log, queue };
}

export function auditEvent(entry: AuditEntry, at: number): Event {
  return {
    ...{ at, kind: entry.kind, request_id: entry.requestId ?? null, owner: entry.owner?.current ?? null },
    ...{ channel: entry.channel ?? null, status: entry.status ?? null },
    clauses: entry.clauses === undefined ? null : JSON.stringify(entry.clauses),
    ms: entry.ms === undefined ? null : Math.round(entry.ms),
    detail: entry.detail?.toWellFormed().replaceAll('\u0000', '').slice(0, DETAIL_CHARACTERS) ?? null,
  };
}

/** Chains events to the last. The head row is taken first, so that replicas writing at once wait for one another. */
export async function appendAudit(db: Transaction<Tables>, events: readonly Event[]): Promise<void> {
  const head = await db
    .updateTable('audit_head')
    .set((eb) => ({ sequence: eb('sequence', '+', events.length) }))
    .where('id', '=', 1)
    .returning(['sequence', 'hash'])
    .executeTakeFirstOrThrow();
  let { hash } = head;
  const rows = events.map((event, i) => {
    const linked = { ...event, sequence: head.sequence - events.length + 1 + i, previous: hash };
    hash = hashOf(linked);
    return { ...linked, hash };
  });
  if (rows.length > 0) await db.insertInto('audit').values(rows).execute();
  await db.updateTable('audit_head').set({ hash }).where('id', '=', 1).execute();
}

/** Runs a query: on the database, or within a transaction. */
type Read = <T>(query: (db: Kysely<Tables>) => Promise<T>) => Promise<T>;

/** Walks the chain in pages, so that two hundred days of it fit into memory. */
export async function checkChain(read: Read) {
  let rows = 0;
  let last: Pick<Row, 'sequence' | 'hash'> | undefined;
  for (;;) {
    const page = await read((db) => pageAfter(db, last?.sequence ?? 0));
    for (const row of page) {
      const { hash, ...linked } = row;
      const isNext = last === undefined || (row.previous === last.hash && row.sequence === last.sequence + 1);
      if (!isNext || hashOf(linked) !== hash) return { rows, brokenAt: row.sequence };
      last = row;
      rows += 1;
    }
    if (page.length < VERIFY_ROWS) break;
  }
  const head = await read((db) => db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow());
  // Rows written since the last page was read are no fault; a missing end is.
  const isCut = last === undefined ? head.sequence > 0 : head.sequence < last.sequence;
  const isOther = head.sequence === last?.sequence && head.hash !== last.hash;
  const isShort =
    last !== undefined && head.sequence > last.sequence && (await isMissing(read, last.sequence));
  return { rows, brokenAt: isCut || isOther || isShort ? (last?.sequence ?? 0) + 1 : null };
}

function pageAfter(db: Kysely<Tables>, sequence: number) {
  return db
    .selectFrom('audit')
    .selectAll()
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(VERIFY_ROWS)
    .execute();
}

async function isMissing(read: Read, sequence: number): Promise<boolean> {
  return (await read((db) => pageAfter(db, sequence))).length === 0;
}

function hashOf(row: Omit<Row, 'hash'>): string {
  const { sequence, at, kind, request_id, owner, channel, status, clauses, ms, detail, previous } = row;
  const fields = [previous, sequence, at, kind, request_id, owner, channel, status, clauses, ms, detail];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
