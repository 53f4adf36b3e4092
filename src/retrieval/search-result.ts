import type { Sentence } from '../domain/policy.js';

/** What a clause is found by: its own words, those of its questions, the nearest questions, the linear model, the turn before. */
export const SIGNALS = ['clause', 'expanded', 'neighbours', 'linear', 'context'] as const;
export type Signal = (typeof SIGNALS)[number];

/** `asked` is how likely the question asks about this sentence, whatever else it asks about. */
export type ScoredSentence = Sentence & { readonly score: number; readonly asked: number };

/** A clause found by search with its sentences, both best first. Scores are comparable within one search only. */
export type SearchResult = {
  readonly clause: number;
  readonly title: string;
  readonly section: number;
  readonly score: number;
  /** What each signal adds to the score; their sum is the score. */
  readonly signals: Readonly<Record<Signal, number>>;
  readonly sentences: readonly ScoredSentence[];
};
