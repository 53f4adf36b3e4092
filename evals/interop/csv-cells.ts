import { CaseError } from '../cases.js';

/** One row of a table and the line of the file it begins on. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

// A cell that begins so is run as a formula by spreadsheets; the full-width forms are in Chinese locales.
const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/u;
const DELIMITERS = [',', ';', '\t'] as const;

/** RFC 4180 text for spreadsheets: UTF-8 with BOM, CRLF, quoted where needed, formulas disarmed by an apostrophe. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((cells) => `${cells.map(formatCell).join(',')}\r\n`).join('')}`;
}

function formatCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Reads a table with or without BOM, with commas, semicolons or tabs (whatever splits the first line into most cells), takes the
 * apostrophes before formulas off again and skips rows without any text.
 * @throws CaseError naming file and line where a quote is never closed or something follows it
 */
export function parseCsv(text: string, file: string): CsvRow[] {
  const body = text.replace(/^\ufeff/u, '');
  const header = body.slice(0, body.search(/[\r\n]|$/u));
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  return rowsOf(body, delimiter, file)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => ({ line, cells: cells.map((cell) => (FORMULA.test(cell) ? cell.replace(/^'/u, '') : cell)) })); // prettier-ignore
}

function rowsOf(text: string, delimiter: string, file: string): CsvRow[] {
  // A cell, quoted or bare, and what ends it.
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${delimiter}\\r\\n][^${delimiter}\\r\\n]*)|)(${delimiter}|\\r\\n|[\\r\\n]|$)`, 'uy'); // prettier-ignore
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  while (cell.lastIndex < text.length || cells.length > 0) {
    const match = cell.exec(text);
    if (match === null) throw new CaseError(`${file}:${line}: a quoted cell is not closed, or something follows its closing quote. Write " inside a quoted cell as "".`); // prettier-ignore
    const [whole, quoted, bare, end] = match;
    cells.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    line += whole.match(/\r\n|[\r\n]/gu)?.length ?? 0;
    if (end === delimiter) continue;
    rows.push({ line: begun, cells });
    cells = [];
    begun = line;
  }
  return rows;
}
