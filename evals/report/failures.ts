import { clauseOf, type Policy } from '../../src/domain/policy.js';
import type { Case, Nugget } from '../cases.js';
import { isSupported, isValid, squeeze } from '../metrics/citations.js';
import { isStatedIn, quantities, type Quantity } from '../metrics/numbers.js';
import { assign } from '../metrics/nuggets.js';
import { foldedPattern } from '../metrics/pattern.js';
import { factsOf, textOf, type RunRecord, type Segment } from '../record.js';
import { CHECKS, clausesLeftOut, type Check } from '../score-case.js';
import type { Row } from '../summarize.js';
import { clauseWord, OUTCOME, outcomeWord } from './words.js';

const QUOTED = 24;

/** What it means when a check fails. */
export const FAILED: Readonly<Record<Check, string>> = {
  answered: '系统出错',
  outcome: '应答方式不对',
  vital: '缺少关键要点',
  clauses: '没有引用应引的条款',
  citations: '引文与条文不符',
  supported: '句子得不到所引条款的支持',
  numbers: '数字在所引条款中找不到',
  allowed: '说了不许说的话',
};

/** Which checks a case failed and why, each in a Chinese sentence; empty when it passed. */
export function failures(row: Row, policy: Policy): string[] {
  const { one, record } = row;
  const why: Readonly<Record<Check, () => string>> = {
    answered: () => record.error ?? '',
    outcome: () => `应为${expectedWords(one)}，实为${outcomeWord(record.outcome)}`,
    vital: () => vitalMissing(row).join('；'),
    clauses: () => clausesMissing(one, record),
    citations: () => invalidQuotes(record, policy).join('；'),
    supported: () => unsupported(record, policy).map(quoted).join('；'),
    numbers: () => unstated(record, policy).join('、'),
    allowed: () => forbiddenSaid(one, record).map(({ regex, reason }) => reason ?? regex).join('；'), // prettier-ignore
  };
  return failedChecks(row).map((check) => `${FAILED[check]}：${why[check]()}`);
}

/** The checks that did not hold. Without an answer the others fail too, and say nothing. */
export function failedChecks({ record, score }: Row): Check[] {
  return record.error === null ? CHECKS.filter((check) => !score.checks[check]) : ['answered'];
}

/** The accepted outcomes in words. */
export function expectedWords({ expect }: Pick<Case, 'expect'>): string {
  return expect.outcome.map((outcome) => OUTCOME[outcome]).join('或');
}

/** The quantities a segment states, and whether what it cites states them too. */
export function numbersOf(
  segment: Segment,
  policy: Policy,
): { readonly words: string; readonly isStated: boolean }[] {
  const source = segment.citations.map(({ clause }) => clauseOf(policy, clause)?.text ?? '').join('\n');
  return quantities(segment.text).map((one) => ({ words: quantityWords(one), isStated: isStatedIn(one, source) })); // prettier-ignore
}

/** What a nugget is about: its own text, or else the words that are looked for. */
export function nuggetWords({ id, text, match }: Nugget): string {
  if (text !== undefined) return text;
  const { value, unit, comparator = '=' } = match.number ?? {};
  const number =
    value === undefined || unit === undefined ? [] : [quantityWords({ value, unit, comparator })];
  const words = [...(match.all ?? []), ...(match.near?.words ?? []), ...number];
  const any = match.any === undefined ? [] : [match.any.join(' / ')];
  return [...words, ...any].join('、') || match.regex || id;
}

/** What was said of what no answer may say. */
export function forbiddenSaid(
  one: Case,
  record: Pick<RunRecord, 'segments'>,
): NonNullable<Case['forbidden']> {
  const text = squeeze(textOf(record));
  return (one.forbidden ?? []).filter(({ regex }) => foldedPattern(regex).test(text));
}

function vitalMissing({ one, record }: Row): string[] {
  const text = textOf(record);
  return (one.nuggets ?? []).flatMap((nugget) =>
    nugget.importance === 'vital' && assign(nugget, text) !== 'support' ? [nuggetWords(nugget)] : [],
  );
}

/** Clauses that had to be cited, or, where there are none, those of which one would have done. */
function clausesMissing(one: Case, record: RunRecord): string {
  const left = clausesLeftOut(one, record).map(clauseWord);
  return left.length > 0
    ? left.join('、')
    : (one.gold?.clauses ?? []).map(({ id }) => clauseWord(id)).join('或');
}

function invalidQuotes({ segments }: RunRecord, policy: Policy): string[] {
  const wrong = segments.flatMap(({ citations }) =>
    citations.filter((citation) => !isValid(citation, policy)),
  );
  return wrong.map(({ clause, quote }) => `${clauseWord(clause)}${quoted(quote)}`);
}

function unsupported(record: RunRecord, policy: Policy): string[] {
  const facts = factsOf(record).map(({ text, citations }) => ({ text, clauses: citations.map(({ clause }) => clause) })); // prettier-ignore
  return facts.flatMap(({ text, clauses }) => (clauses.length > 0 && isSupported(text, clauses, policy) ? [] : [text])); // prettier-ignore
}

function unstated(record: RunRecord, policy: Policy): string[] {
  return factsOf(record).flatMap((segment) => numbersOf(segment, policy).flatMap(({ words, isStated }) => (isStated ? [] : [words]))); // prettier-ignore
}

function quantityWords({ value, unit, comparator }: Quantity): string {
  const sign = { '>=': '≥ ', '<=': '≤ ', '=': '', by: '' }[comparator];
  return `${sign}${value}${unit}${comparator === 'by' ? '底前' : ''}`;
}

function quoted(text: string): string {
  return `「${text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text}」`;
}
