import type { Span } from '../../domain/policy.js';

/** The size of a text as WeChat counts it: UTF-8 bytes. */
export const bytesOf = (text: string): number => Buffer.byteLength(text);

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

// A cut at a better place is taken even though it fills a part less, but not when it fills less than this.
const LEAST_FILL = 0.4;

/** How good a place is to cut, best first: between paragraphs, sentences, halves of a sentence, characters. */
const KINDS = [/\n$/u, /[。！？；!?;][”’」』）)》]*$/u, /[，、：,:]$/u, /[\s\S]$/u] as const;

/**
 * Splits a text into parts of at most `limit` bytes that together are the text again. Never inside a character as
 * people see it, a link, or one of the `whole` spans, unless that alone is larger than a part.
 */
export function splitText(text: string, limit: number, whole: readonly Span[] = []): string[] {
  if (text === '') return [];
  if (bytesOf(text) <= limit) return [text];
  const links = [...text.matchAll(/<a\s[^<>]*>[^<]*<\/a>/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
  const kept = [...whole.filter(({ start, end }) => bytesOf(text.slice(start, end)) <= limit), ...links];
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = cutAfter(text, start, limit, kept);
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}

const MARKS = /[\n\p{P}]/u;

/** Where the part that begins at `start` ends: the last place of the best kind that fills it enough. */
function cutAfter(text: string, start: number, limit: number, kept: readonly Span[]): number {
  const last: (number | undefined)[] = KINDS.map(() => undefined);
  let size = 0;
  let end = start;
  for (const { segment } of segmenter.segment(text.slice(start, start + 2 * limit))) {
    size += bytesOf(segment);
    // Even a single character larger than a part is sent whole rather than broken.
    if (size > limit && end > start) break;
    end += segment.length;
    if (isInside(end, kept)) continue;
    const kind = kindOf(text, start, end);
    const isFull = size >= LEAST_FILL * limit;
    for (let k = kind; k < KINDS.length; k += 1) if (isFull || k === KINDS.length - 1) last[k] = end;
    if (end === text.length && size <= limit) return end;
  }
  return last.find((place) => place !== undefined) ?? end;
}

function kindOf(text: string, start: number, end: number): number {
  // Most places are between two plain characters.
  if (!MARKS.test(text[end - 1] ?? '')) return KINDS.length - 1;
  const before = text.slice(Math.max(start, end - 8), end);
  return KINDS.findIndex((pattern) => pattern.test(before));
}

function isInside(place: number, spans: readonly Span[]): boolean {
  return spans.some(({ start, end }) => start < place && place < end);
}
