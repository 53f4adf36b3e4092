import type { Span } from '../../src/domain/policy.js';
import type { Segment } from '../record.js';
import { markup, type Markup } from './markup.js';

type Citation = Segment['citations'][number];

/** A text with what was cited marked, and what should have been underlined; the two may overlap anyhow. */
export function highlight(text: string, cited: readonly Span[], gold: readonly Span[]): Markup {
  const ends = [...cited, ...gold].flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, ...ends, text.length])].filter((at) => at >= 0 && at <= text.length).toSorted((a, b) => a - b); // prettier-ignore
  const isIn = (spans: readonly Span[], at: number) =>
    spans.some(({ start, end }) => start <= at && at < end);
  const pieces = cuts.slice(0, -1).map((start, i): Markup => {
    const words = text.slice(start, cuts[i + 1]);
    const inner = isIn(gold, start) ? markup`<u>${words}</u>` : markup`${words}`;
    return isIn(cited, start) ? markup`<mark>${inner}</mark>` : inner;
  });
  return markup`${pieces}`;
}

/** Where a citation stands in its clause; a system that gives no offsets is searched for by its words. */
export function spansOf(citations: readonly Citation[], clause: number, text: string): Span[] {
  return citations.flatMap(({ clause: own, quote, start, end }) => {
    if (own !== clause) return [];
    if (start !== null && end !== null) return [{ start, end }];
    const found = quote === '' ? -1 : text.indexOf(quote);
    return found < 0 ? [] : [{ start: found, end: found + quote.length }];
  });
}
