import type { Segment } from '../answering/answer.js';

/**
 * What a person reads, with a mark after each quote that says which clause it is from: 〔第6条〕. For readers that get the text alone, such
 * as chat programs and agents. Without its marks it is the answer's text.
 */
export function citedText(segments: readonly Segment[]): string {
  return segments.map(citedSegment).join('');
}

/** The mark stands before the line break a piece may end with. Fixed wording names its clauses itself and gets none. */
export function citedSegment({ kind, text, citations }: Segment): string {
  if (kind === 'template') return text;
  const words = text.trimEnd();
  const marks = [...new Set(citations.map(({ clause }) => clause))].map(markOf).join('');
  return `${words}${marks}${text.slice(words.length)}`;
}

/** The front matter is clause 0, a number that stands nowhere in the document. */
function markOf(clause: number): string {
  return clause === 0 ? '〔文件首部〕' : `〔第${clause}条〕`;
}
