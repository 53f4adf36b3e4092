import type { Citation } from '../domain/policy.js';

/** At least one: a type that makes an uncited claim impossible to write down. */
export type NonEmpty<T> = readonly [T, ...T[]];

export function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}

/** 段: a piece of an answer. Only a template may stand without a citation, and its wording is fixed. */
export type Segment =
  | { readonly kind: 'quote' | 'statement'; readonly text: string; readonly citations: NonEmpty<Citation> }
  | { readonly kind: 'template'; readonly text: string; readonly citations: readonly Citation[] };

/** Why nothing was answered; `switched_off` is a clause that an operator took out of sight. */
export type RefusalReason =
  'not_in_plan' | 'off_topic' | 'personal_data' | 'unsafe' | 'empty' | 'switched_off';

type Common = {
  readonly segments: NonEmpty<Segment>;
  /** Questions a reader may ask next; fixed wording. */
  readonly suggestions: readonly string[];
  /** From 0 to 1. */
  readonly confidence: number;
  /** The standalone question when a follow-up was resolved, else null. */
  readonly interpretedAs: string | null;
  /** Ids of the policies that were asked; absent when only the first plan was. */
  readonly policies?: NonEmpty<string>;
};

/** 回答: what the assistant has to say. Outcomes differ in what they must carry. */
export type Answer =
  | (Common & { readonly outcome: 'answered'; readonly citations: NonEmpty<Citation> })
  | (Common & {
      readonly outcome: 'partial';
      readonly citations: NonEmpty<Citation>;
      readonly missing: NonEmpty<string>;
    })
  | (Common & {
      readonly outcome: 'refused';
      readonly reason: RefusalReason;
      readonly missing: readonly string[];
    })
  | (Common & { readonly outcome: 'clarify' | 'chat' });

/** What a person reads: the segments, one after another. */
export function answerText(answer: Answer): string {
  return answer.segments.map((segment) => segment.text).join('');
}
