import { createHash } from 'node:crypto';
import { Embeddings } from '@langchain/core/embeddings';
import { LRUCache } from 'lru-cache';
import { ModelError } from './model-error.js';
import { readVectors, writeVectors } from './vector-file.js';

/** An embedding model that says which one it is. */
export type EmbeddingModel = Embeddings & { readonly id: string };

// Embedded with the rest, so that a model that changed behind its name is noticed: it then says something else to the same text.
const PROBE = '农业转移人口市民化';
// Models that compute in parallel differ in the last digits, other models in the first.
const SAME = 0.999;
// Questions repeat; a vector of a thousand numbers takes eight kilobytes.
const QUERIES = 1000;

/**
 * Remembers the vectors of texts on disk, by the hash of each text. Another model (by name, files, dimension, or by what it says to the
 * probe) begins anew.
 */
export class CachedEmbeddings extends Embeddings {
  #vectors: Map<string, number[]>;
  #queries = new LRUCache<string, number[]>({ max: QUERIES });
  #isProbed = false;

  /** @param file where vectors are kept; whatever is wrong with it, the vectors are made again */
  constructor(
    readonly model: EmbeddingModel,
    readonly file: string,
  ) {
    super({});
    this.#vectors = readVectors(file, model.id) ?? new Map();
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    await this.#probe();
    const missing = [...new Set(texts.filter((text) => !this.#vectors.has(hashOf(text))))];
    if (missing.length > 0) {
      const made = await this.model.embedDocuments(missing);
      this.#requireDimension(made);
      for (const [i, text] of missing.entries()) this.#vectors.set(hashOf(text), made[i] ?? []);
      writeVectors(this.file, this.model.id, this.#vectors);
    }
    return texts.map((text) => this.#vectors.get(hashOf(text)) ?? []);
  }

  override async embedQuery(text: string): Promise<number[]> {
    const known = this.#queries.get(hashOf(text));
    if (known) return known;
    const vector = await this.model.embedQuery(text);
    this.#requireDimension([vector]);
    this.#queries.set(hashOf(text), vector);
    return vector;
  }

  /** Once in a process, and again after a dimension that was not expected. */
  async #probe(): Promise<void> {
    if (this.#isProbed) return;
    const key = hashOf(PROBE);
    const before = this.#vectors.get(key);
    const [now] = await this.model.embedDocuments([PROBE]);
    if (now === undefined) throw new RangeError('one text has one vector');
    if (before === undefined || cosine(before, now) < SAME) {
      this.#forget();
      this.#vectors.set(key, now);
    }
    this.#isProbed = true;
  }

  /** Vectors of different spaces must never be compared. */
  #requireDimension(vectors: readonly (readonly number[])[]): void {
    const [known] = this.#vectors.values();
    const wrong = vectors.find((vector) => known !== undefined && vector.length !== known.length);
    if (wrong === undefined) return;
    this.#forget();
    throw new ModelError('model_garbled', `The embedding model now gives ${wrong.length} dimensions instead of ${known?.length}; its vectors will be made again.`); // prettier-ignore
  }

  #forget(): void {
    this.#vectors = new Map();
    this.#queries.clear();
    this.#isProbed = false;
  }

  /** Changes when all vectors were forgotten; whoever keeps some has to ask again. */
  get generation(): unknown {
    return this.#vectors;
  }
}

/** Of vectors of length one; 0 for different dimensions. */
function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return 0;
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
