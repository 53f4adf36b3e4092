const ALNUM = 'A-Za-z0-9Ａ-Ｚａ-ｚ０-９'; // not \p{L}: Chinese words stand right before and after an address
const EMAIL = new RegExp(`[${ALNUM}._%+-]+[@＠][${ALNUM}-]+(?:[.．][${ALNUM}-]+)+`, 'gu');
// Eleven digits or more, as people group them. Nothing in a policy is that long; landlines with their area code are.
const LONG_NUMBER = /[+＋]?[0-9０-９](?:[\s\-‐-―－.·]{0,2}[0-9０-９]){10,}(?:[\s-]?[xXｘＸ](?![A-Za-z]))?/gu;

/** Replaces mobile, identity card and bank card numbers, other long numbers and e-mail addresses by what they were. Names and addresses are left. */
export function maskPersonalData(text: string): string {
  // Invisible characters would part the digits of a number.
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(EMAIL, '〔邮箱〕')
    .replace(LONG_NUMBER, (number) => nameOf(number.normalize('NFKC').replace(/[^\dXx]/gu, '')));
}

function nameOf(number: string): string {
  if (/^(?:86|0086)?1[3-9]\d{9}$/u.test(number)) return '〔手机号〕';
  if (/^\d{6}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]$|^\d{8}[01]\d[0-3]\d{4}$/u.test(number)) return '〔身份证号〕'; // prettier-ignore
  return /^\d{16,19}$/u.test(number) ? '〔银行卡号〕' : '〔号码〕';
}
