import type { Policy } from '../domain/policy.js';
import { foldToWords } from './fold.js';
import { GramTable } from './gram-table.js';
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
  readonly #rows = new GramTable();
  /** For each bigram how many questions and sentences of the whole plan and of each clause hold it, and whether its text does. */
  readonly #counts: Uint16Array;
  readonly #width: number;

  constructor({ clauses }: Policy, { questions }: QuestionData) {
    const sentences = clauses.flatMap(({ number, sentences }) => sentences.map(({ text }) => ({ text, of: [number] }))); // prettier-ignore
    const asked = questions.map((one) => ({ text: one.question, of: clausesOf(one) }));
    for (const { text } of [...sentences, ...asked])
      for (const bigram of bigramsOf(text)) this.#rows.add(bigram);
    const ofText = 1 + clauses.length;
    this.#width = ofText + 1;
    this.#counts = new Uint16Array(this.#rows.size * this.#width);
    for (const { text, of } of sentences) this.#count(text, [0, ...of, ofText]);
    for (const { text, of } of asked) this.#count(text, [0, ...of]);
  }

  #count(text: string, columns: readonly number[]): void {
    for (const bigram of bigramsOf(text)) {
      const row = this.#rows.idOf(bigram) * this.#width;
      for (const column of columns) this.#counts[row + column] = (this.#counts[row + column] ?? 0) + 1;
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
      if (this.#counted(bigram, this.#width - 1) > 0) ofText += 1;
      if (this.#counted(bigram, 0) - self < FAMILIAR) continue;
      ofPlan += 1;
      if (this.#counted(bigram, clause) - selfInClause > 0) ofClause += 1;
    }
    const share = (count: number) => count / Math.max(1, size);
    return { ofText: share(ofText), ofPlan: share(ofPlan), ofClause: share(ofClause), strange: Math.log(1 + size - ofPlan) }; // prettier-ignore
  }

  #counted(bigram: string, column: number): number {
    const row = this.#rows.idOf(bigram);
    return row < 0 ? 0 : (this.#counts[row * this.#width + column] ?? 0);
  }
}

function bigramsOf(text: string): Set<string> {
  return new Set(ngrams(foldToWords(text), 2, 2));
}
