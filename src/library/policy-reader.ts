import { findTargets, type Target } from '../domain/find-targets.js';
import { clauseOf, type Policy, type Sentence } from '../domain/policy.js';
import { fold } from '../retrieval/fold.js';
import { Lexicon } from '../retrieval/lexicon.js';
import { bigramsOf } from '../retrieval/inverted-index.js';
import type { Context, Reading } from '../retrieval/retriever.js';
import type { SearchResult } from '../retrieval/search-result.js';
import {
  ANSWERING_COVERAGE,
  asksSomething,
  TOUCHING_COVERAGE,
  withoutFrame,
  type ClauseHit,
  type ClauseIndex,
} from './clause-index.js';

/** Reads a question as the first plan's models do: what kind it is and what it asks for hold for any policy. */
export type ReadAsPlan = (question: string, context?: Context) => Reading;

// Enough to choose from; the rest of a policy has next to nothing of the question.
const RESULTS = 10;
// What leans on a turn is about its clause, unless its own words are found elsewhere: together these are less than a word that is.
const PREVIOUS_TURN = 0.5;
const SAME_CLAUSE = 0.2;
const SURELY = 0.5;
// Shorter runs of a title are words of their own.
const SUBJECT = 4;

const NO_NAMES = new Lexicon([], '');

/** One policy of the library, ready to be asked. */
export class PolicyReader {
  /** Of the plan's names for things a policy elsewhere knows nothing: its words are looked for as they are typed. */
  readonly lexicon = NO_NAMES;
  #targets: readonly Target[] | undefined;

  constructor(
    readonly policy: Policy,
    readonly index: ClauseIndex,
    readonly readAsPlan: ReadAsPlan,
  ) {}

  get targets(): readonly Target[] {
    return (this.#targets ??= findTargets(this.policy));
  }

  /**
   * Ranks the policy's clauses. The outcome is small talk or unsafe where the plan's models are sure of it, else by how much of the
   * question the best clause covers; `stated` is 1 when that is enough to answer it.
   */
  read(question: string, context?: Context): Reading {
    const general = this.readAsPlan(question);
    const hits = this.#hits(question, context);
    const { chitchat, about_bot, unsafe } = general.outcomes;
    const coverage = hits[0]?.coverage ?? 0;
    const isAside = chitchat + about_bot + unsafe > SURELY && coverage < ANSWERING_COVERAGE;
    const inPlan = coverage >= TOUCHING_COVERAGE;
    const none = { in_plan: 0, not_in_plan: 0, off_topic: 0, unsafe: 0, clarify: 0, chitchat: 0, about_bot: 0 }; // prettier-ignore
    return {
      ...general,
      results: hits.map((hit) => this.#result(hit, question, context)),
      outcomes: isAside ? { ...none, chitchat, about_bot, unsafe } : { ...none, in_plan: inPlan ? 1 : 0, not_in_plan: inPlan ? 0 : 1 }, // prettier-ignore
      clauseProbabilities: new Float64Array(this.policy.clauses.length),
      stated: coverage >= ANSWERING_COVERAGE ? 1 : 0,
    };
  }

  #hits(question: string, context: Context | undefined): ClauseHit[] {
    const find = (words: string) => this.index.searchIn(this.policy.id, this.#withoutSubject(words), RESULTS);
    const own = find(question);
    if (context === undefined) return own;
    const before = find(context.question);
    const mixed = new Map<number, ClauseHit>();
    const add = (hits: readonly ClauseHit[], weight: number) => {
      const [top] = hits;
      for (const hit of hits) {
        const known = mixed.get(hit.clause);
        const score = (weight * (top?.coverage ?? 0) * hit.score) / (top?.score ?? 1) + (known?.score ?? 0);
        const coverage = Math.max(known?.coverage ?? 0, hit.coverage);
        mixed.set(hit.clause, { ...hit, score, coverage });
      }
    };
    add(own, 1);
    add(before, PREVIOUS_TURN);
    const bonus = (clause: number) => (clause === context.clause ? SAME_CLAUSE : 0);
    return [...mixed.values()].map((hit) => ({ ...hit, score: hit.score + bonus(hit.clause) })).toSorted((a, b) => b.score - a.score || a.clause - b.clause); // prettier-ignore
  }

  /** What the policy's title says is said by all of its clauses: such runs are left out, where something else is asked. */
  #withoutSubject(question: string): string {
    const title = fold(this.policy.title);
    let rest = '';
    for (let i = 0; i < question.length;) {
      let size = 0;
      while (i + size < question.length && title.includes(question.slice(i, i + size + 1))) size += 1;
      if (size < SUBJECT) size = 0;
      rest += size > 0 ? ' ' : (question[i] ?? '');
      i += Math.max(1, size);
    }
    return asksSomething(rest) ? rest : question;
  }

  #result(
    { clause: number, score }: ClauseHit,
    question: string,
    context: Context | undefined,
  ): SearchResult {
    const clause = clauseOf(this.policy, number);
    const grams = new Set(bigramsOf(withoutFrame(context === undefined ? question : `${question} ${context.question}`))); // prettier-ignore
    const sentences = (clause?.sentences ?? [])
      .filter(({ index }) => index > 0)
      .map((sentence) => ({ ...sentence, score: this.#share(sentence, grams), asked: 0 })) // nothing was learned of it
      .toSorted((a, b) => b.score - a.score || a.index - b.index);
    return {
      ...{ clause: number, title: clause?.title ?? '', section: clause?.section ?? 0, score },
      signals: { clause: score, expanded: 0, neighbours: 0, linear: 0, context: 0 },
      sentences,
    };
  }

  /** How much of the question a sentence holds, by what its words tell. */
  #share({ text }: Sentence, grams: ReadonlySet<number>): number {
    let held = 0;
    for (const gram of new Set(bigramsOf(text))) if (grams.has(gram)) held += this.index.weightOf(gram);
    return held;
  }
}
