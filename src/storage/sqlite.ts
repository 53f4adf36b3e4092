import { closeSync, existsSync, fdatasync, openSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type BetterSqlite from 'better-sqlite3';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDatabase,
  type SqliteDialectConfig,
  type SqliteStatement,
} from 'kysely';
import type { Session } from './connection.js';
import { GroupedWrites } from './grouped-writes.js';
import { BUSY_MS } from './limits.js';
import { migrate } from './migrations.js';
import type { Tables } from './tables.js';
import { Database } from './sqlite-driver.js';

// SQLite's own waiting blocks the event loop, so it waits this little and the driver waits the rest.
const BUSY_TIMEOUT_MS = 5;
const BUSY_STEP_MS = 5;
// The driver's own sixteen megabytes for each connection would hold what is hardly ever read again; the last turns are in these.
const CACHE_KIB = 2048;
const sync = promisify(fdatasync);
// There are about fifty, some with a varying number of rows.
const KEPT_STATEMENTS = 200;

/**
 * Opens the file with one connection to write and one to read, which in WAL mode no writer holds up.
 * A damaged file is set aside under another name and a new one begun: remembering less is better than not answering.
 */
export async function openSqlite(file: string): Promise<Session> {
  let wasDamaged = false;
  let database: BetterSqlite.Database;
  try {
    database = openChecked(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    setAside(file);
    wasDamaged = true;
    database = openChecked(file);
  }
  const writer = new Kysely<Tables>({
    dialect: new PatientDialect({ database: withKeptStatements(database) }),
  });
  try {
    await migrate(writer);
    const reading = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    reading.pragma(`cache_size = -${CACHE_KIB}`);
    const reader = new Kysely<Tables>({
      dialect: new PatientDialect({ database: withKeptStatements(reading) }),
    });
    let log: number | undefined; // is there once something was committed
    const grouped = new GroupedWrites(writer, () => sync((log ??= openSync(`${file}-wal`, 'r+'))));
    return {
      ...{ reader, wasDamaged },
      write: (change) => grouped.write(change),
      // Deleted text must not live on in the log file.
      scrub: async () => void database.pragma('wal_checkpoint(TRUNCATE)'),
      isLost: (error) => !existsSync(file) || isDamage(error),
      isRowFault: (error) => codeOf(error).startsWith('SQLITE_CONSTRAINT'),
      close: async () => {
        if (log !== undefined) closeSync(log);
        await reader.destroy();
        await writer.destroy();
      },
    };
  } catch (error) {
    await writer.destroy();
    throw error;
  }
}

function openChecked(file: string): BetterSqlite.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma('journal_mode = WAL');
    // FULL would wait for the disk within each commit, and hold up the event loop; GroupedWrites waits beside it, before it acknowledges.
    database.pragma('synchronous = NORMAL');
    database.pragma(`cache_size = -${CACHE_KIB}`);
    database.pragma('secure_delete = ON'); // deleted text is overwritten, not only unlinked
    const found = database.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw new Database.SqliteError(String(found), 'SQLITE_CORRUPT');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/u.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : '';
}

/** Kept for whoever wants to recover it; its log files belong to it and would damage the new one. */
function setAside(file: string): void {
  renameSync(file, `${file}.damaged-${Date.now()}`);
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** Preparing a statement costs more than running it. None is iterated, so each is free again when it returns. */
function withKeptStatements(database: BetterSqlite.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => void database.close(),
    prepare: (query) => {
      const known = kept.get(query);
      if (known !== undefined) return known;
      const statement: SqliteStatement = database.prepare(query);
      if (kept.size >= KEPT_STATEMENTS) kept.clear();
      kept.set(query, statement);
      return statement;
    },
  };
}

class PatientDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new PatientDriver(this.#config);
  }
}

/** Takes the write lock when a transaction begins, so that it can only fail there, and waits for a lock without blocking. */
class PatientDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => patiently(() => connection.executeQuery(query)),
      streamQuery: (query, size) => connection.streamQuery(query, size),
    };
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A disk that is full has ended the transaction already; its error is the one to be told, not that nothing is left to roll back. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!/no transaction is active/u.test(String(error))) throw error;
    });
  }
}

async function patiently<T>(execute: () => Promise<QueryResult<T>>): Promise<QueryResult<T>> {
  const deadline = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return await execute();
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY') || performance.now() > deadline) throw error;
      await sleep(BUSY_STEP_MS);
    }
  }
}
