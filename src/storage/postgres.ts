import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Session } from './connection.js';
import { CONVERSATION_MS } from './limits.js';
import { migrate } from './migrations.js';
import type { Tables } from './tables.js';

// Enough for the writes of one process; a dozen replicas stay below PostgreSQL's default of a hundred.
const CONNECTIONS = 8;
// Longer than any statement takes; the server then frees what a lost client held.
const STATEMENT_TIMEOUT_MS = 2000;
const INT8 = 20;

/** Times and sequences stay far below 2^53, and are numbers in SQLite too. */
export function wholeNumbers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  return types;
}

/**
 * Opens a pool.
 * @param url as in postgres://user:password@host:5432/name
 * @param timeoutMs what a statement may take; 0 is any time
 */
export async function openPostgres(url: string, timeoutMs = STATEMENT_TIMEOUT_MS): Promise<Session> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONVERSATION_MS,
    statement_timeout: timeoutMs,
    idle_in_transaction_session_timeout: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'suwen',
    types: wholeNumbers(),
  });
  // A connection that breaks is replaced, and the next query says if it cannot be. Without these the process would end.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...{ reader: db, wasDamaged: false },
    write: (change) => db.transaction().execute(change),
    scrub: () => Promise.resolve(), // autovacuum reuses the space; see the operator's backups for the rest
    isLost: () => false,
    isRowFault: (error) => /^2[23]/u.test(codeOf(error)),
    close: () => db.destroy(),
  };
}

/** SQLSTATE; classes 22 and 23 are about the data. */
function codeOf(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? '') : '';
}
