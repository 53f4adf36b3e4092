import { LRUCache } from 'lru-cache';
import { foldToWords } from './fold.js';
import { GramTable } from './gram-table.js';
import { ngrams } from './ngrams.js';

/** A sparse unit vector: parallel arrays of feature ids and weights. */
export type SparseVector = { readonly ids: Uint32Array; readonly weights: Float32Array };

// An n-gram seen once teaches nothing about a second question.
const MIN_DOCUMENTS = 2;
const LONGEST = 3;

// Four models and the embedding read the same question one after another.
const REMEMBERED = 8;

/** The 1–3-grams of a set of texts with their inverse document frequencies. */
export class Vocabulary {
  readonly #vectors = new LRUCache<string, SparseVector>({
    max: REMEMBERED,
    memoMethod: (text) => this.#vector(text),
  });

  private constructor(
    readonly table: GramTable,
    readonly idf: Float32Array,
  ) {}

  static fit(texts: readonly string[]): Vocabulary {
    const counts = new Map<string, number>();
    for (const text of texts) {
      for (const gram of new Set(ngrams(foldToWords(text), 1, LONGEST)))
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    const kept = [...counts].filter(([, count]) => count >= MIN_DOCUMENTS);
    const table = new GramTable(kept.length);
    for (const [gram] of kept) table.add(gram);
    return new Vocabulary(
      table,
      Float32Array.from(kept, ([, count]) => Math.log(1 + texts.length / count)),
    );
  }

  static from(table: GramTable, idf: Float32Array): Vocabulary {
    if (table.size !== idf.length) throw new RangeError(`${table.size} n-grams, ${idf.length} weights`);
    return new Vocabulary(table, idf);
  }

  get size(): number {
    return this.table.size;
  }

  /** The unit vector of a text; empty when none of its n-grams is known. */
  vector(text: string): SparseVector {
    return this.#vectors.memo(text);
  }

  #vector(text: string): SparseVector {
    const words = foldToWords(text);
    const found = new Set<number>();
    for (let n = 1; n <= LONGEST; n += 1) {
      for (let i = 0; i + n <= words.length; i += 1) {
        const id = this.table.idOf(words, i, n);
        if (id >= 0) found.add(id);
      }
    }
    const ids = Uint32Array.from(found);
    const weights = Float32Array.from(ids, (id) => this.idf[id] ?? 0);
    const norm = Math.hypot(...weights);
    return { ids, weights: norm === 0 ? weights : weights.map((w) => w / norm) };
  }
}
