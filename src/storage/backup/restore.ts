import type { Transaction } from 'kysely';
import { appendAudit, auditEvent, checkChain } from '../audit-log.js';
import { MIGRATION_NAMES } from '../migrations.js';
import type { Tables } from '../tables.js';
import {
  BackupError,
  checkArchive,
  readArchive,
  TABLES,
  type BackupRow,
  type BackupSummary,
} from './archive.js';
import { openToRestore, type DatabasePlace } from './snapshot.js';

// Twelve columns at most; both databases take far more parameters.
const BATCH_ROWS = 500;
/** A database that holds any of these is in use. */
const IN_USE = ['answers', 'conversations', 'feedback', 'audit', 'settings'] as const;

export type Restored = BackupSummary & {
  /** The first event of the audit log that does not follow from the one before; null when all do. */
  readonly brokenAt: number | null;
};

/**
 * Puts back what a backup holds, in one transaction: all of it, or nothing has changed. The file is checked whole before. Either
 * database takes what the other gave.
 * @param isReplacing whether what is there may be deleted
 * @throws BackupError
 */
export async function restore(place: DatabasePlace, file: string, isReplacing: boolean): Promise<Restored> {
  const summary = await checkArchive(file);
  if (!MIGRATION_NAMES.includes(summary.migration)) {
    const newest = MIGRATION_NAMES.at(-1);
    throw new BackupError(
      `${file} comes from a newer version (${summary.migration}, this one knows ${newest}). Update the program, then restore.`,
    );
  }
  const session = await openToRestore(place);
  try {
    const brokenAt = await session.write(async (db) => {
      await clear(db, isReplacing);
      await insertAll(db, file);
      const chain = await checkChain((query) => query(db));
      const detail = `restored a backup of ${summary.at}`;
      await appendAudit(db, [auditEvent({ kind: 'restore', detail }, Date.now())]);
      return chain.brokenAt;
    });
    await session.scrub();
    return { ...summary, brokenAt };
  } finally {
    await session.close();
  }
}

async function clear(db: Transaction<Tables>, isReplacing: boolean): Promise<void> {
  for (const table of isReplacing ? [] : IN_USE) {
    const row = await db.selectFrom(table).select(db.fn.countAll().as('rows')).executeTakeFirstOrThrow();
    if (Number(row.rows) > 0)
      throw new BackupError(
        `The database is in use: it holds ${row.rows} rows of ${table}. Back it up, then add --replace to put the backup in their place.`,
      );
  }
  for (const table of TABLES) await db.deleteFrom(table).execute();
}

async function insertAll(db: Transaction<Tables>, file: string): Promise<void> {
  let batch: BackupRow[] = [];
  for await (const row of readArchive(file)) {
    const [first] = batch;
    if (first !== undefined && (first[0] !== row[0] || batch.length === BATCH_ROWS)) {
      await insert(db, batch);
      batch = [];
    }
    batch.push(row);
  }
  await insert(db, batch);
}

async function insert(db: Transaction<Tables>, batch: readonly BackupRow[]): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  // The archive's rows are those of the table; a column that is not there fails, and with it the whole.
  const rows = batch.map(([, row]) => row as Tables[keyof Tables]);
  await db.insertInto(first[0]).values(rows).execute();
}
