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

// Digits of the longest number, with country code; more groups than that cannot be one.
const MOST_DIGITS = 20;
const SPACE = String.raw`[\s\p{Pd}.·•‧・∙_/\\|~*]{0,3}`;
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const AT = String.raw`(?:@|\((?:at|AT)\)|\[(?:at|AT)\]|艾特)`;
const DOT = String.raw`(?:\.|点|\((?:dot|DOT)\)|\[(?:dot|DOT)\])`;
// Each pattern is linear: what may repeat and what follows it share no character, or the repetition is bounded.
const PATTERNS: readonly (readonly [PersonalDataKind, RegExp])[] = [
  ['email', new RegExp(String.raw`(?<![\w.+-])(?:[\w%+-]{1,32}\s{1,2}\.\s{1,2}){0,2}[\w.%+-]{1,64}\s{0,2}${AT}\s{0,2}[A-Za-z\d-]{1,63}(?:\s{0,2}${DOT}\s{0,2}[A-Za-z\d-]{2,24}){1,4}`, 'gu')], // prettier-ignore
  ['email', new RegExp(String.raw`(?<![\w.+-])(?:[\w.%+-][\s\p{Pd}·•_/|~*]{1,3}){1,64}${AT}[\s\p{Pd}·•_/|~*]{0,3}(?:[\w.-][\s\p{Pd}·•_/|~*]{0,3}){2,64}`, 'gu')], // prettier-ignore
  ['plate', new RegExp(String.raw`[${PROVINCES}]${SPACE}[A-HJ-NP-Z](?=(?:${SPACE}[A-Z])*${SPACE}\d)(?:${SPACE}[A-HJ-NP-Z\d]){4,6}(?:${SPACE}[挂学警港澳])?(?![A-Za-z\d])`, 'giu')], // prettier-ignore
  ['passport', new RegExp(String.raw`(?<![A-Za-z\d])(?:[CDEGHMPSW]${SPACE}|E${SPACE}[A-Z]${SPACE}(?=(?:${SPACE}\d){7}(?!${SPACE}\d)))(?:\d${SPACE}){6,7}\d(?![A-Za-z\d])`, 'gu')], // prettier-ignore
  [
    'openid',
    /(?<![\w-])o(?:[\w-]{27}|(?:[\s\p{Pd}·]{1,3}[\w-]){27}|[\w-]{3}(?:[\s\p{Pd}·]{1,3}[\w-]{4}){6})(?![\w-])/gu,
  ],
];
// A local number has no shape of its own; a word before it says what it is.
const LOCAL = /(?:电话|座机|固话|传真|联系方式|[Tt][Ee][Ll])[^\d\n]{0,6}?([2-8]\d{2,3}[\s-]?\d{4})(?!\d)/gu;

/** Finds personal data, also when it is disguised: full-width, spaced, hyphenated, in Chinese numerals, with hidden characters. */
export function findPersonalData(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  // A digit in Chinese before a number would hide it (二13800138000), so those in Arabic are looked for by themselves too.
  for (const isChinese of [true, false]) {
    const shadow = shadowOf(blank(text, found), isChinese);
    found.push(...findIn(shadow));
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** The text with each piece of personal data replaced by its mask. */
export function maskPersonalData(text: string): {
  readonly text: string;
  readonly found: readonly PersonalData[];
} {
  const found = findPersonalData(text);
  let masked = '';
  let at = 0;
  for (const { kind, start, end } of found) {
    masked += text.slice(at, start) + MASKS[kind];
    at = end;
  }
  return { text: masked + text.slice(at), found };
}

/** In the shadow, what was found is blanked step by step, so that nothing is found twice. */
function findIn(shadow: Shadow): PersonalData[] {
  const found: PersonalData[] = [];
  let { text } = shadow;
  const take = (kind: PersonalDataKind, start: number, end: number) => {
    found.push({ kind, start: shadow.starts[start] ?? 0, end: shadow.ends[end - 1] ?? 0 });
    text = text.slice(0, start) + '\n'.repeat(end - start) + text.slice(end);
  };
  for (const [kind, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern))
      take(kind, match.index, match.index + match[0].trimEnd().length);
  }
  for (const run of digitRuns(text)) takeNumbers(run, text, take);
  for (const match of text.matchAll(LOCAL)) {
    const end = match.index + match[0].length;
    take('landline', end - (match[1] ?? '').length, end);
  }
  return found;
}

/** Tries the longest number from each group on. */
function takeNumbers(
  run: readonly Group[],
  text: string,
  take: (kind: PersonalDataKind, start: number, end: number) => void,
): void {
  for (let first = 0; first < run.length; first += 1) {
    let last = first;
    for (let count = 0; last < run.length && count <= MOST_DIGITS; last += 1)
      count += run[last]?.digits.length ?? 0;
    for (last -= 1; last >= first; last -= 1) {
      const groups = run.slice(first, last + 1);
      const kind = personalNumber(groups);
      const [begin] = groups;
      const end = groups.at(-1);
      if (kind === undefined || begin === undefined || end === undefined) continue;
      const plus = /\+?$/u.exec(text.slice(0, begin.start))?.[0].length ?? 0;
      take(kind, begin.start - plus, end.end);
      first = last;
      break;
    }
  }
}

/** Spaces that keep all offsets, so that the second look finds only what the first did not. */
function blank(text: string, found: readonly PersonalData[]): string {
  let rest = text;
  for (const { start, end } of found)
    rest = rest.slice(0, start) + '\n'.repeat(end - start) + rest.slice(end);
  return rest;
}
