import { foldToWords } from './fold.js';

const K1 = 1.2;
const B = 0.75;
// A bigram that stands in a third of all clauses tells none of them apart, and is the dearest to look up.
const COMMON = 1 / 3;
const COMMON_FROM = 300;
// A pair that stands nowhere, beside one that does, is mostly where two words meet.
const SEAM = 0.25;

export type LexicalHit = {
  readonly document: number;
  readonly score: number;
  /** How much of the query, by the weight of its bigrams, stands in the document: 0…1. */
  readonly coverage: number;
};

/**
 * BM25 over the character bigrams of many short texts: postings in typed arrays, so that a hundred thousand clauses are searched in a
 * millisecond or two. Scores are multiplied by the share of the query that a text covers, which finds a known text where plain BM25
 * prefers one that repeats a rare word.
 */
export class InvertedIndex {
  readonly #ids: ReadonlyMap<number, number>;
  readonly #offsets: Uint32Array;
  readonly #documents: Uint32Array;
  readonly #counts: Uint8Array;
  readonly #norms: Float32Array;
  readonly #scores: Float32Array;
  readonly #covered: Float32Array;

  constructor(texts: Iterable<string>) {
    const builder = new Postings();
    for (const text of texts) builder.add(bigramsOf(text));
    const { ids, offsets, documents, counts, lengths } = builder.sorted();
    [this.#ids, this.#offsets, this.#documents, this.#counts] = [ids, offsets, documents, counts];
    const average = lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length) || 1;
    this.#norms = Float32Array.from(lengths, (length) => K1 * (1 - B + (B * length) / average));
    this.#scores = new Float32Array(lengths.length);
    this.#covered = new Float32Array(lengths.length);
  }

  get size(): number {
    return this.#norms.length;
  }

  get bytes(): number {
    return this.#offsets.byteLength + this.#documents.byteLength + this.#counts.byteLength + 3 * this.#norms.byteLength; // prettier-ignore
  }

  /** How much a bigram tells, by how few texts hold it; one that stands nowhere tells as much as the rarest. */
  weightOf(gram: number): number {
    const id = this.#ids.get(gram);
    return this.#weight(id === undefined ? 0 : (this.#offsets[id + 1] ?? 0) - (this.#offsets[id] ?? 0));
  }

  #weight(frequency: number): number {
    return Math.log(1 + (this.size - frequency + 0.5) / (frequency + 0.5));
  }

  /** The best documents from `from` up to `to`, best first; ties in document order. */
  search(query: string, k: number, from = 0, to = this.size): LexicalHit[] {
    const scores = this.#scores.fill(0, from, to);
    const covered = this.#covered.fill(0, from, to);
    const grams = bigramsOf(query);
    const isKnown = grams.map((gram) => this.#ids.has(gram));
    let whole = 0;
    for (const [i, gram] of grams.entries()) {
      if (grams.indexOf(gram) < i) continue;
      const id = this.#ids.get(gram);
      const start = id === undefined ? 0 : (this.#offsets[id] ?? 0);
      const end = id === undefined ? 0 : (this.#offsets[id + 1] ?? 0);
      if (this.size >= COMMON_FROM && end - start > COMMON * this.size) continue;
      const weight = this.#weight(end - start);
      const isSeam = id === undefined && (isKnown[i - 1] === true || isKnown[i + 1] === true);
      whole += isSeam ? SEAM * weight : weight;
      for (let at = this.#firstFrom(start, end, from); at < end; at += 1) {
        const document = this.#documents[at] ?? 0;
        if (document >= to) break;
        const count = this.#counts[at] ?? 0;
        scores[document] = (scores[document] ?? 0) + (weight * count * (K1 + 1)) / (count + (this.#norms[document] ?? 1)); // prettier-ignore
        covered[document] = (covered[document] ?? 0) + weight;
      }
    }
    return whole === 0 ? [] : this.#best(k, from, to, whole);
  }

  /** Postings are in document order: the first at or after a document is found by halving. */
  #firstFrom(start: number, end: number, document: number): number {
    if (document === 0) return start;
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#documents[middle] ?? 0) < document) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #best(k: number, from: number, to: number, whole: number): LexicalHit[] {
    const best: LexicalHit[] = [];
    let least = 0;
    for (let document = from; document < to; document += 1) {
      const coverage = Math.min(1, (this.#covered[document] ?? 0) / whole); // sums are rounded
      const score = (this.#scores[document] ?? 0) * coverage;
      if (score <= least) continue;
      let place = best.length;
      while (place > 0 && (best[place - 1]?.score ?? 0) < score) place -= 1;
      best.splice(place, 0, { document, score, coverage });
      if (best.length > k) best.pop();
      if (best.length === k) least = best[k - 1]?.score ?? 0;
    }
    return best;
  }
}

/** Collects (bigram, document, count) in the order of documents, then sorts by bigram. */
class Postings {
  readonly #ids = new Map<number, number>();
  readonly #lengths: number[] = [];
  #grams = new Uint32Array(1 << 12);
  #documents = new Uint32Array(1 << 12);
  #counts = new Uint8Array(1 << 12);
  #size = 0;

  add(grams: readonly number[]): void {
    const document = this.#lengths.push(grams.length) - 1;
    const counts = new Map<number, number>();
    for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    for (const [gram, count] of counts) {
      let id = this.#ids.get(gram);
      if (id === undefined) this.#ids.set(gram, (id = this.#ids.size));
      if (this.#size === this.#grams.length) this.#grow();
      this.#grams[this.#size] = id;
      this.#documents[this.#size] = document;
      this.#counts[this.#size] = Math.min(255, count);
      this.#size += 1;
    }
  }

  sorted() {
    const offsets = new Uint32Array(this.#ids.size + 1);
    for (let i = 0; i < this.#size; i += 1) {
      const next = (this.#grams[i] ?? 0) + 1;
      offsets[next] = (offsets[next] ?? 0) + 1;
    }
    for (let id = 0; id < this.#ids.size; id += 1) offsets[id + 1] = (offsets[id + 1] ?? 0) + (offsets[id] ?? 0); // prettier-ignore
    const places = offsets.slice();
    const documents = new Uint32Array(this.#size);
    const counts = new Uint8Array(this.#size);
    for (let i = 0; i < this.#size; i += 1) {
      const id = this.#grams[i] ?? 0;
      const place = places[id] ?? 0;
      places[id] = place + 1;
      documents[place] = this.#documents[i] ?? 0;
      counts[place] = this.#counts[i] ?? 0;
    }
    return { ids: this.#ids, offsets, documents, counts, lengths: this.#lengths };
  }

  #grow(): void {
    const grow = <T extends Uint32Array | Uint8Array>(old: T, made: T): T => (made.set(old), made);
    this.#grams = grow(this.#grams, new Uint32Array(2 * this.#size));
    this.#documents = grow(this.#documents, new Uint32Array(2 * this.#size));
    this.#counts = grow(this.#counts, new Uint8Array(2 * this.#size));
  }
}

/** Pairs of UTF-16 units of the folded words, as numbers: maps of numbers are smaller and faster than maps of strings. */
export function bigramsOf(text: string): number[] {
  const words = foldToWords(text);
  const grams: number[] = [];
  for (let i = 0; i + 1 < words.length; i += 1) grams.push(words.charCodeAt(i) * 65536 + words.charCodeAt(i + 1)); // prettier-ignore
  return grams;
}
