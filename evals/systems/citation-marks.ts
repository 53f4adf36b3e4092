import { parseNumber } from '../../src/domain/numerals.js';

const NUMBER = '(?:[0-9０-９]{1,3}|[零〇一二两三四五六七八九十百]{1,6})';
const LISTED = `${NUMBER}\\s*条?(?:\\s*[、,，和及至到~～–—-]\\s*第?\\s*${NUMBER}\\s*条?)*`;
// 〔第2、4条〕; the clause sign must stand somewhere, or 〔2024〕 would be one.
const MARK = `[〔\\[【（(]\\s*(?=[^〕\\]】）)]*条\\s*[〕\\]】）)])第?\\s*${LISTED}\\s*[〕\\]】）)]`;
const RUN = new RegExp(`${MARK}(?:[\\s、，,和及]*${MARK})*`, 'gu');
const EACH = new RegExp(`(?:(${NUMBER})\\s*条?\\s*[至到~～–—-]\\s*第?\\s*)?(${NUMBER})`, 'gu');

// Each run of marks becomes one private character, so that it can be moved as one and splits no sentence.
const FIRST = 0xe000;
const PLACE = '[\\uE000-\\uF8FF]';
const STOPS = '[。！？!?]';
const CLOSERS = '[”’」』）)》〉*]*';

/** Text in which runs of marks are single characters, each before the stop of the sentence it belongs to. */
export type Marked = { readonly text: string; readonly clausesAt: (character: string) => readonly number[] };

/**
 * Finds the marks of a plain text: 〔第6条〕, 〔第六条〕, 〔第2、4条〕, in any brackets. A mark belongs to the sentence it stands in; after
 * the stop (and its closing quotes), or alone on a line, to the sentence before; at the start of a line with text, to that text.
 */
export function markClauses(content: string): Marked {
  const runs: (readonly number[])[] = [];
  const text = content
    .replace(new RegExp(PLACE, 'gu'), '')
    .replace(RUN, (run) => String.fromCharCode(FIRST + runs.push(clausesOf(run)) - 1))
    .replace(new RegExp(`([：:])\\s*\\n\\s*(${PLACE}+)(?=[。.]?\\s*(?:\\n|$))`, 'gu'), '$1$2')
    .replace(new RegExp(`[^\\S\\n]+(${PLACE})`, 'gu'), '$1')
    // Alone on its line.
    .replace(new RegExp(`(${STOPS}?${CLOSERS})\\s*\\n\\s*(${PLACE}+)[。.]?[^\\S\\n]*(?=\\n|$)`, 'gu'), '$2$1')
    // After stop and closing quotes; these alone would not end the sentence.
    .replace(new RegExp(`(${STOPS}${CLOSERS})(${PLACE}+)(?=${STOPS}|[，,；;、])`, 'gu'), '$2$1')
    .replace(new RegExp(`(${STOPS}${CLOSERS})(${PLACE}+)`, 'gu'), '$2$1\n');
  return { text, clausesAt: (character) => runs[character.charCodeAt(0) - FIRST] ?? [] };
}

function clausesOf(run: string): number[] {
  const found = [...run.normalize('NFKC').matchAll(EACH)].flatMap(([, from, to = '']) => {
    const last = parseNumber(to) ?? 0;
    const first = from === undefined ? last : (parseNumber(from) ?? last);
    // 第2至4条; a range the wrong way round is no range.
    return first <= last ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : [first, last];
  });
  return [...new Set(found)];
}
