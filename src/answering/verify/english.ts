import { ENGLISH_GRAMMAR, ENGLISH_TERMS } from './english-terms.js';
import { inChinesePlaces } from './places.js';

type Term = { readonly pattern: RegExp; readonly says: readonly string[] };

const TERMS: readonly Term[] = ENGLISH_TERMS.trim()
  .split('\n')
  .map((line) => {
    const at = line.lastIndexOf('=');
    return { phrase: line.slice(0, at), says: line.slice(at + 1).split('|') };
  })
  // Longer phrases first, so that “residence permit holders” is not “residence permit” and a stray word.
  .toSorted((a, b) => words(b.phrase) - words(a.phrase) || b.phrase.length - a.phrase.length)
  .map(({ phrase, says }) => ({ pattern: new RegExp(`\\b(?:${phrase})\\b`, 'gu'), says }));
function words(phrase: string): number {
  return phrase.split(' ').length;
}

const GRAMMAR = new RegExp(`\\b(?:${ENGLISH_GRAMMAR})\\b`, 'gu');

const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const NUMBER_WORD = new RegExp(`\\b(?:${WORDS.slice(2).join('|')})\\b`, 'gu');
const TENS: Readonly<Record<string, number>> = {
  twenty: 20,
  fifty: 50,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};
const COMPARATORS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:no fewer than|no less than|not less than|not fewer than|at least|a minimum of) (?<n>\d[\d.]*[%*]?)/gu,
    '不少于$<n>',
  ],
  [/\b(?:no more than|not more than|at most|up to|a maximum of) (?<n>\d[\d.]*[%*]?)/gu, '不超过$<n>'],
  [/\b(?:more than|over|above|exceed(?:s|ing)?) (?<n>\d[\d.]*[%*]?)/gu, '超过$<n>'],
  [/\b(?:less than|fewer than|under|below) (?<n>\d[\d.]*[%*]?)/gu, '低于$<n>'],
  [/\b(?:about|around|approximately|nearly|almost|roughly|some) (?<n>\d[\d.]*[%*]?)/gu, '约$<n>'],
  [/(?<n>\d[\d.]*[%*]?) (?:or more|or above|or higher|and above|or over)\b/gu, '$<n>以上'],
  [/(?<n>\d[\d.]*[%*]?) (?:or less|or below|or lower|or fewer|at most)\b/gu, '$<n>以下'],
];
const DATES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:by|before) the end of (?<y>(?:19|20)\d\d)\b/gu, '$<y>年底前'],
  [/\bafter the end of (?<y>(?:19|20)\d\d)\b/gu, '$<y>年底后'],
  [/\b(?:at )?the end of (?<y>(?:19|20)\d\d)\b/gu, '$<y>年底'],
  [/\b(?:by|before) (?<y>(?:19|20)\d\d)\b/gu, '$<y>年前'],
  [/\b(?:after|since|from) (?<y>(?:19|20)\d\d)\b/gu, '$<y>年后'],
  [/\b(?:in )?(?<y>(?:19|20)\d\d)\b(?!年)/gu, '$<y>年'],
];
// Units that measure keep their own name; any other noun counts things, and the clause says which.
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(?<n>\d[\d.]*) ?(?:%|percent|per cent)/gu, '$<n>%'],
  [/\bwithin (?<n>\d+)[ -]years?\b/gu, '$<n>年内'],
  [/(?<n>\d+)[ -]hours?\b/gu, '$<n>小时'],
  [/(?<n>\d+)[ -]minutes?\b/gu, '$<n>分钟'],
  [/(?<n>\d+)[ -]years?\b/gu, '$<n>年'],
  [/(?<n>\d+)[ -]months?\b/gu, '$<n>月'],
  [/(?<n>\d+)[ -]days?\b/gu, '$<n>天'],
  [/\b(?:each|every|per|a) year\b|\bannually\b|\byearly\b/gu, '每年'],
];

/** Written in English, whatever it quotes. */
export function isEnglish(folded: string): boolean {
  const letters = folded.match(/[a-z]/gu)?.length ?? 0;
  const characters = folded.match(/\p{Script=Han}/gu)?.length ?? 0;
  return letters > 2 * characters;
}

/**
 * An English sentence in the clause's own terms, word by word, so that the same checks judge it as judge Chinese. It is no Chinese anyone would
 * read. What has no entry stays as it is, and the checks block it.
 */
export function inChinese(folded: string, clauses: string): string {
  let said = inChinesePlaces(folded)
    .replaceAll(/(?<=\d),(?=\d{3})/gu, '')
    .replaceAll(/(?<n>\d[\d.]*) ?thousand\b/gu, (_, digits: string) => String(Number(digits) * 1000))
    .replaceAll(/(?<n>\d[\d.]*) ?million\b/gu, (_, digits: string) => String(Number(digits) * 1e6))
    .replaceAll(NUMBER_WORD, (word) => String(WORDS.indexOf(word)))
    .replaceAll(/\b(?:twenty|fifty|eighty|ninety|(?:one |a )?hundred)\b/gu, (word) =>
      String(TENS[word.split(' ').at(-1) ?? ''] ?? word),
    )
    .replaceAll(/\b10-gigabit(?: networks?)?/gu, ' 万兆 ');
  for (const [pattern, chinese] of [...DATES, ...UNITS]) said = said.replaceAll(pattern, chinese);
  said = said.replaceAll(/(?<![\d.])\d+(?:\.\d+)?(?![\d.%年月天]|小时|分钟)/gu, '$&*');
  for (const [pattern, chinese] of COMPARATORS) said = said.replaceAll(pattern, chinese);
  for (const { pattern, says } of TERMS) {
    said = said.replaceAll(pattern, ` ${says.find((term) => clauses.includes(term)) ?? says[0] ?? ''} `);
  }
  return said
    .replaceAll(/\band (?=[^a-z]*\d)/gu, '和')
    .replaceAll(GRAMMAR, ' ')
    .replaceAll(/['’]s\b/gu, ' ')
    .replaceAll(/ +/gu, ' ');
}
