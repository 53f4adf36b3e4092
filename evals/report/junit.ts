import { groupBy } from '../group-by.js';
import { textOf } from '../record.js';
import type { Row, Summary } from '../summarize.js';
import { expectedWords, FAILED, failedChecks } from './failures.js';
import { clauseWord, outcomeWord } from './words.js';

// Promptfoo's limits: CI pages choke on longer ones.
const [NAME, MESSAGE, DETAIL] = [512, 1024, 8192];

/** The run as JUnit XML: a suite per type of case, a failed check as a failure, a system that broke down as an error. */
export function junitReport(summary: Summary): string {
  const suites = [...groupBy(summary.rows, ({ one }) => one.type)].map(([type, rows]) => {
    return `<testsuite name="${attribute(type)}" ${totals(rows)}>\n${rows.map((row) => testcase(row)).join('\n')}\n</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(summary.system)}" ${totals(summary.rows)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function totals(rows: readonly Row[]): string {
  const errors = rows.filter(({ record }) => record.error !== null).length;
  const failed = rows.filter(({ record, score }) => record.error === null && !score.strict).length;
  const time = rows.reduce((sum, { record }) => sum + record.milliseconds, 0);
  return `tests="${rows.length}" failures="${failed}" errors="${errors}" skipped="0" time="${seconds(time)}"`;
}

function testcase(row: Row): string {
  const { one, record } = row;
  const name = attribute(cut(`${one.id} ${one.question}`, NAME));
  const verdict = verdictOf(row);
  return `<testcase classname="${attribute(one.type)}" name="${name}" time="${seconds(record.milliseconds)}"${verdict === '' ? '/>' : `>${verdict}</testcase>`}`;
}

function verdictOf(row: Row): string {
  const { record, score } = row;
  if (record.error !== null)
    return `<error type="error" message="${attribute(cut(record.error, MESSAGE))}"/>`;
  if (score.strict) return '';
  const checks = failedChecks(row);
  const message = attribute(cut(checks.map((check) => FAILED[check]).join('；'), MESSAGE));
  return `<failure type="${checks.join(' ')}" message="${message}">${escapeXml(cut(details(row), DETAIL))}</failure>`;
}

function details({ one, record }: Row): string {
  const gold = (one.gold?.clauses ?? []).map(({ id }) => clauseWord(id)).join('、');
  return [`期望：${expectedWords(one)}${gold === '' ? '' : `，${gold}`}`, `实际：${outcomeWord(record.outcome)}`, textOf(record)].join('\n'); // prettier-ignore
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

// No reference can write these in XML 1.0, nor half of a surrogate pair, which cutting may leave.
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escapeXml(text: string): string {
  return text.replace(ILLEGAL, '').replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
}

/** A parser would turn line ends in attributes into spaces; it is done here so that limits and eyes agree. */
function attribute(text: string): string {
  return escapeXml(text.replace(/\s+/gu, ' ')).replace(/"/gu, '&quot;').replace(/'/gu, '&apos;');
}
