import { CaseError, type Nugget } from '../cases.js';

/**
 * 要点, the facts an answer should hold, as they stand in one cell of a table, separated by ；. Plain words are just words that the
 * answer must contain. Beyond that: `甲 & 乙` both, `甲 | 乙` either, `甲 & 乙 ~20` both within 20 characters, `[>=90%]` a number,
 * `/甲.乙/` a pattern, `4：甲` of clause 4, `（甲）` welcome but not vital, `\` before a sign that is meant as such.
 */
export type Point = Pick<Nugget, 'importance' | 'match'> & { readonly clause: number | undefined };

/** Writes points as one cell; the clause is named where `sole` does not go without saying. */
export function formatPoints(points: readonly Point[], sole: number | undefined): string {
  return points
    .map(({ importance, clause, match }) => {
      const named = `${clause === undefined || clause === sole ? '' : `${clause}：`}${formatMatch(match)}`;
      return importance === 'okay' ? `（${named}）` : named;
    })
    .join('；');
}

/** Writes a matcher as a point of a cell. */
export function formatMatch({ all, any, near, regex, number }: Nugget['match']): string {
  return [
    ...[...(all ?? []), ...(near?.words ?? [])].map(escape),
    ...(any === undefined ? [] : [any.map(escape).join(' | ')]),
    ...(number === undefined ? [] : [`[${number.comparator ?? ''}${number.value}${number.unit}]`]),
    ...(regex === undefined ? [] : [formatPattern(regex)]),
  ]
    .join(' & ')
    .concat(near === undefined ? '' : ` ~${near.within}`);
}

/** A pattern as a point: the signs that part points are written as escapes, which mean the same. */
export function formatPattern(regex: string): string {
  return `/${regex.replaceAll('；', '\\uff1b').replaceAll(';', '\\x3b').replaceAll('&', '\\x26')}/`;
}

/** Words as a point, marked where they would be read as more than words. */
export function escape(words: string): string {
  return words.replace(/[\\；;：:&|~]|^[/[(（]/gu, '\\$&');
}

/** Reads a cell of points. @throws CaseError saying what cannot be read, without a place */
export function parsePoints(cell: string): Point[] {
  return splitCell(cell).map((point) => {
    const inner = /^[(（](.*)[)）]$/su.exec(point)?.[1];
    const [, clause, rest] = /^(?:第|m)?([0-9０-９]+)条?[:：](.*)$/su.exec(inner ?? point) ?? [];
    return {
      importance: inner === undefined ? 'vital' : 'okay',
      clause: clause === undefined ? undefined : Number(clause.normalize('NFKC')),
      match: parseMatch((rest ?? inner ?? point).trim()),
    };
  });
}

/** The entries of a cell that ； (or ;) separates. */
export function splitCell(cell: string): string[] {
  return split(cell, '；;');
}

/** The pattern an entry names: `/…/` as it stands, anything else literally, as answers are matched: width folded, without white space. */
export function patternOf(entry: string): string {
  return asPattern(entry) ?? literal(unescape(entry));
}

/** A pattern that matches these very words in the squeezed text that answers are matched in. */
export function literal(words: string): string {
  return words.normalize('NFKC').replace(/\s/gu, '').replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'); // prettier-ignore
}

function parseMatch(point: string): Nugget['match'] {
  const within = /(?<!\\)~\s*(\d+)$/u.exec(point);
  const terms = split(within === null ? point : point.slice(0, within.index), '&');
  const patterns = terms.flatMap((term) => asPattern(term) ?? []);
  const numbers = terms.filter((term) => term.startsWith('[')).map(parseQuantity);
  const words = terms.filter((term) => !term.startsWith('[') && asPattern(term) === undefined);
  const [any, ...more] = words
    .map((term) => split(term, '|').map(unescape))
    .filter((list) => list.length > 1);
  const all = words.filter((term) => split(term, '|').length === 1).map(unescape);
  if (patterns.length > 1 || numbers.length > 1 || more.length > 0) throw new CaseError('joins two patterns, numbers or choices with &; write two points'); // prettier-ignore
  if (within !== null && all.length < 2)
    throw new CaseError('says ~ of fewer than two words; write 甲 & 乙 ~20, or \\~ for the sign itself');
  const [regex] = patterns;
  const [number] = numbers;
  return {
    ...(all.length === 0
      ? {}
      : within === null
        ? { all }
        : { near: { words: all, within: Number(within[1]) } }),
    ...(any === undefined ? {} : { any }),
    ...(number === undefined ? {} : { number }),
    ...(regex === undefined ? {} : { regex }),
  };
}

function parseQuantity(term: string): NonNullable<Nugget['match']['number']> {
  const [, comparator, value, unit = ''] = /^\[(>=|<=|=|by)?(-?\d+(?:\.\d+)?)([^\]]*)\]$/u.exec(term.normalize('NFKC')) ?? []; // prettier-ignore
  if (value === undefined) throw new CaseError(`${term} is no number; write [90%], [>=90%], [by2025年], or \\[ for the sign itself`); // prettier-ignore
  return { value: Number(value), unit, ...(isComparator(comparator) ? { comparator } : {}) };
}

function isComparator(text: string | undefined): text is '>=' | '<=' | '=' | 'by' {
  return text !== undefined;
}

function asPattern(term: string): string | undefined {
  return /^\/(.+)\/$/su.exec(term)?.[1];
}

/** Splits at unescaped signs. */
function split(text: string, signs: string): string[] {
  const pieces = text.match(new RegExp(`(?:\\\\.|[^${signs}\\\\])+`, 'gsu')) ?? [];
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

function unescape(words: string): string {
  return words.replace(/\\(.)/gsu, '$1');
}
