import { randomUUID } from 'node:crypto';
import { Document, type DocumentInterface } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';

// hnswlib's customary graph; the width finds nearly all of the true ten nearest of a hundred thousand.
const LINKS = 16;
const BUILD_WIDTH = 64;
const SEARCH_WIDTH = 100;
// Any number that nothing else in the database locks by.
const OPENING = 7_262_024;
// A statement with this many rows stays far below PostgreSQL's 65,535 parameters.
const ROWS = 500;

/** A pool of pg, or anything else that runs a statement. */
export type Queryable = {
  query<T>(statement: string, values?: unknown[]): Promise<{ readonly rows: T[] }>;
};

export type PgVectorOptions = {
  /** A name of lower-case letters, digits and underscores. */
  readonly table: string;
  readonly dimensions: number;
};

type Row = { readonly content: string; readonly metadata: Record<string, unknown>; readonly score: number };

/**
 * A LangChain vector store in PostgreSQL with the pgvector extension, for libraries that outgrow a machine's memory; all replicas
 * share it. The score is the cosine, 1 for the same text, as with the store in memory.
 */
export class PgVectorStore extends VectorStore {
  /** What a document's metadata must contain, exactly. */
  declare FilterType: Readonly<Record<string, unknown>>;
  readonly #database: Queryable;
  readonly #table: string;
  readonly #dimensions: number;

  private constructor(embeddings: EmbeddingsInterface, database: Queryable, options: PgVectorOptions) {
    super(embeddings, {});
    this.#database = database;
    this.#table = options.table;
    this.#dimensions = options.dimensions;
  }

  /** Opens a table, and makes it with its index when there is none. @throws when the server has no pgvector */
  static async open(
    embeddings: EmbeddingsInterface,
    database: Queryable,
    options: PgVectorOptions,
  ): Promise<PgVectorStore> {
    const { table, dimensions } = options;
    if (!/^[a-z][a-z0-9_]{0,40}$/u.test(table))
      throw new Error(
        `"${table}" is no table name: use up to 41 lower-case letters, digits and underscores.`,
      );
    // One statement, so that it is one transaction whichever connection runs it; replicas that start together stand in line.
    await database.query(
      `do $$ begin
         perform pg_advisory_xact_lock(${OPENING});
         create extension if not exists vector;
         create table if not exists ${table} (id text primary key, content text not null, metadata jsonb not null, embedding vector(${Math.trunc(dimensions)}) not null);
         create index if not exists ${table}_nearest on ${table} using hnsw (embedding vector_cosine_ops) with (m = ${LINKS}, ef_construction = ${BUILD_WIDTH});
         create index if not exists ${table}_metadata on ${table} using gin (metadata);
       end $$`,
    );
    return new PgVectorStore(embeddings, database, options);
  }

  override _vectorstoreType(): string {
    return 'pgvector';
  }

  override async addDocuments(documents: DocumentInterface[]): Promise<string[]> {
    const vectors = await this.embeddings.embedDocuments(documents.map(({ pageContent }) => pageContent));
    return this.addVectors(vectors, documents);
  }

  /** Documents whose id is there already stay as they are; those without an id are given one. @returns the ids */
  override async addVectors(
    vectors: number[][],
    documents: DocumentInterface[],
    { ids = vectors.map(() => randomUUID()) }: { readonly ids?: readonly string[] } = {},
  ): Promise<string[]> {
    for (let from = 0; from < vectors.length; from += ROWS) {
      const values: unknown[] = [];
      const places = vectors.slice(from, from + ROWS).map((vector, i) => {
        const document = documents[from + i];
        const id = ids[from + i];
        if (document === undefined || id === undefined)
          throw new RangeError(`vector ${from + i} has no ${document === undefined ? 'document' : 'id'}`);
        values.push(id, document.pageContent, JSON.stringify(document.metadata), textOf(vector));
        const [a, b, c, d] = [3, 2, 1, 0].map((back) => `$${values.length - back}`);
        return `(${a}, ${b}, ${c}::jsonb, ${d}::vector)`;
      });
      await this.#database.query(
        `insert into ${this.#table} (id, content, metadata, embedding) values ${places.join(', ')} on conflict (id) do nothing`,
        values,
      );
    }
    return [...ids];
  }

  override async delete({ ids }: { readonly ids: readonly string[] }): Promise<void> {
    await this.#database.query(`delete from ${this.#table} where id = any($1::text[])`, [ids]);
  }

  /** The ids of all documents. */
  async ids(): Promise<string[]> {
    const { rows } = await this.#database.query<{ readonly id: string }>(`select id from ${this.#table}`);
    return rows.map(({ id }) => id);
  }

  override async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter?: this['FilterType'],
  ): Promise<[Document, number][]> {
    if (query.length !== this.#dimensions)
      throw new RangeError(`The query has ${query.length} dimensions, the table ${this.#table} has ${this.#dimensions}.`); // prettier-ignore
    if (query.every((value) => value === 0)) return []; // near to nothing; its cosine would be no number
    // The width is set beside the statement in one round trip, and holds for it alone, whichever pooled connection runs it.
    const { rows } = await this.#database.query<Row>(
      `with width as materialized (select set_config('hnsw.ef_search', '${Math.max(SEARCH_WIDTH, k)}', true))
       select content, metadata, 1 - (embedding <=> $1::vector) as score from ${this.#table}, width
       ${filter === undefined ? '' : 'where metadata @> $3::jsonb'}
       order by embedding <=> $1::vector limit $2`,
      [textOf(query), k, ...(filter === undefined ? [] : [JSON.stringify(filter)])],
    );
    return rows.map(({ content, metadata, score }) => [new Document({ pageContent: content, metadata }), Number(score)]); // prettier-ignore
  }
}

/** pgvector's own notation. */
function textOf(vector: readonly number[]): string {
  return `[${vector.join()}]`;
}
