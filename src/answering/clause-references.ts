import { CHINESE_NUMERAL, parseNumber } from '../domain/numerals.js';
import type { Policy } from '../domain/policy.js';

/** Place in a row, counted from its end when negative: 1 the first, -1 the last. */
export type Ordinal = number;

/** The clauses a question names, in its order and as they are counted, and the question without their names. */
export type ClauseReferences = { readonly numbers: readonly number[]; readonly rest: string };

export const NUMBER = `(?:[0-9]{1,6}|${CHINESE_NUMERAL})`;
// 第-1条 and 第1.5条 name no clause of any document: they are read whole so that they are not taken for clause 1 or 5.
const CLAUSE = new RegExp(`(?<!倒数)第[（(]?(-?${NUMBER}(?:\\.[0-9]+)?)[）)]?(?:条|项措施|款)|[（(](${NUMBER})[）)](?:条|款)|(?<![共总列前数][有计]?|[0-9.])([0-9]{1,3})条(?=$|[的下上后前归属标原全说讲写在里中有共分]|\\P{L})|条款(${NUMBER})|(?:clause|article) ?(${NUMBER})`, 'gu'); // prettier-ignore
// 第1、2、3条 names three.
const LISTED = new RegExp(`第(${NUMBER}(?:[、,，和与跟及]第?${NUMBER})+)条`, 'u');
const RANGE = new RegExp(`第?(${NUMBER})条?(?:至|到|-|~|—)第?(${NUMBER})条`, 'u');
const BETWEEN = new RegExp(`第?(${NUMBER})条?(?:和|与|跟|、|到)第?(${NUMBER})条?(?:的)?(?:之间|中间|当中|之中)`, 'u'); // prettier-ignore
const FROM_END = new RegExp(`倒数第(${NUMBER})条|(?:全文|方案|文件|整个|通篇)?(?:的)?(最后|最末|末尾|末|压轴)(?:的)?(?:那)?一?条`, 'u'); // prettier-ignore
const FROM_START = /(?:开头|打头|开篇|最前面|(?<=^|的|文|案)首)(?:的)?(?:那)?一?条/u;
const NEXT =
  /^(?:的|之)?(?:下一|后一|后面那?一?|下面那?一?|之后那?一?|紧跟(?:着|其后)?(?:的)?那?一?)(?:条|款|项)/u;
const PREVIOUS = /^(?:的|之)?(?:上一|前一|前面那?一?|上面那?一?|之前那?一?)(?:条|款|项)/u;
// Once a clause is named, 款 and 项 are parts of it.
const PART_OF_CLAUSE = new RegExp(`^(?:的|里|中)?(?:的)?第${NUMBER}(?:款|项|点|层)`, 'u');

/** Clauses from one number to another; undefined when the question names no range. */
export function clauseRange(question: string): { readonly from: number; readonly to: number } | undefined {
  const [from, to] = numbersOf(RANGE.exec(question));
  return from !== undefined && to !== undefined && from > 0 && to > from ? { from, to } : undefined;
}

/** Reads a folded question for clauses named by number, by their place from the end or between two others. */
export function clauseReferences(question: string, { clauses }: Policy): ClauseReferences {
  const between = BETWEEN.exec(question);
  const [low, high] = numbersOf(between);
  if (
    between !== null &&
    low !== undefined &&
    high !== undefined &&
    low < high - 1 &&
    high <= clauses.length
  ) {
    const numbers = Array.from({ length: high - low - 1 }, (_, i) => low + 1 + i);
    return { numbers, rest: question.replace(between[0], '') };
  }
  const listed = LISTED.exec(question);
  if (listed !== null) {
    const numbers = (listed[1] ?? '').split(/[、,，和与跟及]第?/u).map((one) => parseNumber(one) ?? 0);
    return { numbers, rest: question.replace(listed[0], '') };
  }
  const named = [...question.matchAll(CLAUSE)].filter(({ index }) => !isPart(question, index));
  const found = named.map((match) => ({ at: match.index, words: match[0], number: clauseNumber(match) }));
  const numbers = found.map(({ at, words, number }) => number + stepAfter(question.slice(at + words.length)));
  const without = found.reduce((text, { words }) => text.replace(words, ''), question);
  const rest = numbers.length === 1 ? without.replace(STEP, '') : without;
  if (numbers.length > 0) return { numbers, rest };
  const end = FROM_END.exec(question);
  if (end !== null) {
    const back = end[1] === undefined ? 1 : (parseNumber(end[1]) ?? 0);
    return { numbers: [clauses.length + 1 - back], rest: question.replace(end[0], '') };
  }
  return FROM_START.test(question) ? { numbers: [1], rest: question.replace(FROM_START, '') } : { numbers: [], rest: question }; // prettier-ignore
}

const STEP =
  /(?:的|之)?(?:下一|上一|后一|前一|后面那?一?|前面那?一?|下面那?一?|上面那?一?|之后那?一?|之前那?一?|紧跟(?:着|其后)?(?:的)?那?一?)(?:条|款|项)/u;

function stepAfter(words: string): number {
  return NEXT.test(words) ? 1 : PREVIOUS.test(words) ? -1 : 0;
}

/** 第3条第2款: the second is a part of the first. */
function isPart(question: string, at: number): boolean {
  return /(?:条|clause|article)/u.test(question.slice(0, at)) && PART_OF_CLAUSE.test(question.slice(at));
}

/** 0, which is no clause, for what is no whole number. */
function clauseNumber(match: RegExpExecArray): number {
  return parseNumber(match.slice(1).find((group) => group !== undefined) ?? '') ?? 0;
}

function numbersOf(match: RegExpExecArray | null): (number | undefined)[] {
  return match === null ? [] : match.slice(1).map((group) => parseNumber(group ?? ''));
}
