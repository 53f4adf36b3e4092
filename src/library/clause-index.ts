import { InvertedIndex } from '../retrieval/inverted-index.js';
import { keyOf } from './clause-vectors.js';
import type { NearestClauses } from './nearest-clauses.js';

/** One policy's clauses in the index, in order. */
export type Indexed = { readonly id: string; readonly clauses: readonly { readonly number: number; readonly text: string }[] }; // prettier-ignore
export type ClauseHit = {
  readonly policy: string;
  readonly clause: number;
  readonly score: number;
  /** How much of the question stands in the clause, 0…1. */
  readonly coverage: number;
};

/**
 * Below these shares of a question's words a clause does not answer it, or has nothing to do with it. Fitted on made questions: npm run
 * bench:library.
 */
export const ANSWERING_COVERAGE = 0.42;
export const TOUCHING_COVERAGE = 0.2;

// Deep enough that a clause which only one of the two ways finds can still come first.
const CANDIDATES = 40;
// Vectors of the same n-grams say little that the words do not; they settle between clauses that words rank alike.
const SIMILARITY_WEIGHT = 0.3;
// Words that frame a question and stand in no clause; counted, they would make every question look half unknown.
const FRAME =
  /^(?:那么?|还有|另外|再问一下)|请问|你好|您好|提到|提及|涉及|写到|讲到|我想(?:问|知道|了解)(?:一下)?|想(?:问|请教)(?:一下)?|麻烦|帮(?:我|忙)(?:查|看|找)?(?:一下)?|一下|是(?:怎么|如何)(?:规定|要求|说)的?|有(?:什么|啥|哪些|何)(?:规定|要求|说法)?|怎么(?:规定|要求|说|办|算|弄)?的?|如何|什么|啥|多少|哪些|哪里|多久|几(?=[个家年天条])|可以|能不能|是不是|有没有|会不会|是否|吗|呢|吧|呀|啊|的话|关于|规定|文件|政策|里面|当中/gu;

/** A question without the words that frame it; itself when nothing else is left. */
export function withoutFrame(question: string): string {
  return asksSomething(question) ? question.replace(FRAME, ' ') : question;
}

/** Whether a question holds more than the words that frame it. */
export function asksSomething(question: string): boolean {
  return /[\p{L}\p{N}]{2}/u.test(question.replace(FRAME, ' ').replace(/[的有是在]/gu, ' '));
}

/** One index over the clauses of all policies: by words and by vectors. Immutable; a search takes a few milliseconds at most. */
export class ClauseIndex {
  readonly #lexical: InvertedIndex;
  readonly #vectors: NearestClauses;
  readonly #policies: readonly { readonly id: string; readonly from: number; readonly to: number; readonly numbers: Uint16Array }[]; // prettier-ignore
  readonly #policyOf: Uint16Array;
  readonly #documents = new Map<string, number | number[]>();

  constructor(policies: readonly Indexed[], vectors: NearestClauses) {
    this.#vectors = vectors;
    let at = 0;
    this.#policies = policies.map(({ id, clauses }) => {
      const from = at;
      at += clauses.length;
      return { id, from, to: at, numbers: Uint16Array.from(clauses, ({ number }) => number) };
    });
    this.#policyOf = new Uint16Array(at);
    for (const [i, { from, to }] of this.#policies.entries()) this.#policyOf.fill(i, from, to);
    this.#lexical = new InvertedIndex(this.#texts(policies));
  }

  *#texts(policies: readonly Indexed[]): Iterable<string> {
    let document = 0;
    for (const { clauses } of policies) {
      for (const { text } of clauses) {
        const key = keyOf(text);
        const before = this.#documents.get(key);
        this.#documents.set(key, before === undefined ? document : [before, document].flat());
        document += 1;
        yield text;
      }
    }
  }

  get size(): number {
    return this.#lexical.size;
  }

  /** Whether vectors take part in the search. */
  get hasVectors(): boolean {
    return this.#vectors.isReady;
  }

  /** How much a bigram tells. */
  weightOf(gram: number): number {
    return this.#lexical.weightOf(gram);
  }

  /** The best clauses of one policy, by words alone: within a policy its vectors add nothing. */
  searchIn(id: string, question: string, k: number): ClauseHit[] {
    const policy = this.#policies.find((one) => one.id === id);
    if (policy === undefined) return [];
    return this.#lexical
      .search(withoutFrame(question), k, policy.from, policy.to)
      .map(({ document, score, coverage }) => ({ ...this.#place(document), score, coverage }));
  }

  /** The best clauses of all policies that are accepted. */
  async search(
    question: string,
    k: number,
    accepts: (id: string) => boolean = () => true,
  ): Promise<ClauseHit[]> {
    // prettier-ignore
    const query = withoutFrame(question);
    const lexical = this.#lexical.search(query, CANDIDATES);
    const top = lexical[0]?.score ?? 0;
    if (top === 0) return [];
    const found = new Map<number, { score: number; coverage: number }>();
    for (const { document, score, coverage } of lexical)
      found.set(document, { score: score / top, coverage });
    for (const [key, similarity] of await this.#vectors.nearest(query, CANDIDATES)) {
      for (const document of [this.#documents.get(key) ?? []].flat()) {
        const before = found.get(document);
        // What only the vectors find covers nothing by words that could be counted on.
        found.set(document, { score: (before?.score ?? 0) + SIMILARITY_WEIGHT * similarity, coverage: before?.coverage ?? 0 }); // prettier-ignore
      }
    }
    return [...found]
      .map(([document, one]) => ({ ...this.#place(document), ...one, document }))
      .filter(({ policy }) => accepts(policy))
      .toSorted((a, b) => b.score - a.score || a.document - b.document)
      .slice(0, k)
      .map(({ policy, clause, score, coverage }) => ({ policy, clause, score, coverage }));
  }

  #place(document: number): { policy: string; clause: number } {
    const policy = this.#policies[this.#policyOf[document] ?? 0];
    return { policy: policy?.id ?? '', clause: policy?.numbers[document - policy.from] ?? 0 };
  }
}
