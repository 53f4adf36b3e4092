import type { Segment } from '../../answering/answer.js';
import type { Citation } from '../../domain/policy.js';

/** A line of fixed wording, or words of the plan with where they stand. What a page lays out. */
export type Block =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string; readonly citations: readonly Citation[] };

/** Segments as paragraphs: wording is split at its line breaks, each quote stands by itself. Shared with the browser. */
export function blocksOf(segments: readonly Segment[]): Block[] {
  return segments.flatMap(({ kind, text, citations }): Block[] => {
    if (kind !== 'template') return [{ kind: 'quoted', text, citations }];
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ kind: 'said', text: line }));
  });
}

/** The clause's page with the cited words marked and scrolled to. */
export function hrefOf({ clause, start, end, policy }: Citation): string {
  return `${policy === undefined ? '' : `/policies/${policy}`}/clauses/${clause}?mark=${start}-${end}#mark`;
}
