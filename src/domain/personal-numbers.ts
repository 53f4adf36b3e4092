import type { Group } from './digit-groups.js';

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
const YEAR = /^(?:19|20)\d{2}$/u;

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
 * Which personal number groups of digits are together, if any. An identity number with a typing error is still one, so its
 * checksum is not asked for; a bank card's is, because its shape is nearly any long number.
 */
export function personalNumber(groups: readonly Group[]): PersonalNumber | undefined {
  const digits = groups.map((group) => group.digits).join('');
  if (ID18.test(digits)) return 'id';
  if (digits.includes('X')) return LONG.test(digits) ? 'long' : undefined;
  if (ID15.test(digits) && isOneNumber(groups)) return 'id';
  if (BANK.test(digits) && isOneNumber(groups) && (hasLuhnChecksum(digits) || UNIONPAY.test(digits)))
    return 'bank';
  if (MOBILE.test(digits) && !hasDate(groups)) return 'mobile';
  if (LANDLINE.test(digits) && isOneNumber(groups)) return 'landline';
  return LONG.test(digits) && isOneNumber(groups) ? 'long' : undefined;
}

/** Whether groups look like one number spread out, and not like several that stand side by side. */
function isOneNumber(groups: readonly Group[]): boolean {
  if (groups.length <= 2 || groups.every(({ digits }) => digits.length === 1)) return true;
  return (
    !groups.some(({ digits }) => YEAR.test(digits)) ||
    groups.slice(0, -1).every(({ digits }) => digits.length === 4)
  );
}

/** 1984-1-1 12345 has the digits of a mobile number and is a date. */
function hasDate(groups: readonly Group[]): boolean {
  const [year, month] = groups;
  return groups.length > 2 && YEAR.test(year?.digits ?? '') && (month?.digits.length ?? 0) <= 2;
}
