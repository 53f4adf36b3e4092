import { parseNumber } from '../../src/domain/numerals.js';

/** A quantity as a reader takes it: 百分之九十 and 90% are one, 4万 is 40000. */
export type Quantity = {
  readonly value: number;
  readonly unit: string;
  readonly comparator: '>=' | '<=' | '=' | 'by';
};

const DIGITS = '[0-9]+(?:\\.[0-9]+)?[万亿]?';
const CHINESE = '[零〇一二两三四五六七八九十百千万亿]+';
const LEAST = '不少于|不低于|至少|超过|达到|达';
const MOST = '不超过|不高于|至多|低于|少于';
const UNITS = '人次|人|家|个月|个|座|项|所|套|户|公里|平方米|小时|分钟|天|年|月|亩|元|批次|条|处|名|倍|次';
// Schemes and phrases that contain numerals and count nothing.
const NO_QUANTITY =
  /一县一策|一县一|两为主|两纳入|“?三权”?|四港|[0-9]\+[0-9]|平急两用|24小时|〔[0-9]{4}〕[0-9]+号|第[0-9零一二三四五六七八九十百]+[条部章节句项款]|一批|一体化|新一代|互联网\+|12345|千家万户/gu;
// 5个内设机构 sets no bound.
const TAIL = '以上|以下|以内|之内|内(?![设部容地外陆资河蒙])';
// 1. 90%以上: the number of an item would become part of what it counts. Beyond 29 there are amounts, not items.
const ORDINAL = /(?:^|(?<=[。;:!?,]))\s*(?:\((?:[1-9]|[12][0-9])\)|(?:[1-9]|[12][0-9])(?:\.(?![0-9])|、))/gmu;
const CIRCLED = /[①-⒛]/gu;
const QUANTITY = new RegExp(
  [
    `(?<year>[12][0-9]{3})年(?:(?<month>[0-9]{1,2})月)?(?<due>底?(?:之?前|以前))?`,
    `(?<limit1>${LEAST}|${MOST})?(?:(?<percent>${DIGITS}|${CHINESE})%|百分之(?<hundredth>${CHINESE}|${DIGITS}))(?<tail1>${TAIL})?`,
    `(?<limit2>${LEAST}|${MOST})?(?<arabic>${DIGITS})(?:(?<unit>${UNITS})(?<tail2>${TAIL})?|(?<tail3>以上|以下|以内)?)`,
    // Without a bound Chinese numerals are mostly words: 一批, 两为主, 三权.
    `(?<limit3>${LEAST}|${MOST})(?<chinese>${CHINESE})(?<unit3>${UNITS})(?<tail4>${TAIL})?`,
    `(?<chinese2>${CHINESE})(?<unit4>${UNITS})(?<tail5>${TAIL})`,
  ].join('|'),
  'gu',
);

/** The quantities of a text in order; ordinals, document numbers and names that contain numerals are left out. */
export function quantities(text: string): Quantity[] {
  const plain = text.replace(CIRCLED, '·').normalize('NFKC').replace(ORDINAL, '·').replace(/\s/gu, '').replace(NO_QUANTITY, '·'); // prettier-ignore
  return [...plain.matchAll(QUANTITY)].flatMap((match) => {
    const g = match.groups ?? {};
    if (g['year'] !== undefined) {
      const unit = g['month'] === undefined ? '年' : `年${Number(g['month'])}月`;
      return [{ value: Number(g['year']), unit, comparator: g['due'] === undefined ? '=' : 'by' }];
    }
    const digits = g['percent'] ?? g['hundredth'] ?? g['arabic'] ?? g['chinese'] ?? g['chinese2'] ?? '';
    const value = parseNumber(digits);
    if (value === undefined) return [];
    const unit = (g['percent'] ?? g['hundredth']) ? '%' : (g['unit'] ?? g['unit3'] ?? g['unit4'] ?? '');
    const limit = g['limit1'] ?? g['limit2'] ?? g['limit3'] ?? '';
    const tail = g['tail1'] ?? g['tail2'] ?? g['tail3'] ?? g['tail4'] ?? g['tail5'] ?? '';
    return [{ value, unit, comparator: comparatorOf(limit, tail) }];
  });
}

function comparatorOf(limit: string, tail: string): Quantity['comparator'] {
  if (tail === '以上' || LEAST.split('|').includes(limit)) return '>=';
  return tail !== '' || limit !== '' ? '<=' : '=';
}

/** Whether a quantity stands in a text: same value and unit; a bound may be left out but never changed. */
export function isStatedIn(one: Quantity, text: string): boolean {
  return quantities(text).some(
    (other) =>
      other.value === one.value &&
      (one.unit === '' || other.unit === one.unit) &&
      (one.comparator === '=' || other.comparator === one.comparator),
  );
}

/** Of the quantities of a text, how many stand in its source. */
export function numberFidelity(
  text: string,
  source: string,
): { readonly stated: number; readonly all: number } {
  const all = quantities(text);
  return { stated: all.filter((one) => isStatedIn(one, source)).length, all: all.length };
}
