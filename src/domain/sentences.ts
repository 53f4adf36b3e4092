import type { Sentence, Span } from './policy.js';

const CLOSERS = '”’」』）)》〉';

/** Splits at 。！？ outside brackets and quotes, and at line ends; the stop and closing marks stay with their sentence. */
export function sentenceSpans(text: string): Span[] {
  return split(text, '。！？!?');
}

/** Splits one sentence further at ，,；; into parts that may be quoted alone when they can stand alone. */
export function partSpans(text: string): Span[] {
  return split(text, '，,；;。！？!?');
}

function split(text: string, stops: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] ?? '';
    if ('（(《〈“'.includes(c)) depth += 1;
    else if ('）)》〉”'.includes(c)) depth = Math.max(0, depth - 1);
    const isEnd = c === '\n' || (stops.includes(c) && depth === 0);
    if (!isEnd) continue;
    let end = c === '\n' ? i : i + 1;
    if (c !== '\n') while (end < text.length && CLOSERS.includes(text[end] ?? '')) end += 1;
    if (end > start) spans.push({ start, end });
    start = c === '\n' ? i + 1 : end;
    i = start - 1;
  }
  if (start < text.length) spans.push({ start, end: text.length });
  return spans;
}

/** The sentences of a clause's text; the first is the title and has index 0 when `titled`. */
export function toSentences(text: string, titled: boolean): Sentence[] {
  return sentenceSpans(text).map((span, i) => ({
    ...span,
    index: titled ? i : i + 1,
    text: text.slice(span.start, span.end),
  }));
}
