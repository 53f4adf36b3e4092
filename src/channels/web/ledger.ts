import type { Target } from '../../domain/find-targets.js';
import { clauseOf, type Policy } from '../../domain/policy.js';
import { clauseName } from './turn-words.js';
import type { Words } from './words.js';

/** A target as staff read it. */
export type Row = {
  readonly target: Target;
  readonly subject: string;
  readonly comparator: string;
  /** As written, so that 4万人 is not turned into another figure than the plan's. */
  readonly value: string;
  readonly unit: string;
  readonly deadline: string;
  readonly kind: string;
  readonly clause: string;
  readonly section: number;
};

const SORTS = ['clause', 'subject', 'value', 'unit', 'deadline', 'kind'] as const;
export type Sort = (typeof SORTS)[number];
const KINDS = ['target', 'deadline', 'scope', 'count'] as const;

/** What is chosen in the page's address; anything unknown there counts as not chosen. */
export type Choice = {
  readonly kind: Target['kind'] | undefined;
  readonly section: number | undefined;
  readonly sort: Sort;
  readonly isDescending: boolean;
};

export function readChoice(query: Readonly<Record<string, string>>): Choice {
  const section = Number(query['section']);
  return {
    kind: KINDS.find((kind) => kind === query['kind']),
    section: Number.isInteger(section) && section > 0 ? section : undefined,
    sort: SORTS.find((sort) => sort === query['sort']) ?? 'clause',
    isDescending: query['dir'] === 'desc',
  };
}

/** The address of a choice, without what is the default. */
export function hrefOfChoice(path: string, { kind, section, sort, isDescending }: Choice): string {
  const query = new URLSearchParams();
  if (kind !== undefined) query.set('kind', kind);
  if (section !== undefined) query.set('section', String(section));
  if (sort !== 'clause') query.set('sort', sort);
  if (isDescending) query.set('dir', 'desc');
  return query.size === 0 ? path : `${path}?${query}`;
}

export function rowsOf(targets: readonly Target[], policy: Policy, words: Words): Row[] {
  return targets.map((target) => {
    const isDate = target.comparator === 'by';
    return {
      target,
      subject: target.subject,
      comparator: comparatorName(target, words),
      value: isDate ? `${target.value}${target.unit}` : plainNumber(target.value),
      unit: isDate ? '' : target.unit,
      deadline: target.deadline ?? words.targets.noDeadline,
      kind: words.kinds[target.kind],
      clause: clauseName(target.clause, words),
      section: clauseOf(policy, target.clause)?.section ?? 0,
    };
  });
}

export function choose(rows: readonly Row[], { kind, section, sort, isDescending }: Choice): Row[] {
  const kept = rows.filter(
    (row) =>
      (kind === undefined || row.target.kind === kind) && (section === undefined || row.section === section),
  );
  const sorted = kept.toSorted((a, b) => compare(a, b, sort) || a.target.clause - b.target.clause);
  return isDescending ? sorted.toReversed() : sorted;
}

function compare(a: Row, b: Row, sort: Sort): number {
  if (sort === 'clause') return a.target.clause - b.target.clause || a.target.start - b.target.start;
  if (sort === 'value') return a.target.value - b.target.value;
  if (sort === 'deadline') return (a.target.deadline ?? '9999').localeCompare(b.target.deadline ?? '9999');
  return a[sort].localeCompare(b[sort], 'zh-CN');
}

function comparatorName({ comparator }: Target, { comparators }: Words): string {
  const names = {
    '>=': comparators.atLeast,
    '<=': comparators.atMost,
    '=': comparators.equal,
    ...{ by: comparators.by, within: comparators.within },
  };
  return names[comparator];
}

/** 40000 → 4万 as the plan writes it; smaller numbers stay. */
function plainNumber(value: number): string {
  return value >= 10_000 && value % 1000 === 0 ? `${value / 10_000}万` : String(value);
}

/** A spreadsheet of rows, with the source of each and of the whole: a copy must say where it is from. */
export function csvOf(rows: readonly Row[], policy: Policy, words: Words): string {
  const { targets } = words;
  const head = [
    ...[targets.clause, targets.subject, targets.comparator, targets.value, targets.unit],
    ...[targets.deadline, targets.kind, targets.quote],
  ];
  const body = rows.map((row) => [
    ...[row.clause, row.subject, row.comparator, row.value, row.unit, row.deadline, row.kind],
    row.target.quote,
  ]);
  const source = [`${policy.title}（${policy.documentNumber}）`];
  const lines = [head, ...body, [], source].map((cells) => cells.map(csvCell).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`; // the mark makes spreadsheets read UTF-8
}

/** Quoted where needed; a leading = + - @ would run as a formula in a spreadsheet. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
