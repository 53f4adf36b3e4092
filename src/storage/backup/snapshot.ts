import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgres, wholeNumbers } from '../postgres.js';
import { openSqlite } from '../sqlite.js';
import type { Session } from '../connection.js';
import { BackupError, TABLES, type BackupRow } from './archive.js';
import { Database } from '../sqlite-driver.js';

/** Where the database is. */
export type DatabasePlace = { readonly dataDirectory: string; readonly databaseUrl?: string | undefined };

/** The database as it was at one moment, while others go on writing. */
export type Snapshot = {
  /** The last migration it had. */
  readonly migration: string;
  rows(): AsyncIterable<BackupRow>;
  close(): Promise<void>;
};

const LAST_MIGRATION = 'select name from kysely_migration order by name desc limit 1';
const FETCHED = 1000;

export function openSnapshot({ dataDirectory, databaseUrl }: DatabasePlace): Promise<Snapshot> {
  if (databaseUrl !== undefined) return openPostgresSnapshot(databaseUrl);
  return Promise.resolve(openSqliteSnapshot(join(dataDirectory, 'suwen.sqlite')));
}

/** Opens the database to write for as long as it takes. */
export function openToRestore({ dataDirectory, databaseUrl }: DatabasePlace): Promise<Session> {
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, 0);
  mkdirSync(dataDirectory, { recursive: true });
  return openSqlite(join(dataDirectory, 'suwen.sqlite'));
}

/** In WAL mode a reader keeps the state it began with, and holds up no writer. */
function openSqliteSnapshot(file: string): Snapshot {
  if (!existsSync(file))
    throw new BackupError(`There is no database at ${file}. Set DATA_DIR as the service has it.`);
  const database = new Database(file, { readonly: true });
  database.exec('begin');
  const { name } = database.prepare(LAST_MIGRATION).get() as { readonly name: string };
  return {
    migration: name,
    rows: async function* () {
      for (const table of TABLES)
        for (const row of database.prepare(`select * from ${table}`).iterate())
          yield [table, row as BackupRow[1]];
    },
    close: async () => void database.close(),
  };
}

async function openPostgresSnapshot(url: string): Promise<Snapshot> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'suwen-backup',
    types: wholeNumbers(),
  });
  await client.connect();
  await client.query('begin isolation level repeatable read read only');
  const { rows: last } = await client.query<{ name: string }>(LAST_MIGRATION);
  return {
    migration: last[0]?.name ?? '',
    rows: async function* () {
      for (const table of TABLES) {
        await client.query(`declare rows cursor for select * from ${table}`);
        for (;;) {
          const { rows } = await client.query<BackupRow[1]>(`fetch ${FETCHED} from rows`);
          for (const row of rows) yield [table, row];
          if (rows.length < FETCHED) break;
        }
        await client.query('close rows');
      }
    },
    close: () => client.end(),
  };
}
