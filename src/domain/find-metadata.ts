import { parseChineseNumeral, parseNumber } from './numerals.js';
import type { PolicyMetadata } from './policy.js';

export type FoundMetadata = Omit<PolicyMetadata, 'id'>;

const NUMBER = /[\p{Script=Han}]{1,12}[〔[（(【][12][0-9]{3}[〕\])）】]第?[0-9]{1,5}号/u;
const DIGITS = '[0-9零〇一二三四五六七八九十]';
const DATE = new RegExp(`(?<year>${DIGITS}{4})年(?<month>${DIGITS}{1,3})月(?<day>${DIGITS}{1,3})日`, 'u');
const ISSUER =
  /^[\p{Script=Han}]{2,40}?(?:人民政府办公厅|人民政府办公室|人民政府|办公厅|办公室|委员会|管委会|[厅局部委院])(?:[、,，\s][\p{Script=Han}、,，]+)?(?:[（(](?:章|盖章)[)）])?$/u;
const TITLE = /(?:方案|规划|办法|规定|意见|通知|细则|条例|措施|决定|计划|公告|指南|标准|纲要|制度|若干政策|政策|规程|章程|举措|清单|条|文件)(?:[（(][^)）]{1,12}[)）])?$/u; // prettier-ignore
const ISSUING = /^(?:(?<issuer>[\p{Script=Han}、]{2,40}?))?关于(?:印发|转发|公布|发布)《?(?<title>[^《》]{4,80}?)》?的(?:通知|公告|决定)$/u; // prettier-ignore
const BASIS = /(?:根据|按照|依据|落实)[^《》。]{0,12}《(?<basis>[^》]{2,80})》(?:[（(](?<number>[^）)]{2,30}号)[）)])?/u; // prettier-ignore
// A title set in several lines; more would be text.
const TITLE_LINES = 4;

/**
 * Finds what a document says of itself in its front matter and closing lines. What is not found is ''; nothing is guessed
 * from the body.
 */
export function findMetadata(front: readonly string[]): FoundMetadata {
  const whole = front.join('\n');
  const number = front.map((line) => new RegExp(`^${NUMBER.source}$`, 'u').exec(line)?.[0]).find((found) => found !== undefined); // prettier-ignore
  const heading = findTitle(front);
  const issuing = ISSUING.exec(heading);
  const inner = issuing?.groups?.['title'];
  const title = (inner && front.includes(inner) ? inner : undefined) ?? inner ?? heading;
  const issuerLine = front.find((line) => ISSUER.test(line) && !TITLE.test(line));
  const basis = BASIS.exec(whole)?.groups;
  return {
    title,
    documentNumber: number ?? '',
    issuer: issuerLine?.replace(/[（(](?:章|盖章)[)）]$/u, '') ?? issuing?.groups?.['issuer'] ?? '',
    issuedOn: findDate(front) ?? '',
    basis: basis?.['basis'] ?? '',
    basisNumber: basis?.['number'] ?? '',
  };
}

/** The first lines that together end as titles of documents do; else the first line that is nothing else. */
function findTitle(front: readonly string[]): string {
  const rest = front.filter((line) => !NUMBER.test(line) && !isDate(line) && !/[:：。；]$/u.test(line));
  for (const [i, line] of rest.entries()) {
    if (ISSUER.test(line) && !/关于/u.test(line)) continue;
    let title = '';
    for (const part of rest.slice(i, i + TITLE_LINES)) {
      title += part;
      if (TITLE.test(title)) return title.replace(/^《|》$/gu, '');
    }
    if (i > TITLE_LINES) break;
  }
  return rest.find((line) => !ISSUER.test(line)) ?? '';
}

/** A line of its own that is a date, else one in brackets, else the last one named. */
function findDate(front: readonly string[]): string | undefined {
  const own = front.find(isDate);
  const bracketed = front.find((line) => /^[（(].*[)）]$/u.test(line) && DATE.test(line));
  return isoDate(own ?? bracketed ?? '');
}

function isDate(line: string): boolean {
  return new RegExp(`^${DATE.source}(?:印发)?$`, 'u').test(line);
}

/** 2031年3月9日, 二〇三一年三月九日 → 2031-03-09; undefined when no such day exists. */
function isoDate(text: string): string | undefined {
  const groups = DATE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const [year, month, day] = [groups['year'], groups['month'], groups['day']].map((part = '') => parseNumber(part) ?? parseChineseNumeral(part)); // prettier-ignore
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  const isReal = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}

// What stands under the last clause and belongs to no clause: who signs, when, for whom, to whom it is copied.
const CLOSING = /^[（(]?(?:此件|联系人|联系电话|信息公开)|^抄送|^主送|印发[)）]?$/u;

/** Whether a line closes a document rather than continuing its last clause. */
export function isClosing(line: string): boolean {
  return CLOSING.test(line) || isDate(line) || (ISSUER.test(line) && line.length <= 40);
}
