import { Document, type DocumentInterface } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';

// hnswlib's customary graph; the width finds nearly all of the true ten nearest of a hundred thousand.
const LINKS = 16;
const BUILD_WIDTH = 64;
const SEARCH_WIDTH = 100;
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
 * share it. The score is the cosine, 1 for the same text, as with the store in memory. Nothing imports this file unless it is asked for.
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
    await database.query('create extension if not exists vector');
    await database.query(
      `create table if not exists ${table} (id bigserial primary key, content text not null, metadata jsonb not null, embedding vector(${Math.trunc(dimensions)}) not null)`,
    );
    await database.query(
      `create index if not exists ${table}_nearest on ${table} using hnsw (embedding vector_cosine_ops) with (m = ${LINKS}, ef_construction = ${BUILD_WIDTH})`,
    );
    await database.query(`create index if not exists ${table}_metadata on ${table} using gin (metadata)`);
    return new PgVectorStore(embeddings, database, options);
  }

  override _vectorstoreType(): string {
    return 'pgvector';
  }

  override async addDocuments(documents: DocumentInterface[]): Promise<void> {
    const vectors = await this.embeddings.embedDocuments(documents.map(({ pageContent }) => pageContent));
    await this.addVectors(vectors, documents);
  }

  override async addVectors(vectors: number[][], documents: DocumentInterface[]): Promise<void> {
    for (let from = 0; from < vectors.length; from += ROWS) {
      const values: unknown[] = [];
      const places = vectors.slice(from, from + ROWS).map((vector, i) => {
        const document = documents[from + i];
        if (document === undefined) throw new RangeError(`vector ${from + i} has no document`);
        values.push(document.pageContent, JSON.stringify(document.metadata), textOf(vector));
        return `($${values.length - 2}, $${values.length - 1}::jsonb, $${values.length}::vector)`;
      });
      await this.#database.query(
        `insert into ${this.#table} (content, metadata, embedding) values ${places.join(', ')}`,
        values,
      );
    }
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
