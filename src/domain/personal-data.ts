import { digitRuns, type Group } from './digit-groups.js';
import { personalNumber } from './personal-numbers.js';
import { shadowOf, type Shadow } from './shadow-text.js';

/** What is personal in a text, by what it identifies. Names and addresses have no shape that could be matched: see the README. */
export type PersonalDataKind =
  'id' | 'bank' | 'mobile' | 'landline' | 'long' | 'email' | 'plate' | 'passport' | 'openid';
export type PersonalData = { readonly kind: PersonalDataKind; readonly start: number; readonly end: number };

/** What stands in the text instead; a reader of the log sees what was there, and nothing of it. */
export const MASKS: Readonly<Record<PersonalDataKind, string>> = {
  id: '〔身份证号〕',
  bank: '〔银行卡号〕',
  mobile: '〔手机号〕',
  landline: '〔电话号码〕',
  long: '〔号码〕',
  email: '〔邮箱〕',
  plate: '〔车牌号〕',
  passport: '〔证件号〕',
  openid: '〔账号〕',
};

// The longest number is a bank card of 19; the shortest with a shape of its own, a telephone of ten.
const MOST_DIGITS = 20;
const FEWEST_DIGITS = 10;
const SPACE = String.raw`[\s\p{Pd}.·•‧・∙_/\\|~*]{0,3}`;
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const AT = String.raw`(?:@|\((?:at|AT)\)|\[(?:at|AT)\]|艾特)`;
const DOT = String.raw`(?:\.|点|\((?:dot|DOT)\)|\[(?:dot|DOT)\])`;
// Each pattern is linear: what may repeat and what follows it share no character, or the repetition is bounded. A hyphen or underscore
// that could be part of the value or a separator made 48 hyphens take ten seconds, so it is one of them only.
const GAP = String.raw`(?!-)[\s\p{Pd}·•/|~*]`;
const PATTERNS: readonly (readonly [PersonalDataKind, RegExp])[] = [
  ['email', new RegExp(String.raw`(?<![\w.+-])(?:[\w%+-]{1,32}\s{1,2}\.\s{1,2}){0,2}[\w.%+-]{1,64}\s{0,2}${AT}\s{0,2}[A-Za-z\d-]{1,63}(?:\s{0,2}${DOT}\s{0,2}[A-Za-z\d-]{2,24}){1,4}`, 'gu')], // prettier-ignore
  ['email', new RegExp(String.raw`(?<![\w.+-])(?:[\w.%+][\s\p{Pd}·•/|~*]{1,3}){1,64}${AT}[\s\p{Pd}·•/|~*]{0,3}(?:[\w.][\s\p{Pd}·•/|~*]{0,3}){2,64}`, 'gu')], // prettier-ignore
  ['plate', new RegExp(String.raw`[${PROVINCES}]${SPACE}[A-HJ-NP-Z](?=(?:${SPACE}[A-Z])*${SPACE}\d)(?:${SPACE}[A-HJ-NP-Z\d]){4,6}(?:${SPACE}[挂学警港澳])?(?![A-Za-z\d])`, 'giu')], // prettier-ignore
  ['passport', new RegExp(String.raw`(?<![A-Za-z\d])(?:[CDEGHMPSW]${SPACE}|E${SPACE}[A-Z]${SPACE}(?=(?:${SPACE}\d){7}(?!${SPACE}\d)))(?:\d${SPACE}){6,7}\d(?![A-Za-z\d])`, 'gu')], // prettier-ignore
  [
    'openid',
    new RegExp(String.raw`(?<![\w-])o(?:[\w-]{27}|(?:(?:-|(?:${GAP}){1,3})[\w-]){27}|[\w-]{3}(?:(?:-|(?:${GAP}){1,3})[\w-]{4}){6})(?![\w-])`, 'gu'), // prettier-ignore
  ],
];
// A local number has no shape of its own; a word before it says what it is.
const LOCAL = /(?:电话|座机|固话|传真|联系方式|[Tt][Ee][Ll])[^\d\n]{0,6}?([2-8]\d{2,3}[\s-]?\d{4})(?!\d)/gu;

/** Finds personal data, also when it is disguised: full-width, spaced, hyphenated, in Chinese numerals, with hidden characters. */
export function findPersonalData(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  // A digit in Chinese before a number would hide it (二13800138000), so those in Arabic are looked for by themselves too.
  for (const isChinese of [true, false]) found.push(...findIn(shadowOf(blank(text, found), isChinese)));
  return found.toSorted((a, b) => a.start - b.start);
}

type Masked = { readonly text: string; readonly found: readonly PersonalData[] };

// Whoever passes a text on masks it, so that one question and its answer are looked through eight times. The texts of requests that are
// under way at the same time; the one first looked at goes first.
const REMEMBERED = 64;
const remembered = new Map<string, Masked>();

/** The text with each piece of personal data replaced by its mask. */
export function maskPersonalData(text: string): Masked {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const found = findPersonalData(text);
  const masked = { text: replace(text, found, ({ kind }) => MASKS[kind]), found };
  if (found.length > 0) return masked; // what holds personal data is not kept, not even here
  const [first] = remembered.keys();
  if (remembered.size >= REMEMBERED && first !== undefined) remembered.delete(first);
  remembered.set(text, masked);
  return masked;
}

/** What was found is blanked before the next look, so that nothing is found twice. */
function findIn(shadow: Shadow): PersonalData[] {
  const looks: readonly ((text: string) => PersonalData[])[] = [
    ...PATTERNS.map(
      ([kind, pattern]) =>
        (text: string) =>
          matches(text, kind, pattern),
    ),
    (text) => digitRuns(text).flatMap((run) => numbersIn(run, text)),
    (text) => matches(text, 'landline', LOCAL),
  ];
  let { text } = shadow;
  const found = looks.flatMap((look) => {
    const seen = look(text);
    text = blank(text, seen);
    return seen;
  });
  return found.map(({ kind, start, end }) => ({
    kind,
    start: shadow.starts[start] ?? 0,
    end: shadow.ends[end - 1] ?? 0,
  }));
}

/** The first group of a match, if there is one, is what is meant. */
function matches(text: string, kind: PersonalDataKind, pattern: RegExp): PersonalData[] {
  return [...text.matchAll(pattern)].map(({ index, 0: whole, 1: meant }) => {
    const end = index + whole.trimEnd().length;
    return { kind, start: meant === undefined ? index : end - meant.length, end };
  });
}

/** From each group on, the longest number that groups from there make. */
function numbersIn(run: readonly Group[], text: string): PersonalData[] {
  const found: PersonalData[] = [];
  for (let first = 0; first < run.length; first += 1) {
    let digits = '';
    const sizes: number[] = [];
    for (let next = first; next < run.length && digits.length < MOST_DIGITS; next += 1) {
      const group = run[next];
      if (group === undefined) break;
      digits += group.digits;
      sizes.push(group.digits.length);
      const kind = digits.length < FEWEST_DIGITS ? undefined : personalNumber(digits, sizes);
      if (kind === undefined) continue;
      const begin = run[first]?.start ?? 0;
      const start = text[begin - 1] === '+' ? begin - 1 : begin;
      if (found.at(-1)?.start === start) found.pop(); // this one is longer
      found.push({ kind, start, end: group.end });
    }
    const end = found.at(-1)?.end ?? 0;
    while ((run[first + 1]?.start ?? Infinity) < end) first += 1;
  }
  return found;
}

/** Line ends in place of what was found: offsets stay, and no number goes across them. */
function blank(text: string, found: readonly PersonalData[]): string {
  return replace(text, found, ({ start, end }) => '\n'.repeat(end - start));
}

function replace(text: string, found: readonly PersonalData[], by: (one: PersonalData) => string): string {
  let at = 0;
  const parts = found
    .toSorted((a, b) => a.start - b.start)
    .flatMap((one) => {
      const before = text.slice(at, one.start);
      at = one.end;
      return [before, by(one)];
    });
  return [...parts, text.slice(at)].join('');
}
