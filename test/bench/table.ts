import type { Section } from './section.js';

const shown = (cell: string | number) =>
  typeof cell === 'string' ? cell : Number.isInteger(cell) ? cell.toLocaleString('en') : cell.toPrecision(3);

/** A section as a Markdown table, aligned so that it reads in a terminal too. */
export function tableOf({ name, columns, rows, goals, notes }: Section): string {
  const cells = [columns, ...rows.map((row) => row.map(shown))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`; // prettier-ignore
  const [head = [], ...body] = cells;
  return [
    `## ${name}`,
    '',
    line(head),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...body.map(line),
    '',
    ...goals.map(({ what, value, reach, isReached }) => `- ${isReached ? 'reached' : 'MISSED'}: ${what}: ${value.toPrecision(3)} (goal ${reach})`), // prettier-ignore
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}
