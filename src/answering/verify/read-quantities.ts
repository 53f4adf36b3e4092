import { parseChineseNumeral } from '../../domain/numerals.js';
import { surroundings, type Comparator, type Quantity } from './quantity.js';

const DIGIT = '[零〇一二两三四五六七八九]';
const NUMERAL = '[零〇一二两三四五六七八九十百千万亿]+';
const UNIT =
  '\\*|个百分点|百分点|%|‰|亿元|万元|元|人次|人|名|位|家|个小时|小时|钟头|个月|个|座|所|处|项|套|户|批次|批|条|级|号|年|月|日|天|周|星期|季度|分钟|公里|千米|平方公里|平方米|米|亩|公顷|吨|倍|次|岁|代|港|权|县|策|为主|纳入|类|种|成|栋|间|辆|份|步';
const BEFORE: readonly (readonly [Comparator, string])[] = [
  ['>=', '不会?少于|不会?低于|不会?小于|不得少于|至少|最少|最低|起码'],
  ['<=', '不会?超过|不会?高于|不会?多于|不会?大于|不超|至多|最多|顶多|最高|控制在'],
  ['>', '超过|超出|高于|多于|大于|突破|超|逾'],
  ['<', '低于|少于|小于|不足|不到|未达到?|不满'],
  ['~', '大约|大概|约|将近|接近|近|差不多|左右|估计|可能'],
];
const AFTER: readonly (readonly [Comparator, string])[] = [
  ['>=', '及?以上|或以上|或更多|起|打底'],
  ['<=', '及?以下|或以下|以内|之内|内|或更少|封顶'],
  ['~', '左右|上下|前后|出头|多|余'],
];
const alternatives = (list: readonly (readonly [Comparator, string])[]) =>
  list.map(([, words]) => words).join('|');

// prettier-ignore
const DATE = new RegExp(
  `(?<until>到|截至|截止|截止到)?(?<year>[0-9]{4}|[一二]${DIGIT}{3})年(?:(?<month>[0-9]{1,2}|十?${DIGIT}|十)月(?:份)?(?:(?<day>[0-9]{1,2}|${NUMERAL})[日号])?)?(?<point>年?[底末初中])?(?<relation>(?:之|以)?[前后]|(?:之|以)?内|起|以来|左右)?`,
  'gu',
);
const NUMBER = new RegExp(
  [
    `(?:(?<before>${alternatives(BEFORE)})[要为有在了达到过]{0,2})?`,
    `(?<hundredth>百分之)?(?:(?<arabic>[0-9]+(?:\\.[0-9]+)?)(?<times>[十百千万亿]*)|(?<chinese>${NUMERAL}(?:点${DIGIT}+)?))`,
    `(?<more>多|余|来|几)?(?<unit>${UNIT})?(?<after>${alternatives(AFTER)})?`,
  ].join(''),
  'gu',
);
const TIMES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 };
const SAME_UNIT: Readonly<Record<string, string>> = {
  家: '个',
  座: '个',
  名: '人',
  位: '人',
  个小时: '小时',
  钟头: '小时',
  百分点: '个百分点',
};
// These measure: one of them is as exact as two. Of other things 一个 is only an article.
export const MEASURES = /^(?:个百分点|%|‰|亿元|万元|元|小时|个月|年|月|日|天|周|星期|季度|分钟|倍|成|级)$/u;

/** Every number and date of a folded Chinese text. */
export function readQuantities(text: string): Quantity[] {
  const dates = [...text.matchAll(DATE)].map((match) => readDate(text, match));
  const rest = text.replaceAll(DATE, (date) => '\u0000'.repeat(date.length));
  return [...dates, ...[...rest.matchAll(NUMBER)].flatMap((match) => readNumber(rest, match) ?? [])];
}

function readDate(text: string, match: RegExpExecArray): Quantity {
  const { until, year = '', month, day, point, relation } = match.groups ?? {};
  const number = (digits: string | undefined) =>
    digits === undefined ? '' : String(/^[0-9]/u.test(digits) ? Number(digits) : parseChineseNumeral(digits));
  const end = point?.replace('年', '').replace('末', '底') ?? '';
  const side = relation?.replace(/^[之以]/u, '') ?? (until !== undefined && end === '底' ? '前' : '');
  const value = [number(year), number(month), number(day), end].join('-');
  const comparator = side === '前' ? '<=' : side === '' ? '=' : side === '内' || side === '左右' ? '~' : '>=';
  return {
    kind: 'date',
    value,
    unit: '',
    comparator,
    text: match[0],
    isArticle: false,
    ...surroundings(text, match.index, match.index + match[0].length),
  };
}

function readNumber(text: string, match: RegExpExecArray): Quantity | undefined {
  const {
    before,
    hundredth,
    arabic,
    times = '',
    chinese,
    more,
    unit: written = '',
    after,
  } = match.groups ?? {};
  const unit = hundredth === undefined ? (SAME_UNIT[written] ?? written) : '%';
  const read =
    arabic === undefined
      ? readChinese(chinese ?? '')
      : [...times].reduce((n, c) => n * (TIMES[c] ?? 1), Number(arabic));
  // Chinese numerals without a unit are mostly words: 统一, 一体化, 万兆.
  const isBare = unit === '' && before === undefined && after === undefined;
  if (
    read === undefined ||
    (arabic === undefined &&
      isBare &&
      !/[一二两三四五六七八九][十百千万亿]|十[一二三四五六七八九]/u.test(chinese ?? ''))
  )
    return undefined;
  const value = unit === '成' ? read * 10 : read;
  return {
    kind: 'number',
    value: String(Number(value.toPrecision(12))),
    unit: unit === '成' ? '%' : unit,
    comparator: compare(before, after, more),
    text: match[0],
    isArticle: chinese === '一' && hundredth === undefined && before === undefined && !MEASURES.test(unit),
    ...surroundings(text, match.index, match.index + match[0].length),
  };
}

function readChinese(text: string): number | undefined {
  const [whole = '', decimals] = text.split('点');
  const read = parseChineseNumeral(whole);
  const tail = decimals === undefined ? 0 : parseChineseNumeral(`零${decimals}`);
  return read === undefined || tail === undefined ? undefined : read + tail / 10 ** (decimals?.length ?? 0);
}

function compare(
  before: string | undefined,
  after: string | undefined,
  more: string | undefined,
): Comparator {
  const find = (list: typeof BEFORE, word: string | undefined) =>
    word === undefined
      ? undefined
      : list.find(([, words]) => new RegExp(`^(?:${words})$`, 'u').test(word))?.[0];
  const [first, second] = [find(BEFORE, before), find(AFTER, after)];
  if (more !== undefined) return '~';
  if (first === undefined || second === undefined) return first ?? second ?? '=';
  if (first === second) return first;
  return first === '>' && second === '>=' ? '>' : 'odd';
}
