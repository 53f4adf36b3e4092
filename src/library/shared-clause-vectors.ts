import { setTimeout as sleep } from 'node:timers/promises';
import { Document } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { FixedNgramEmbeddings } from '../retrieval/fixed-embeddings.js';
import { BATCH, CLAUSE_DIMENSIONS, MOST_GONE, type Embedded, type NearestClauses, type NearKeys, type Progress } from './nearest-clauses.js'; // prettier-ignore

/** What is used of a LangChain vector store that several processes share; a document's id is its clause's key. */
export type SharedStore = {
  ids(): Promise<readonly string[]>;
  /** Documents whose id is there already stay as they are. */
  addVectors(vectors: number[][], documents: Document[], options: { ids: string[] }): Promise<unknown>;
  delete(options: { ids: string[] }): Promise<void>;
  similaritySearchVectorWithScore(query: number[], k: number): Promise<[Document, number][]>;
};
/** @param name of the algorithm that makes the vectors: those of another are kept apart */
export type OpenSharedStore = (
  embeddings: EmbeddingsInterface,
  options: { readonly name: string; readonly dimensions: number },
) => Promise<SharedStore>;

// Words alone rank well; nobody waits longer for what only settles near ties. A search among a million takes a tenth of it.
const SEARCH_MS = 250;
// Longer than a library of some ten thousand clauses takes to be added; what takes longer goes on beside.
const START_MS = 10_000;
// A store that failed is asked again after this.
const RETRY_MS = 1000;

/**
 * The vectors of clauses in a store that all replicas share. While it cannot be used clauses are found by their words alone, and
 * {@link isReady} says so.
 */
export class SharedClauseVectors implements NearestClauses {
  readonly embeddings = new FixedNgramEmbeddings(CLAUSE_DIMENSIONS);
  #store: Promise<SharedStore> | undefined;
  #filling: Promise<Embedded> | undefined;
  #isFilled = false;
  #failedAt: number | undefined;

  private constructor(
    private readonly openStore: OpenSharedStore,
    private readonly texts: ReadonlyMap<string, string>,
  ) {}

  /**
   * Opens the store for searching and adds the clauses that it lacks. Never fails; what goes wrong is the doubt.
   * @param texts every clause's text by its key
   */
  static async open(
    openStore: OpenSharedStore,
    texts: ReadonlyMap<string, string>,
  ): Promise<{ vectors: SharedClauseVectors; doubt: string | null }> {
    const vectors = new SharedClauseVectors(openStore, texts);
    const late = sleep(START_MS, `not all clauses were added within ${START_MS / 1000} s`, { ref: false });
    const filled = vectors.#fill().then(({ doubt }) => doubt, messageOf);
    return { vectors, doubt: await Promise.race([filled, late]) };
  }

  /**
   * Adds the clauses that a store lacks, and takes out those that are gone once they are many: other replicas may still have them.
   * Never fails; what goes wrong is the doubt, and is done when the library is opened.
   */
  static async refresh(
    openStore: OpenSharedStore,
    texts: ReadonlyMap<string, string>,
    progress: Progress,
  ): Promise<Embedded> {
    const vectors = new SharedClauseVectors(openStore, texts);
    try {
      const store = await vectors.#opened();
      const ids = await store.ids();
      const gone = ids.filter((id) => !texts.has(id));
      if (gone.length > MOST_GONE * ids.length) await store.delete({ ids: gone });
      return await vectors.#fill(progress);
    } catch (error) {
      return { embedded: 0, kept: 0, doubt: messageOf(error) };
    }
  }

  get isReady(): boolean {
    return this.#isFilled && this.#failedAt === undefined;
  }

  async nearest(text: string, k: number): Promise<NearKeys> {
    if (this.#failedAt !== undefined && performance.now() - this.#failedAt < RETRY_MS) return [];
    if (!this.#isFilled) {
      this.#fill().catch(() => undefined); // beside: this question is answered by its words
      return [];
    }
    try {
      const found = await this.#search(this.embeddings.embed(text), k);
      this.#failedAt = undefined;
      return found.map(([{ pageContent }, score]) => [pageContent, score] as const);
    } catch {
      this.#failedAt = performance.now();
      return [];
    }
  }

  async #search(query: number[], k: number): Promise<[Document, number][]> {
    const enough = new AbortController();
    const late = sleep(SEARCH_MS, undefined, { signal: enough.signal, ref: false }).then(() => {
      throw new Error(`no result within ${SEARCH_MS} ms`);
    });
    const found = this.#opened().then((store) => store.similaritySearchVectorWithScore(query, k));
    found.catch(() => undefined); // a late failure has nobody left to hear it
    try {
      return await Promise.race([found, late]);
    } finally {
      late.catch(() => undefined);
      enough.abort();
    }
  }

  /** Once for all who ask meanwhile. */
  #fill(progress: Progress = () => undefined): Promise<Embedded> {
    this.#filling ??= this.#addMissing(progress)
      .then((embedded) => {
        this.#isFilled = true;
        this.#failedAt = undefined;
        return embedded;
      })
      .catch((error: unknown) => {
        this.#failedAt = performance.now();
        throw error;
      })
      .finally(() => (this.#filling = undefined));
    return this.#filling;
  }

  async #addMissing(progress: Progress): Promise<Embedded> {
    const store = await this.#opened();
    const known = new Set(await store.ids());
    const missing = [...this.texts].filter(([key]) => !known.has(key));
    for (let i = 0; i < missing.length; i += BATCH) {
      const batch = missing.slice(i, i + BATCH);
      const documents = batch.map(([key]) => new Document({ pageContent: key, metadata: {} }));
      await store.addVectors(batch.map(([, text]) => this.embeddings.embed(text)), documents, { ids: batch.map(([key]) => key) }); // prettier-ignore
      progress(Math.min(i + BATCH, missing.length), missing.length);
    }
    return { embedded: missing.length, kept: this.texts.size - missing.length, doubt: null };
  }

  #opened(): Promise<SharedStore> {
    const { id: name, dimensions } = this.embeddings;
    this.#store ??= this.openStore(this.embeddings, { name, dimensions }).catch((error: unknown) => {
      this.#store = undefined; // opened anew next time
      throw error;
    });
    return this.#store;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
