import type { Policy } from '../domain/policy.js';
import { foldToWords } from './fold.js';
import { ngrams } from './ngrams.js';
import { clausesOf, type QuestionData } from './question-data.js';

// A bigram that one other question about the plan happens to hold is no sign of its subjects.
const FAMILIAR = 2;

/** How much of a question is said in the words of the plan and of the questions about it. Everything is a share from 0 to 1 but `strange`. */
export type Known = {
  /** Of its bigrams, those of the plan's own text. */
  readonly ofText: number;
  /** Of its bigrams, those that several questions about the plan hold. */
  readonly ofPlan: number;
  /** Of its bigrams, those that are also said of one clause. */
  readonly ofClause: number;
  /** Logarithm of how many bigrams are new, and 1. */
  readonly strange: number;
};

/** Knows which bigrams are said of which clause. A question may hold every word of one (公积金, 老旧小区) and turn on one that it has not (提取, 物业费). */
export class Familiarity {
  readonly #rows = new Map<string, number>();
  /** For each bigram how many questions and sentences of the whole plan and of each clause hold it: a row of 1 + clauses. */
  readonly #counts: Uint16Array;
  readonly #width: number;
  readonly #text: ReadonlySet<string>;

  constructor({ clauses }: Policy, { questions }: QuestionData) {
    const texts = [
      ...clauses.flatMap(({ number, sentences }) => sentences.map(({ text }) => ({ text, of: [number] }))),
      ...questions.map((one) => ({ text: one.question, of: clausesOf(one) })),
    ].map(({ text, of }) => ({ bigrams: bigramsOf(text), of }));
    for (const { bigrams } of texts) for (const bigram of bigrams) if (!this.#rows.has(bigram)) this.#rows.set(bigram, this.#rows.size); // prettier-ignore
    this.#text = new Set(
      clauses.flatMap(({ sentences }) => sentences.flatMap(({ text }) => [...bigramsOf(text)])),
    );
    this.#width = 1 + clauses.length;
    this.#counts = new Uint16Array(this.#rows.size * this.#width);
    for (const { bigrams, of } of texts) {
      for (const bigram of bigrams) {
        const row = (this.#rows.get(bigram) ?? 0) * this.#width;
        for (const clause of [0, ...of]) this.#counts[row + clause] = (this.#counts[row + clause] ?? 0) + 1;
      }
    }
  }

  /**
   * @param clause the number of the clause the question most likely belongs to
   * @param own clauses that this very question was counted for: what a question adds itself is left out
   */
  of(question: string, clause: number, own: readonly number[] = []): Known {
    const self = own.length > 0 ? 1 : 0;
    const selfInClause = own.includes(clause) ? 1 : 0;
    let [size, ofText, ofPlan, ofClause] = [0, 0, 0, 0];
    for (const bigram of bigramsOf(question)) {
      size += 1;
      if (this.#text.has(bigram)) ofText += 1;
      if (this.#count(bigram, 0) - self < FAMILIAR) continue;
      ofPlan += 1;
      if (this.#count(bigram, clause) - selfInClause > 0) ofClause += 1;
    }
    const share = (count: number) => count / Math.max(1, size);
    return { ofText: share(ofText), ofPlan: share(ofPlan), ofClause: share(ofClause), strange: Math.log(1 + size - ofPlan) }; // prettier-ignore
  }

  #count(bigram: string, clause: number): number {
    const row = this.#rows.get(bigram);
    return row === undefined ? 0 : (this.#counts[row * this.#width + clause] ?? 0);
  }
}

function bigramsOf(text: string): Set<string> {
  return new Set(ngrams(foldToWords(text), 2, 2));
}
