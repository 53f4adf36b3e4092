import { LRUCache } from 'lru-cache';
import type { Policy, Sentence } from '../domain/policy.js';
import { withConstant } from './asked-about.js';
import { Bm25 } from './bm25.js';
import { foldToWords } from './fold.js';
import { ngrams } from './ngrams.js';
import { KINDS, type Kind } from './kinds.js';
import { OUTCOME_CLASSES, outcomeFeatures, type OutcomeClass } from './outcome-features.js';
import { neighbours, VOTERS, type PolicyIndex } from './policy-index.js';
import { ASKS, type Asks, type QuestionData } from './question-data.js';
import { SIGNALS, type ScoredSentence, type SearchResult, type Signal } from './search-result.js';
import { sentenceLabels } from './sentence-labels.js';
import { dense, likeliestClause } from './train-models.js';

/** What retrieval makes of a question. Distributions sum to 1. */
export type Reading = {
  readonly results: readonly SearchResult[];
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly outcomes: Readonly<Record<OutcomeClass, number>>;
  readonly asks: Readonly<Record<Asks, number>>;
  /** Probability of each clause by the linear model, position n is clause n+1. */
  readonly clauseProbabilities: Float64Array;
  /** How likely each clause is asked about, each by itself; position n is clause n+1. */
  readonly askedAbout: Float64Array;
  /** How likely the plan's words state what is asked, if it is about the plan at all. */
  readonly stated: number;
};

/** What a question leans on when it cannot stand alone: the question before it, and the clause that answered it. */
export type Context = { readonly question: string; readonly clause: number | undefined };

// Fitted by the corpus's first authors and left so; what each signal is worth: `npm run evals -- ablate`. Each is scaled to its own top first.
export const WEIGHTS = { clause: 0.3, neighbours: 0.5, expanded: 1, linear: 1 };
const PREVIOUS_TURN_WEIGHT = 0.6;
// The clause just talked about is the likeliest for what leans on it, unless the words point elsewhere.
const SAME_CLAUSE = 0.7;

/** What is known of the nearest questions, how near they are, and their words. */
type Neighbours = ReturnType<typeof neighbours>;

/** Ranks clauses and sentences for a question by words, by neighbouring questions and by the learned models. */
export class Retriever {
  readonly #clauses: Bm25;
  readonly #expanded: Bm25;
  readonly #sentences: Bm25;
  readonly #labels;
  // The turns of a conversation are read again for what each leans on.
  readonly #kept = new LRUCache<string, Reading>({ max: 16 });

  constructor(
    readonly policy: Policy,
    readonly index: PolicyIndex,
    data: QuestionData,
    readonly weights: Readonly<Record<Exclude<Signal, 'context'>, number>> = WEIGHTS,
  ) {
    const asked = new Map<string, string[]>(); // bigrams of the questions of a clause ("6") or a sentence ("6.3")
    for (const { clause, sentence, question } of data.questions) {
      for (const key of [`${clause}`, `${clause}.${sentence}`]) {
        const grams = asked.get(key) ?? [];
        grams.push(...bigrams(question));
        asked.set(key, grams);
      }
    }
    this.#labels = sentenceLabels(policy);
    this.#clauses = new Bm25(policy.clauses.map(({ text }) => bigrams(text)));
    this.#expanded = new Bm25(
      policy.clauses.map(({ text, number }) => [...bigrams(text), ...(asked.get(`${number}`) ?? [])]),
    );
    this.#sentences = new Bm25(
      this.#labels.map(({ clause, index }) => [
        ...bigrams(sentenceOf(policy, clause, index)?.text ?? ''),
        ...(asked.get(`${clause}.${index}`) ?? []),
      ]),
    );
  }

  /** Reads a question, with what it leans on when it is a follow-up. */
  read(question: string, context?: Context): Reading {
    const key = JSON.stringify([question, context]);
    const reading = this.#kept.get(key) ?? this.#read(question, context);
    this.#kept.set(key, reading);
    return reading;
  }

  #read(question: string, context: Context | undefined): Reading {
    const { vocabulary, models, familiarity } = this.index;
    const whole = context === undefined ? question : `${context.question} ${question}`;
    const vector = vocabulary.vector(whole);
    const kinds = models.kind.probabilities(vector);
    const clauses = models.clause.probabilities(vector);
    const asks = models.asks.probabilities(vocabulary.vector(question));
    const nearest = this.#neighbours(whole);
    const near = nearest.map(([{ kind }, similarity]) => [kind, similarity] as const);
    const known = familiarity.of(whole, likeliestClause(clauses));
    const outcomes = models.outcome.probabilities(dense(outcomeFeatures(whole, { kinds, clauses, neighbours: near, known }))); // prettier-ignore
    const signals = this.#signals(question, context, context === undefined ? nearest : undefined);
    const scores = signals.map((row) => SIGNALS.reduce((sum, name) => sum + row[name], 0));
    const order = [...scores.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
    const askedAbout = models.askedAbout.probabilities(withConstant(vector, vocabulary));
    const ofClauses = askedAbout.subarray(0, this.policy.clauses.length);
    const sentences = this.#scoredSentences(whole, askedAbout.subarray(this.policy.clauses.length));
    return {
      results: order.flatMap((i) => this.#result(i, scores[i] ?? 0, signals[i], sentences)),
      kinds: named(KINDS, kinds),
      outcomes: named(OUTCOME_CLASSES, outcomes),
      asks: named(ASKS, asks),
      clauseProbabilities: clauses,
      askedAbout: ofClauses,
      stated: models.stated.probabilities(vector)[1] ?? 0,
    };
  }

  #result(
    i: number,
    score: number,
    signals: SearchResult['signals'] | undefined,
    scored: readonly (ScoredSentence & { readonly clause: number })[],
  ): SearchResult[] {
    const clause = this.policy.clauses[i];
    if (clause === undefined || signals === undefined) return [];
    const { number, title, section } = clause;
    const sentences = scored
      .filter((sentence) => sentence.clause === number)
      .map(({ start, end, index, text, score, asked }) => ({ start, end, index, text, score, asked }))
      .toSorted((a, b) => b.score - a.score || a.index - b.index);
    return [{ clause: number, title, section, score, signals, sentences }];
  }

  /** For every clause, what each signal adds to its score. */
  #signals(question: string, context: Context | undefined, found?: Neighbours): Record<Signal, number>[] {
    // prettier-ignore
    const { models, vocabulary } = this.index;
    const learned: Readonly<Record<Exclude<Signal, 'context'>, (text: string) => Float64Array>> = {
      clause: (text) => this.#clauses.scores(bigrams(text)),
      expanded: (text) => this.#expanded.scores(bigrams(text)),
      neighbours: (text) => this.#votes(found ?? this.#neighbours(text)),
      linear: (text) => models.clause.probabilities(vocabulary.vector(text)),
    };
    const rows = this.policy.clauses.map(({ number }) => ({ clause: 0, expanded: 0, neighbours: 0, linear: 0, context: number === context?.clause ? SAME_CLAUSE : 0 })); // prettier-ignore
    for (const [name, weight] of Object.entries(this.weights) as [keyof typeof learned, number][]) {
      const now = scaled(learned[name](question));
      const before = context === undefined ? undefined : scaled(learned[name](context.question));
      const mixed = scaled(now.map((value, i) => value + PREVIOUS_TURN_WEIGHT * (before?.[i] ?? 0)));
      for (const [i, row] of rows.entries()) row[name] = weight * (mixed[i] ?? 0);
    }
    return rows;
  }

  #votes(found: Neighbours): Float64Array {
    const votes = new Float64Array(this.policy.clauses.length);
    for (const [{ clauses }, similarity] of found) {
      for (const number of clauses) votes[number - 1] = (votes[number - 1] ?? 0) + similarity;
    }
    return votes;
  }

  #neighbours(text: string): Neighbours {
    return neighbours(this.index.store, this.index.embeddings.embed(text), VOTERS);
  }

  /** Every sentence by the words it shares with the question and by what was learned, in the plan's order. */
  #scoredSentences(text: string, asked: Float64Array): (ScoredSentence & { readonly clause: number })[] {
    const lexical = scaled(this.#sentences.scores(bigrams(text)));
    const learned = scaled(asked);
    return this.#labels.flatMap(({ clause, index }, i) => {
      const sentence = sentenceOf(this.policy, clause, index);
      const score = (lexical[i] ?? 0) + (learned[i] ?? 0);
      return sentence === undefined ? [] : [{ ...sentence, clause, score, asked: asked[i] ?? 0 }];
    });
  }
}

function sentenceOf(policy: Policy, clause: number, index: number): Sentence | undefined {
  return policy.clauses[clause - 1]?.sentences.find((sentence) => sentence.index === index);
}

function scaled(scores: Float64Array): Float64Array {
  const top = Math.max(0, ...scores);
  return top === 0 ? scores : scores.map((score) => score / top);
}

function named<T extends string>(names: readonly T[], values: Float64Array): Record<T, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) as Record<T, number>;
}

function bigrams(text: string): string[] {
  return ngrams(foldToWords(text), 2, 2);
}
