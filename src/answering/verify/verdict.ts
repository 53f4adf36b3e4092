import type { Citation } from '../../domain/policy.js';
import type { NonEmpty } from '../answer.js';

/** A sentence a model wrote. Its handles are already resolved to clause numbers by the caller; none means uncited. */
export type DraftSentence = { readonly text: string; readonly clauses: readonly number[] };

/** Why a sentence may not be shown. */
export type SentenceFault =
  | 'markup' // anything that is not plain Chinese or English prose
  | 'contact' // an address or a telephone number
  | 'uncited'
  | 'unknown_clause' // no such clause, or not one of those offered
  | 'numbering' // the model names a clause or paragraph itself
  | 'number'
  | 'date'
  | 'place'
  | 'organisation'
  | 'quoted_term'
  | 'modality' // 探索 → 全面, 鼓励 → 必须
  | 'scope' // 试点 → 全省, a condition dropped
  | 'polarity' // 放宽 → 收紧
  | 'negation'
  | 'promise'
  | 'unsupported'; // the cited clauses do not say it, or another clause says it better

export type Blocked = { readonly verdict: 'blocked'; readonly fault: SentenceFault; readonly detail: string };

export type Verdict = { readonly verdict: 'verified'; readonly citations: NonEmpty<Citation> } | Blocked;

/** What one check finds wrong, or undefined. `detail` is for logs and tests: it names the words that failed. */
export type Finding = { readonly fault: SentenceFault; readonly detail: string } | undefined;
