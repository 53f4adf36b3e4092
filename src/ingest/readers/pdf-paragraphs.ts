import { readNumber } from '../../domain/numbering.js';

/** A line as it stands on a page; lengths in points. */
export type TextLine = {
  text: string;
  left: number;
  right: number;
  readonly y: number;
  readonly size: number;
  readonly page: number;
};

// Chinese paragraphs are indented by two characters; half of that tells an indent from a ragged edge.
const INDENT = 1;
// A line that ends so many characters before the edge was not broken for want of room.
const SHORT = 2;
// A heading in larger type never continues the line before it.
const SIZE_CHANGE = 1.15;

/** Joins lines that were broken only because the page ends there. What begins indented or follows a short line begins anew. */
export function paragraphsOf(lines: readonly TextLine[]): string[] {
  const left = quantile(
    lines.map((line) => line.left),
    0.1,
  );
  const right = quantile(
    lines.map((line) => line.right),
    0.9,
  );
  const paragraphs: string[] = [];
  let before: TextLine | undefined;
  for (const line of lines) {
    const isIndented = line.left > left + INDENT * line.size;
    const isAfterShort = before !== undefined && before.right < right - SHORT * before.size;
    const isOtherSize = before !== undefined && Math.max(before.size / line.size, line.size / before.size) > SIZE_CHANGE; // prettier-ignore
    const isNumbered = readNumber(line.text.replace(/\s+/gu, '')) !== undefined;
    if (before === undefined || isNumbered || isIndented || isAfterShort || isOtherSize)
      paragraphs.push(line.text);
    else paragraphs.push((paragraphs.pop() ?? '') + line.text);
    before = line;
  }
  return paragraphs;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
