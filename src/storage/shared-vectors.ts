import { createHash } from 'node:crypto';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import pg from 'pg';
import { CONVERSATION_MS } from './limits.js';
import { PgVectorStore } from './pgvector-store.js';

// Searches are short; what is remembered has connections of its own.
const CONNECTIONS = 4;
// Five hundred vectors join the graph in a second or two; a server that takes longer than this is stuck.
const STATEMENT_MS = 60_000;

/**
 * Vectors in PostgreSQL, a table for each algorithm that makes them: replicas of two versions then do not mix theirs.
 * Connects when it is first used; idle connections keep no process alive.
 */
export function sharedVectors(url: string) {
  const pool = new pg.Pool({
    ...{ connectionString: url, max: CONNECTIONS, allowExitOnIdle: true, application_name: 'suwen-vectors' },
    ...{ connectionTimeoutMillis: CONVERSATION_MS, statement_timeout: STATEMENT_MS },
  });
  pool.on('error', () => undefined); // a connection that breaks is replaced
  pool.on('connect', (client) => client.on('error', () => undefined));
  return (
    embeddings: EmbeddingsInterface,
    { name, dimensions }: { readonly name: string; readonly dimensions: number },
  ): Promise<PgVectorStore> => {
    const table = `clauses_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
    return PgVectorStore.open(embeddings, pool, { table, dimensions });
  };
}
