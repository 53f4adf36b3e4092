import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Document } from '@langchain/core/documents';
import { z } from 'zod';
import { FixedNgramEmbeddings } from '../retrieval/fixed-embeddings.js';
import { HnswVectorStore, widthFor } from '../retrieval/hnsw-vector-store.js';
import { BATCH, CLAUSE_DIMENSIONS, MOST_GONE, type Embedded, type NearestClauses, type NearKeys, type Progress } from './nearest-clauses.js'; // prettier-ignore
import { flush, READABLE, writeFlushed } from './shelf.js';
import { sha256 } from './shelved-policy.js';

const FORMAT = 1;
const FOLDER = '.vectors';
const GRAPH = 'clauses.hnsw';
const MANIFEST = 'manifest.json';

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  embedder: z.string(),
  sha256: z.string(),
  /** The hash of the clause that each label of the graph stands for. */
  keys: z.array(z.string()),
});

/** A clause's key: the same text has the same vector, wherever it stands. */
export function keyOf(text: string): string {
  return sha256(text).slice(0, 16);
}

/** The vectors of clauses by the hash of their text, in a graph that is kept on disk and only ever added to. */
export class ClauseVectors implements NearestClauses {
  readonly isReady = true;
  readonly embeddings = new FixedNgramEmbeddings(CLAUSE_DIMENSIONS);
  #keys: string[] = [];
  #store: HnswVectorStore;

  private constructor(saved?: { readonly path: string; readonly keys: string[] }) {
    this.#keys = saved?.keys ?? [];
    const documents = this.#keys.map(asDocument);
    this.#store = new HnswVectorStore(this.embeddings, CLAUSE_DIMENSIONS, saved && { path: saved.path, documents }); // prettier-ignore
  }

  /**
   * Opens what is saved in a library's folder and adds the clauses that it lacks.
   * @param texts every clause's text by its key
   * @param progress is told how many of how many new clauses are done
   */
  static async open(
    directory: string,
    texts: ReadonlyMap<string, string>,
    progress: Progress = () => undefined,
  ): Promise<{ vectors: ClauseVectors } & Embedded> {
    let vectors = new ClauseVectors();
    let doubt: string | null = null;
    try {
      if (existsSync(join(directory, FOLDER))) vectors = ClauseVectors.#load(join(directory, FOLDER));
    } catch (error) {
      doubt = error instanceof Error ? error.message : String(error);
    }
    const gone = vectors.#keys.filter((key) => !texts.has(key)).length;
    if (gone > MOST_GONE * vectors.#keys.length) vectors = new ClauseVectors();
    const known = new Set(vectors.#keys);
    const missing = [...texts].filter(([key]) => !known.has(key));
    for (let i = 0; i < missing.length; i += BATCH) {
      const batch = missing.slice(i, i + BATCH);
      const rows = batch.map(([, text]) => vectors.embeddings.embed(text));
      await vectors.#store.addVectors(rows, batch.map(([key]) => asDocument(key))); // prettier-ignore
      vectors.#keys.push(...batch.map(([key]) => key));
      progress(Math.min(i + BATCH, missing.length), missing.length);
    }
    vectors.#store.searchWidth = widthFor(vectors.size);
    return { vectors, embedded: missing.length, kept: texts.size - missing.length, doubt };
  }

  /** The native library crashes on a damaged file, so every byte is checked before it sees one. */
  static #load(folder: string): ClauseVectors {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
    const path = join(folder, GRAPH);
    if (sha256(readFileSync(path)) !== manifest.sha256) throw new Error(`${GRAPH} does not match its hash`);
    if (manifest.embedder !== new FixedNgramEmbeddings(CLAUSE_DIMENSIONS).id)
      throw new Error(`the vectors were made by ${manifest.embedder}`);
    return new ClauseVectors({ path, keys: manifest.keys });
  }

  /** Writes graph and manifest aside and puts them in place together. */
  save(directory: string): void {
    mkdirSync(directory, { recursive: true });
    const aside = mkdtempSync(join(directory, '.incoming-'));
    try {
      const path = join(aside, GRAPH);
      this.#store.save(path);
      flush(path);
      const manifest = { format: FORMAT, embedder: this.embeddings.id, sha256: sha256(readFileSync(path)), keys: this.#keys }; // prettier-ignore
      writeFlushed(join(aside, MANIFEST), JSON.stringify(manifest));
      chmodSync(aside, READABLE);
      // Between these two there are no vectors; whoever opens the library then makes them anew.
      rmSync(join(directory, FOLDER), { recursive: true, force: true });
      renameSync(aside, join(directory, FOLDER));
    } catch (error) {
      rmSync(aside, { recursive: true, force: true });
      throw error;
    }
  }

  get size(): number {
    return this.#keys.length;
  }

  nearest(text: string, k: number): NearKeys {
    return this.#store.nearest(this.embeddings.embed(text), k).map(([{ pageContent }, score]) => [pageContent, score] as const); // prettier-ignore
  }
}

function asDocument(key: string): Document {
  return new Document({ pageContent: key, metadata: {} });
}
