import type { Policy, Sentence } from '../domain/policy.js';
import { Bm25 } from './bm25.js';
import { foldToWords } from './fold.js';
import { ngrams } from './ngrams.js';
import { KINDS, sentenceLabels, type Kind, type PolicyIndex, type QuestionMetadata } from './policy-index.js';
import { ASKS, type Asks, type QuestionData } from './question-data.js';
import type { SearchResult } from './search-result.js';

/** What retrieval makes of a question. Distributions sum to 1. */
export type Reading = {
  readonly results: readonly SearchResult[];
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly asks: Readonly<Record<Asks, number>>;
  /** Inner product with the nearest question of the corpus, 0…1: how familiar the question is. */
  readonly familiarity: number;
  /** Probability of each clause by the linear model, position n is clause n+1. */
  readonly clauseProbabilities: Float64Array;
};

// The fusion measured in corpus/README.md; each part is scaled to its own top score first.
const WEIGHTS = { clause: 0.3, neighbours: 0.5, expanded: 1, linear: 1 };
const PREVIOUS_TURN_WEIGHT = 0.6;
const NEIGHBOURS = 10;

/** Ranks clauses and sentences for a question by words, by neighbouring questions and by the learned models. */
export class Retriever {
  readonly #clauses: Bm25;
  readonly #expanded: Bm25;
  readonly #sentences: Bm25;
  readonly #labels;

  constructor(
    readonly policy: Policy,
    readonly index: PolicyIndex,
    data: QuestionData,
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

  /** Reads a question; `previous` is the user's turn before it, when there was one. */
  read(question: string, previous?: string): Reading {
    const { vocabulary, models } = this.index;
    const vector = vocabulary.vector(question);
    const kinds = models.kind.probabilities(vector);
    const asks = models.asks.probabilities(vector);
    const scores = this.#clauseScores(question, previous);
    const order = [...scores.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
    const sentenceScores = this.#sentenceScores(
      previous === undefined ? question : `${previous} ${question}`,
    );
    return {
      results: order.flatMap((i) => this.#result(i, scores[i] ?? 0, sentenceScores)),
      kinds: Object.fromEntries(KINDS.map((kind, i) => [kind, kinds[i] ?? 0])) as Record<Kind, number>,
      asks: Object.fromEntries(ASKS.map((one, i) => [one, asks[i] ?? 0])) as Record<Asks, number>,
      familiarity: this.#neighbours(question, 1)[0]?.[1] ?? 0,
      clauseProbabilities: models.clause.probabilities(
        vocabulary.vector(previous === undefined ? question : `${previous} ${question}`),
      ),
    };
  }

  #result(i: number, score: number, sentenceScores: ReadonlyMap<Sentence, number>): SearchResult[] {
    const clause = this.policy.clauses[i];
    if (clause === undefined) return [];
    const sentences = clause.sentences
      .filter((sentence) => sentenceScores.has(sentence))
      .map((sentence) => ({ ...sentence, score: sentenceScores.get(sentence) ?? 0 }))
      .toSorted((a, b) => b.score - a.score || a.index - b.index);
    return [{ clause: clause.number, title: clause.title, section: clause.section, score, sentences }];
  }

  #clauseScores(question: string, previous: string | undefined): Float64Array {
    const total = new Float64Array(this.policy.clauses.length);
    const parts: readonly (readonly [number, (text: string) => Float64Array])[] = [
      [WEIGHTS.clause, (text) => this.#clauses.scores(bigrams(text))],
      [WEIGHTS.expanded, (text) => this.#expanded.scores(bigrams(text))],
      [WEIGHTS.neighbours, (text) => this.#votes(text)],
      [WEIGHTS.linear, (text) => this.index.models.clause.probabilities(this.index.vocabulary.vector(text))],
    ];
    for (const [weight, score] of parts) {
      const now = scaled(score(question));
      const before = previous === undefined ? undefined : scaled(score(previous));
      const mixed = scaled(now.map((value, i) => value + PREVIOUS_TURN_WEIGHT * (before?.[i] ?? 0)));
      for (let i = 0; i < total.length; i += 1) total[i] = (total[i] ?? 0) + weight * (mixed[i] ?? 0);
    }
    return total;
  }

  #votes(text: string): Float64Array {
    const votes = new Float64Array(this.policy.clauses.length);
    for (const [clauses, similarity] of this.#neighbours(text, NEIGHBOURS)) {
      for (const number of clauses) votes[number - 1] = (votes[number - 1] ?? 0) + similarity;
    }
    return votes;
  }

  #neighbours(text: string, k: number): (readonly [readonly number[], number])[] {
    const found = this.index.store.nearest(this.index.embeddings.embed(text), k);
    return found.map(
      ([document, score]) => [(document.metadata as QuestionMetadata).clauses, score] as const,
    );
  }

  #sentenceScores(text: string): ReadonlyMap<Sentence, number> {
    const lexical = scaled(this.#sentences.scores(bigrams(text)));
    const learned = scaled(this.index.models.sentence.probabilities(this.index.vocabulary.vector(text)));
    const scores = new Map<Sentence, number>();
    for (const [i, { clause, index }] of this.#labels.entries()) {
      const sentence = sentenceOf(this.policy, clause, index);
      if (sentence) scores.set(sentence, (lexical[i] ?? 0) + (learned[i] ?? 0));
    }
    return scores;
  }
}

function sentenceOf(policy: Policy, clause: number, index: number): Sentence | undefined {
  return policy.clauses[clause - 1]?.sentences.find((sentence) => sentence.index === index);
}

function scaled(scores: Float64Array): Float64Array {
  const top = Math.max(0, ...scores);
  return top === 0 ? scores : scores.map((score) => score / top);
}

function bigrams(text: string): string[] {
  return ngrams(foldToWords(text), 2, 2);
}
