// The customary values; the plan's clauses differ little in length, so nothing is gained by tuning them.
const K1 = 1.2;
const B = 0.75;

/** Okapi BM25 over documents given as lists of terms. Immutable once built. */
export class Bm25 {
  readonly #postings = new Map<string, Map<number, number>>();
  readonly #lengths: number[];
  readonly #averageLength: number;

  constructor(documents: readonly (readonly string[])[]) {
    this.#lengths = documents.map((terms) => terms.length);
    this.#averageLength = this.#lengths.reduce((a, b) => a + b, 0) / Math.max(1, documents.length);
    for (const [document, terms] of documents.entries()) {
      for (const term of terms) {
        const posting = this.#postings.get(term) ?? new Map<number, number>();
        posting.set(document, (posting.get(document) ?? 0) + 1);
        this.#postings.set(term, posting);
      }
    }
  }

  /** The score of every document for the query's distinct terms, in document order; 0 where nothing matches. */
  scores(query: readonly string[]): Float64Array {
    const scores = new Float64Array(this.#lengths.length);
    for (const term of new Set(query)) {
      const posting = this.#postings.get(term);
      if (posting === undefined) continue;
      const idf = Math.log(1 + (this.#lengths.length - posting.size + 0.5) / (posting.size + 0.5));
      for (const [document, count] of posting) {
        const length = (this.#lengths[document] ?? 0) / this.#averageLength;
        scores[document] =
          (scores[document] ?? 0) + (idf * count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
      }
    }
    return scores;
  }
}
