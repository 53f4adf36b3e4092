import { foldToWords } from '../retrieval/fold.js';
import { ngrams } from '../retrieval/ngrams.js';

// Share of common bigrams from which two questions are one, as `npm run evals -- lint` has it: 外地娃能上公办吗 and 外地的娃能上公办吗 are.
const NEAR = 0.8;

/** Questions already there, found by their folded words or by nearly the same ones. */
export class SeenQuestions<Label> {
  readonly #same = new Map<string, Label>();
  readonly #bags: { readonly grams: ReadonlySet<string>; readonly label: Label }[] = [];
  readonly #postings = new Map<string, number[]>();

  /** Whether it stands here already, word for word or nearly, and with which label. */
  find(question: string): { readonly how: 'same' | 'near'; readonly label: Label } | undefined {
    const words = foldToWords(question);
    const same = this.#same.get(words);
    if (same !== undefined) return { how: 'same', label: same };
    const grams = new Set(ngrams(words, 2, 2));
    const common = new Map<number, number>();
    for (const gram of grams)
      for (const i of this.#postings.get(gram) ?? []) common.set(i, (common.get(i) ?? 0) + 1);
    for (const [i, both] of common) {
      const bag = this.#bags[i];
      if (bag && both / (grams.size + bag.grams.size - both) >= NEAR)
        return { how: 'near', label: bag.label };
    }
    return undefined;
  }

  add(question: string, label: Label): void {
    const words = foldToWords(question);
    if (!this.#same.has(words)) this.#same.set(words, label);
    const grams = new Set(ngrams(words, 2, 2));
    const i = this.#bags.push({ grams, label }) - 1;
    for (const gram of grams) {
      const list = this.#postings.get(gram);
      if (list) list.push(i);
      else this.#postings.set(gram, [i]);
    }
  }
}
