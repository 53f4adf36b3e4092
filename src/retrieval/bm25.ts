// The customary values; the plan's clauses differ little in length, so nothing is gained by tuning them.
const K1 = 1.2;
const B = 0.75;

/** The documents that hold a term, in order, and what the term adds to the score of each. */
type Posting = { readonly documents: Uint32Array; readonly weights: Float64Array };

/** Okapi BM25 over documents given as lists of terms. Immutable once built: weights are computed then, a query only adds them. */
export class Bm25 {
  readonly #postings = new Map<string, Posting>();
  readonly #size: number;

  constructor(documents: readonly (readonly string[])[]) {
    this.#size = documents.length;
    const averageLength = documents.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, this.#size);
    // Pairs of document and count, flat: one array a term instead of one map.
    const found = new Map<string, number[]>();
    for (const [document, terms] of documents.entries()) {
      for (const term of terms) {
        const pairs = found.get(term);
        if (pairs === undefined) found.set(term, [document, 1]);
        else if (pairs[pairs.length - 2] === document) pairs[pairs.length - 1] = (pairs.at(-1) ?? 0) + 1;
        else pairs.push(document, 1);
      }
    }
    for (const [term, pairs] of found) {
      const size = pairs.length / 2;
      const idf = Math.log(1 + (this.#size - size + 0.5) / (size + 0.5));
      const posting = { documents: new Uint32Array(size), weights: new Float64Array(size) };
      for (let i = 0; i < size; i += 1) {
        const [document, count] = [pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0];
        const length = (documents[document]?.length ?? 0) / averageLength;
        posting.documents[i] = document;
        posting.weights[i] = (idf * count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
      }
      this.#postings.set(term, posting);
    }
  }

  /** The score of every document for the query's distinct terms, in document order; 0 where nothing matches. */
  scores(query: readonly string[]): Float64Array {
    const scores = new Float64Array(this.#size);
    for (const term of new Set(query)) {
      const posting = this.#postings.get(term);
      if (posting === undefined) continue;
      const { documents, weights } = posting;
      for (let i = 0; i < documents.length; i += 1) {
        const document = documents[i] ?? 0;
        scores[document] = (scores[document] ?? 0) + (weights[i] ?? 0);
      }
    }
    return scores;
  }
}
