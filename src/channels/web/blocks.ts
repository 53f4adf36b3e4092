import type { Segment } from '../../answering/answer.js';
import type { Citation } from '../../domain/policy.js';
import type { AnswerObject } from '../api/answer-object.js';

/** A line of fixed wording; words of the plan with where they stand; a model's sentence with what it rests on. What a page lays out. */
export type Block =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'quoted' | 'stated'; readonly text: string; readonly citations: readonly Citation[] };

/** Segments as paragraphs: wording is split at its line breaks, each quote stands by itself. Shared with the browser. */
export function blocksOf(segments: readonly Segment[]): Block[] {
  return segments.flatMap(({ kind, text, citations }): Block[] => {
    if (kind !== 'template') return [{ kind: kind === 'quote' ? 'quoted' : 'stated', text, citations }];
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ kind: 'said', text: line }));
  });
}

/** What stands under the label of a generated answer, which has a place of its own; the whole of any other. */
export function bodyOf({ segments, mode }: Pick<AnswerObject, 'segments' | 'mode'>): readonly Segment[] {
  return mode === 'generated' ? segments.slice(1) : segments;
}

/** The clause's page with the cited words marked and scrolled to. */
export function hrefOf({ clause, start, end, policy }: Citation): string {
  return `${policy === undefined ? '' : `/policies/${policy}`}/clauses/${clause}?mark=${start}-${end}#mark`;
}
