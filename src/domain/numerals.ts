// prettier-ignore
const DIGITS: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9,
};
const SMALL_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const LARGE_UNITS: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** Source of a regular expression that matches one Chinese numeral, e.g. 二十四. Bounded, so that two of them in one pattern stay linear. */
export const CHINESE_NUMERAL = '[零〇一二两三四五六七八九十百千万亿]{1,20}';

/** Reads a Chinese numeral (二十四 → 24, 一百零五 → 105, 二〇二五 → 2025); undefined when it is not one. */
export function parseChineseNumeral(text: string): number | undefined {
  if (text === '') return undefined;
  if (text.length > 1 && [...text].every((c) => c in DIGITS)) {
    return Number([...text].map((c) => DIGITS[c]).join(''));
  }
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  for (const c of text) {
    const small = SMALL_UNITS[c];
    const large = LARGE_UNITS[c];
    if (c in DIGITS) {
      digit = DIGITS[c];
    } else if (small !== undefined) {
      section += (digit ?? 1) * small; // 十五 has no leading 一
      digit = undefined;
    } else if (large !== undefined) {
      const below = section + (digit ?? 0);
      if (total + below === 0) return undefined; // 万 alone counts nothing
      total = below === 0 ? total * large : total + below * large; // 一万亿 multiplies what was read
      section = 0;
      digit = undefined;
    } else {
      return undefined;
    }
  }
  return total + section + (digit ?? 0);
}

/** Reads Arabic or Chinese digits with an optional 万/亿: "4万" → 40000, "1.5亿", "五" → 5; undefined when it is no number. */
export function parseNumber(text: string): number | undefined {
  const arabic = /^(\d+(?:\.\d+)?)([万亿]?)$/u.exec(text);
  if (arabic) return Number(arabic[1]) * (LARGE_UNITS[arabic[2] ?? ''] ?? 1);
  return parseChineseNumeral(text);
}

/** Writes 1…99 in Chinese numerals, as headings do: 24 → 二十四. */
export function toChineseNumeral(n: number): string {
  const digits = '零一二三四五六七八九';
  if (!Number.isInteger(n) || n < 0 || n > 99) return String(n);
  if (n < 10) return digits[n] ?? String(n);
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  return (tens === 1 ? '' : digits[tens]) + '十' + (ones === 0 ? '' : digits[ones]);
}
