import { parseNumber } from './numerals.js';
import type { Citation, Clause, Policy } from './policy.js';
import { cite } from './policy.js';
import { partSpans, sentenceSpans } from './sentences.js';

/** 指标: a quantity or date the plan commits to. `value` is in `unit`, with 万 and 亿 multiplied out. */
export type Target = Citation & {
  /** Stable: clause and running number in it, e.g. "3-1". */
  readonly id: string;
  readonly subject: string;
  readonly comparator: '>=' | '<=' | '=' | 'by' | 'within';
  readonly value: number;
  /** As written, e.g. %, 人/年, 家; 年底 for years. */
  readonly unit: string;
  /** ISO date by which it is due, or null when the text gives none. */
  readonly deadline: string | null;
  /** deadline: a date to act by; scope: limits what is covered; count: how many of a thing to pick; target: the rest. */
  readonly kind: 'target' | 'deadline' | 'scope' | 'count';
  /** The expression itself, e.g. 90%以上; `quote` is the part of the sentence around it. */
  readonly expression: string;
};

const ARABIC = '[0-9]+(?:\\.[0-9]+)?[万亿]?';
const CHINESE = '[零〇一二两三四五六七八九十百千万亿]+';
const UNITS = '人次|人|家|个|座|项|所|套|户|公里|平方米|小时|分钟|天|年|月|亩|亿元|万元|元|批次|条|处|名';
const FLOOR = '不少于|不低于|至少|达到|达|超过|超';
const CEILING = '不超过|不高于|至多|控制在|低于|少于';

// Chinese numerals count only with a percentage, a time limit or a floor: 一批, 两为主 and 三权 are not quantities.
const EXPRESSION = new RegExp(
  [
    `(?<date>[0-9]{4})年(?:(?<month>[0-9]{1,2})月)?(?:底|末)?(?:之?前|以前)`,
    '(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}年(?:[0-9]{1,2}月)?', // a plain date, read past: no group, no target
    `(?:(?<limit>${FLOOR}|${CEILING}))?(?<percent>${ARABIC})%(?<percentTail>以上|以下|以内)?`,
    `(?:(?<limit2>${FLOOR}|${CEILING}))?百分之(?<hundredth>${CHINESE})(?<hundredthTail>以上|以下|以内)?`,
    `(?<period>${ARABIC}|${CHINESE})(?<periodUnit>年|个月|天|小时|分钟)(?=内|之内|以内|通勤圈|生活圈|交通圈|不)`,
    `(?<limit3>${FLOOR}|${CEILING})(?<chinese>${CHINESE})(?<chineseUnit>${UNITS})`,
    `(?:(?<limit4>${FLOOR}|${CEILING}))?(?<![第0-9.])(?<arabic>${ARABIC})(?<unit>${UNITS})(?<tail>以上|以下|以内)?`,
  ].join('|'),
  'gu',
);

/**
 * Finds every target of a policy by rule, in text order. Source: the clause text only.
 * What looks like a number but is no quantity (“3+3”, 〔2024〕102号, 一县一策) is left out.
 */
export function findTargets(policy: Policy): Target[] {
  return policy.clauses.flatMap(targetsOfClause);
}

function targetsOfClause(clause: Clause): Target[] {
  const targets: Target[] = [];
  for (const match of clause.text.matchAll(EXPRESSION)) {
    const part = partAround(clause, match.index);
    const groups = match.groups ?? {};
    const read = groups['date'] ? readDate(groups, clause, match) : readQuantity(groups, clause, match, part);
    if (read === undefined) continue;
    const id = `${clause.number}-${targets.length + 1}`;
    targets.push({ id, ...read, expression: match[0], ...cite(clause, part) });
  }
  return targets;
}

type Reading = Pick<Target, 'subject' | 'comparator' | 'value' | 'unit' | 'deadline' | 'kind'>;
type Groups = Readonly<Record<string, string | undefined>>;

/** 2025年底前完成… is a deadline; 2000年底前建成的… describes which things are meant, so it is a scope. */
function readDate(groups: Groups, clause: Clause, match: RegExpExecArray): Reading {
  const year = Number(groups['date']);
  const month = Number(groups['month'] ?? 12);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const after = clause.text.slice(match.index + match[0].length);
  const isScope = /^(?!完成|实现|达到|建立|形成|基本|全面)[\p{Script=Han}]{1,6}的/u.test(after);
  const object =
    /^(?:完成|建成|实现|达到|建立|形成)?(?<what>[^,，。;；]+)/u.exec(after)?.groups?.['what'] ?? '';
  return {
    subject: isScope ? (object.split('的')[1] ?? object) : object,
    comparator: 'by',
    value: year,
    unit: groups['month'] ? `年${month}月底` : '年底',
    deadline: isScope ? null : `${year}-${String(month).padStart(2, '0')}-${lastDay}`,
    kind: isScope ? 'scope' : 'deadline',
  };
}

function readQuantity(
  groups: Groups,
  clause: Clause,
  match: RegExpExecArray,
  part: { start: number; end: number },
): Reading | undefined {
  const limit = groups['limit'] ?? groups['limit2'] ?? groups['limit3'] ?? groups['limit4'] ?? '';
  const tail = groups['percentTail'] ?? groups['hundredthTail'] ?? groups['tail'] ?? '';
  const digits =
    groups['percent'] ?? groups['hundredth'] ?? groups['period'] ?? groups['chinese'] ?? groups['arabic'];
  const value = digits === undefined ? undefined : parseNumber(digits);
  if (value === undefined) return undefined;
  const isPercent = groups['percent'] !== undefined || groups['hundredth'] !== undefined;
  const unit = isPercent ? '%' : (groups['periodUnit'] ?? groups['chineseUnit'] ?? groups['unit'] ?? '');
  const before = clause.text.slice(part.start, match.index);
  const after = clause.text.slice(match.index + match[0].length, part.end).replace(/[,，。;；]$/u, '');
  if (groups['period'] !== undefined) {
    const isTarget = !/^(?:之|以)?内/u.test(after); // N小时通勤圈 is to be reached; N年内 limits how long a rule applies
    const subject = isTarget ? after : after.replace(/^(?:之|以)?内/u, '').split('的')[0];
    return {
      subject: subject ?? after,
      comparator: 'within',
      value,
      unit,
      deadline: null,
      kind: isTarget ? 'target' : 'scope',
    };
  }
  // 建成5个…、50个… commits to both numbers; 集中发展1个… says how many to pick.
  const isBuilt = /(?:建成|新增|完成|新建|改造)(?:[0-9][^,，]*、)?$/u.test(before);
  const isFollowed = !isPercent && limit === '' && after !== '';
  const kind = isPercent || limit !== '' || tail !== '' || isBuilt ? 'target' : 'count';
  const isYearly = /每年/u.test(before) && unit !== '%';
  return {
    subject: isFollowed ? objectAfter(after) : subjectBefore(before),
    comparator: comparatorOf(limit, tail),
    value,
    unit: isYearly ? `${unit}/年` : unit,
    deadline: null,
    kind,
  };
}

function comparatorOf(limit: string, tail: string): '>=' | '<=' | '=' {
  if (tail === '以上' || (limit !== '' && FLOOR.split('|').includes(limit))) return '>=';
  if (tail !== '' || limit !== '') return '<=';
  return '=';
}

/** 1个优势主导产业集群和1个潜力… → 优势主导产业集群; up to the next number, comma or list mark. */
function objectAfter(after: string): string {
  return after.split(/[、,，]|[和与及](?=[0-9])/u)[0] ?? after;
}

/** 公办学校就读比例保持在90%以上 → 公办学校就读比例; 技工院校每年招生农业转移人口不少于 → 技工院校招生农业转移人口. */
function subjectBefore(before: string): string {
  return before.replace(/(?:保持在|稳定在|达到|控制在|提高到|保持|达|为|到)$/u, '').replace(/每年/u, '');
}

function partAround(clause: Clause, offset: number): { start: number; end: number } {
  const sentence = sentenceSpans(clause.text).find((span) => offset < span.end) ?? {
    start: 0,
    end: clause.text.length,
  };
  const inner = partSpans(clause.text.slice(sentence.start, sentence.end));
  const part = inner.find((span) => offset - sentence.start < span.end) ??
    inner[0] ?? { start: 0, end: sentence.end - sentence.start };
  const end = sentence.start + part.end;
  const start = sentence.start + part.start;
  return { start, end: /[,，;；。]$/u.test(clause.text.slice(start, end)) ? end - 1 : end };
}
