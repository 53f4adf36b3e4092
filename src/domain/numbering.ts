import { parseNumber } from './numerals.js';

/** A paragraph that opens with a number: its level, its value and where the rest begins. */
export type Numbered = { readonly level: Level; readonly number: number; readonly rest: string };

/** The levels of numbering used by Chinese policy documents, outermost first. */
export type Level = '第一章' | '一、' | '第一条' | '（一）' | '1.' | '（1）';

const NUMERAL = '[0-9零〇一二两三四五六七八九十百千]+';
const PATTERNS: readonly (readonly [Level, RegExp])[] = [
  ['第一章', new RegExp(`^第(${NUMERAL})[章部编]分?[\\s:：、]*`, 'u')],
  ['第一条', new RegExp(`^第(${NUMERAL})条[\\s:：、]*`, 'u')],
  ['一、', /^([零〇一二两三四五六七八九十百]+)、/u],
  ['（一）', /^[（(]([零〇一二两三四五六七八九十百]+)[）)][、.]?/u],
  ['（1）', /^[（(]([0-9]{1,3})[）)]/u],
  ['1.', /^([0-9]{1,3})(?:[.．、](?![0-9])|(?=[\s]))\s*/u],
];

/** Recognises the number a paragraph opens with; undefined for plain text. */
export function readNumber(paragraph: string): Numbered | undefined {
  for (const [level, pattern] of PATTERNS) {
    const match = pattern.exec(paragraph);
    const number = match ? parseNumber(match[1] ?? '') : undefined;
    if (match && number !== undefined) return { level, number, rest: paragraph.slice(match[0].length) };
  }
  return undefined;
}
