import { hasIdChecksum, hasLuhnChecksum } from '../../src/domain/personal-numbers.js';
import type { seeded } from './seeded.js';

type Random = ReturnType<typeof seeded>;
const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];
const lastDigit = (body: string, isRight: (all: string) => boolean) =>
  body + ([...'0123456789X'].find((c) => isRight(body + c)) ?? '0');
const two = (n: number) => String(n).padStart(2, '0');

/** Made-up values with the checksums of real ones. */
export const VALUES: Readonly<Record<string, (random: Random) => string>> = {
  mobile: ({ below, digits }) => `1${3 + below(7)}${digits(9)}`,
  id: ({ below, digits, pick }) => {
    const region = `${pick(['1101', '3201', '3205', '4403', '5101'])}${two(1 + below(12))}`;
    const date = `${1940 + below(75)}${two(1 + below(12))}${two(1 + below(28))}`;
    return lastDigit(region + date + digits(3), hasIdChecksum);
  },
  bank: ({ digits, pick }) =>
    lastDigit(pick(['622848', '621700', '6217', '4111', '5200']) + digits(9), hasLuhnChecksum),
  email: ({ digits, pick }) =>
    `${pick(['zhang.san', 'li_si', 'wang-wu', 'zhao', 'qq'])}${digits(4)}@${pick(['qq.com', '163.com', 'mail.nju.edu.cn'])}`,
  landline: ({ digits, pick, below }) => `${pick(['025', '0512', '010', '0755'])}${2 + below(7)}${digits(7)}`,
  plate: ({ digits, pick }) => `${pick([...'苏沪京浙粤皖'])}${pick(LETTERS)}${pick(['', 'D'])}${digits(5)}`,
  passport: ({ digits, pick }) => `${pick(['E', 'G', 'EA'])}${digits(8)}`.slice(0, 9),
  openid: ({ digits, pick }) => `o${pick(['GZ', '-x', 'Uw'])}${Array.from({ length: 5 }, () => pick(LETTERS) + pick(LETTERS).toLowerCase() + digits(2)).join('')}${digits(5)}`, // prettier-ignore
};

const eachDigit = (digits: string) => (text: string) =>
  text.replace(/\d/gu, (d) => [...digits][Number(d)] ?? d);
const between = (what: string) => (text: string) => [...text].join(what);
/** 3-4-4 of a mobile number, fours of anything else. */
const grouped = (separator: string) => (text: string) => {
  if (/[@.]/u.test(text)) return text.replace(/[@.]/gu, (c) => ` ${c} `);
  if (/^1\d{10}$/u.test(text)) return [text.slice(0, 3), text.slice(3, 7), text.slice(7)].join(separator);
  return (text.match(/.{1,4}/gu) ?? []).join(separator);
};

/** Twelve ways in which people, and copying from forms, write such values. */
export const DISGUISES: Readonly<Record<string, (text: string, random: Random) => string>> = {
  全角: (text) => text.replace(/[!-~]/gu, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  分组空格: grouped(' '),
  逐字空格: between(' '),
  横线: grouped('-'),
  长横线: grouped(' — '),
  点: grouped('·'),
  中文数字: eachDigit('零一二三四五六七八九'),
  大写数字: eachDigit('零壹贰叁肆伍陆柒捌玖'),
  中西混写: (text, { below }) =>
    text.replace(/\d/gu, (d) => (below(2) === 0 ? d : ([...'〇一二三四五六七八九'][Number(d)] ?? d))),
  零宽: between('\u200b'),
  标签字符: between('\u{e0041}'),
  圈码: eachDigit('⓪①②③④⑤⑥⑦⑧⑨'),
};
