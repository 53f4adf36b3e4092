export type PersonalNumber = 'id' | 'bank' | 'mobile' | 'landline' | 'long';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';
const ID18 = /^[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/u;
const ID15 = /^[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/u;
const MOBILE = /^(?:(?:00)?86)?1[3-9]\d{9}$/u;
// Area codes: 010, 02x, and 03xx to 09xx; the number itself never begins with 0 or 1.
const LANDLINE = /^(?:86)?0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/u;
const BANK = /^(?:62|4\d|5[1-5]|3[4-7]|9[59])\d{11,17}$/u;
const UNIONPAY = /^62\d{14,17}$/u;
// No number of policy has fifteen digits; whose it is need not be known to leave it out.
const LONG = /^\d{15,19}X?$/u;
// How numbers are written in groups, as the sizes of these. Anything else of the right length is several numbers side by
// side: 17226-96 2024 and 1984-1-1 12345 have eleven digits too.
const MOBILE_SIZES = sizesLike(
  '1[135]|3 4 4|1 10|3 2 2 2 2|1 2 2 2 2 2|3 8|7 4|3 3 5|4 3 4|4 4 3|5 6|6 5|5 4 4|2 2 2 2 2 1',
);
const ID_SIZES = sizesLike(
  '\\d+(?: \\d+)?|6 8 3 1|6 8 4|6 4 4 [34]|6 4 4 3 1|6 4 2 2 4|3 3 4 4 4|(?:4 ){4}2|(?:3 ){5}3|(?:2 ){8}2',
);
const LANDLINE_SIZES = sizesLike('1[0-2]|[345] [78]|[345] [34] 4|4 4 [2-4]');
const BANK_SIZES = sizesLike('1[3-9]|(?:4 ){2,4}[1-4]|6 \\d\\d?|8 8');
const LONG_SIZES = sizesLike('\\d+');

/** GB 11643: the last character of an 18-character identity number follows from the others. */
export function hasIdChecksum(digits: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return CHECK[sum % 11] === digits[17];
}

/** The check of bank cards. */
export function hasLuhnChecksum(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, c, i) => {
    const value = Number(c) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/**
 * Which personal number digits written in groups of these sizes are, if any. An identity number with a typing error is still one, so its
 * checksum is not asked for; a bank card's is, because its shape is nearly any long number.
 */
export function personalNumber(digits: string, sizes: readonly number[]): PersonalNumber | undefined {
  const shape = sizes.join(' ');
  if (ID18.test(digits) && ID_SIZES.test(shape)) return 'id';
  if (ID15.test(digits) && LONG_SIZES.test(shape)) return 'id';
  if (BANK.test(digits) && BANK_SIZES.test(shape) && (hasLuhnChecksum(digits) || UNIONPAY.test(digits)))
    return 'bank';
  if (MOBILE.test(digits) && MOBILE_SIZES.test(shape)) return 'mobile';
  if (LANDLINE.test(digits) && LANDLINE_SIZES.test(shape)) return 'landline';
  return LONG.test(digits) && LONG_SIZES.test(shape) ? 'long' : undefined;
}

/** These sizes, with or without the country's code before them, or every digit by itself. */
function sizesLike(source: string): RegExp {
  return new RegExp(`^(?:[24] )?(?:${source})$|^1(?: 1)+$`, 'u');
}
