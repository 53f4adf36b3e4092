import { GramTable } from './gram-table.js';

// The customary values; the plan's clauses differ little in length, so nothing is gained by tuning them.
const K1 = 1.2;
const B = 0.75;

/**
 * Okapi BM25 over documents given as lists of terms, each of one to three UTF-16 units. Immutable once built: weights are
 * computed then, a query only adds them. All postings lie in a few typed arrays: an object a term would take ten times as much.
 */
export class Bm25 {
  readonly #terms: GramTable;
  readonly #size: number;
  /** Where the postings of a term begin; one more, where the last ends. */
  readonly #offsets: Uint32Array;
  /** The documents that hold a term, in order, and what the term adds to the score of each. */
  readonly #documents: Uint32Array;
  readonly #weights: Float64Array;

  constructor(documents: readonly (readonly string[])[]) {
    this.#size = documents.length;
    this.#terms = new GramTable();
    this.#offsets = this.#countPostings(documents);
    const ends = this.#offsets.slice();
    this.#documents = new Uint32Array(this.#offsets.at(-1) ?? 0);
    const counts = new Uint32Array(this.#documents.length);
    for (const [document, terms] of documents.entries()) {
      for (const term of terms) {
        const id = this.#terms.idOf(term);
        let end = ends[id] as number;
        const isNew = end === this.#offsets[id] || this.#documents[end - 1] !== document;
        if (isNew) {
          this.#documents[end] = document;
          end += 1;
          ends[id] = end;
        }
        counts[end - 1] = (counts[end - 1] as number) + 1;
      }
    }
    this.#weights = this.#weigh(counts, documents);
  }

  #countPostings(documents: readonly (readonly string[])[]): Uint32Array {
    const frequencies: number[] = [];
    const last: number[] = [];
    for (const [document, terms] of documents.entries()) {
      for (const term of terms) {
        const id = this.#terms.add(term);
        if (last[id] === document) continue;
        last[id] = document;
        frequencies[id] = (frequencies[id] ?? 0) + 1;
      }
    }
    const offsets = new Uint32Array(this.#terms.size + 1);
    for (const [id, frequency] of frequencies.entries())
      offsets[id + 1] = (offsets[id] as number) + frequency;
    return offsets;
  }

  #weigh(counts: Uint32Array, documents: readonly (readonly string[])[]): Float64Array {
    const averageLength = documents.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, this.#size);
    const weights = new Float64Array(counts.length);
    for (let id = 0; id < this.#terms.size; id += 1) {
      const [from, to] = [this.#offsets[id] as number, this.#offsets[id + 1] as number];
      const size = to - from;
      const idf = Math.log(1 + (this.#size - size + 0.5) / (size + 0.5));
      for (let at = from; at < to; at += 1) {
        const count = counts[at] as number;
        const length = (documents[this.#documents[at] as number]?.length ?? 0) / averageLength;
        weights[at] = (idf * count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
      }
    }
    return weights;
  }

  /** The score of every document for the query's distinct terms, in document order; 0 where nothing matches. */
  scores(query: readonly string[]): Float64Array {
    const scores = new Float64Array(this.#size);
    for (const term of new Set(query)) {
      const id = this.#terms.idOf(term);
      if (id < 0) continue;
      const to = this.#offsets[id + 1] as number;
      for (let at = this.#offsets[id] as number; at < to; at += 1) {
        const document = this.#documents[at] as number;
        scores[document] = (scores[document] as number) + (this.#weights[at] as number);
      }
    }
    return scores;
  }
}
