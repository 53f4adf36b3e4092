import type { Sentence } from '../domain/policy.js';

/** A clause found by search with its sentences, both best first. Scores are comparable within one search only. */
export type SearchResult = {
  readonly clause: number;
  readonly title: string;
  readonly section: number;
  readonly score: number;
  readonly sentences: readonly (Sentence & { readonly score: number })[];
};
