import { foldToWords } from './fold.js';
import { ngrams } from './ngrams.js';

/** A sparse unit vector: parallel arrays of feature ids and weights. */
export type SparseVector = { readonly ids: Uint32Array; readonly weights: Float32Array };

// An n-gram seen once teaches nothing about a second question.
const MIN_DOCUMENTS = 2;

/** The 1–3-grams of a set of texts with their inverse document frequencies. */
export class Vocabulary {
  readonly #ids: ReadonlyMap<string, number>;

  private constructor(
    readonly grams: readonly string[],
    readonly idf: Float32Array,
  ) {
    this.#ids = new Map(grams.map((gram, id) => [gram, id]));
  }

  static fit(texts: readonly string[]): Vocabulary {
    const counts = new Map<string, number>();
    for (const text of texts) {
      for (const gram of gramsOf(text)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    const kept = [...counts].filter(([, count]) => count >= MIN_DOCUMENTS);
    const idf = Float32Array.from(kept, ([, count]) => Math.log(1 + texts.length / count));
    return new Vocabulary(
      kept.map(([gram]) => gram),
      idf,
    );
  }

  static from(grams: readonly string[], idf: Float32Array): Vocabulary {
    return new Vocabulary(grams, idf);
  }

  get size(): number {
    return this.grams.length;
  }

  /** The unit vector of a text; empty when none of its n-grams is known. */
  vector(text: string): SparseVector {
    const ids: number[] = [];
    for (const gram of gramsOf(text)) {
      const id = this.#ids.get(gram);
      if (id !== undefined) ids.push(id);
    }
    const weights = Float32Array.from(ids, (id) => this.idf[id] ?? 0);
    const norm = Math.hypot(...weights);
    return { ids: Uint32Array.from(ids), weights: norm === 0 ? weights : weights.map((w) => w / norm) };
  }
}

function gramsOf(text: string): Set<string> {
  return new Set(ngrams(foldToWords(text), 1, 3));
}
