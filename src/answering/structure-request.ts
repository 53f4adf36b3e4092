import { CHINESE_NUMERAL, parseNumber } from '../domain/numerals.js';
import type { Policy } from '../domain/policy.js';

/** Place in a row, counted from its end when negative: 1 the first, -1 the last. */
export type Ordinal = number;

/** A question about the plan's own order: clauses and sections by number or name, what they contain, how many there are. */
export type StructureRequest =
  | { readonly kind: 'clause'; readonly number: number; readonly sentence?: Ordinal; readonly part: 'text' | 'title' | 'section' } // prettier-ignore
  /** Something asked within clauses that are named; `rest` is the question without their names. */
  | { readonly kind: 'within'; readonly numbers: readonly number[]; readonly rest: string }
  /** The titles of clauses from one number to another. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'section'; readonly number: number; readonly nth?: Ordinal }
  | { readonly kind: 'outline' };

const NUMBER = `(?:[0-9]{1,6}|${CHINESE_NUMERAL})`;
const CLAUSE = new RegExp(`(?:第[（(]?(${NUMBER})[）)]?|[（(](${NUMBER})[）)])(?:条|款|项措施)|(?<![共总列前][有计]?|[0-9])([0-9]{1,3})条(?=$|[的下上后前归属标原全说讲写在里中]|\\P{L})|条款(${NUMBER})|(?:clause|article) ?(${NUMBER})`, 'gu'); // prettier-ignore
const RANGE = new RegExp(`第?(${NUMBER})条?(?:至|到|-|~|—)第?(${NUMBER})条`, 'u');
// More than the longest section would bury a reader.
const LONGEST_RANGE = 10;
const SECTION = new RegExp(`第(${NUMBER})(?:个?(?:大|小)?(?:部分|章|块|点|板块|行动))|(?:part|section) (one|two|three|four|five|six|seven|eight|[0-9]+)`, 'u'); // prettier-ignore
const LAST_SECTION = /最后(?:一|那)?个?大?(?:部分|章|块|板块)/u;
const FIRST_SECTION = /(?:开头|头|首)(?:一|那)?个?大?(?:部分|章|块|板块)/u;
// A section is meant by its name only where the question says that it is one.
const SECTION_WORD = /部分|板块|篇章|[那这一]章|[那这一大]块|行动|section|part/u;
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const SENTENCE = new RegExp(
  `倒数第(${NUMBER})句|第(${NUMBER})(?:句话?|个?句子)|(最后|末尾|末了?|收尾)的?(?:一|那)?(?:句|段)|(头|开头|首)(?:一)?句`,
  'u',
);
const NTH = new RegExp(`第(${NUMBER})(?:条|款|项|个)|(最后|最末|末尾|末)(?:一|那)?(?:条|款|项|个)|倒数第(${NUMBER})(?:条|款|项|个)|(头|开头|首|打头)(?:一|那)?(?:条|款|项|个)`, 'u'); // prettier-ignore
const NEXT = /^(?:的|之)?(?:下一|后一|后面那?一?|下面那?一?|之后那?一?)(?:条|款|项)/u;
const PREVIOUS = /^(?:的|之)?(?:上一|前一|前面那?一?|上面那?一?|之前那?一?)(?:条|款|项)/u;
const TITLE = /标题|题目|题名|名称|叫(?:什么|啥)|title/u;
const SECTION_OF =
  /(?:归|属|在|算|划)(?:于|在|到)?(?:哪|第几|什么)(?:一)?个?(?:大)?(?:部分|章|块|板块|行动)/u;
const OUTLINE =
  /(?:一共|总共|统共|拢共|共|全文|方案|文件).{0,8}(?:几|多少)(?:大)?(?:条|款|个部分|部分|块|章|项措施|条措施|个行动)|分(?:成|为)?(?:哪)?几(?:个|大|块|部分)|(?:哪|几)(?:几|六)?(?:大|个)(?:部分|章|板块|行动)|(?:几|各|六)(?:大|个)?(?:部分|行动|板块).{0,6}(?:名|叫|题)|(?:哪|那)(?:一)?个?(?:大)?(?:块|部分|章|行动)?.{0,4}条(?:数|款)?最[多少]|目录|框架结构|how many (?:sections|clauses|parts)/u;
// Words around a clause number that ask for the clause itself and nothing in it.
const FILLER =
  /原文|全文|逐字|逐条|输出|原样|照抄|复述|抄|把|内容|具体|完整|条款|讲|写|说|规定|是|什么|啥|哪些|怎么|了|的|呢|吗|给我|看看?|念|读|来|一下|下|一个字|地|都|不要|不许|改|请|帮我|我|想|要|查|查询|方案|里|有|发|show|me|the|full|text|of|what|does|say|please|\p{P}|\s/gu;

/** Reads a folded question for a request about the plan's order; undefined when it is none. */
export function structureRequest(question: string, policy: Policy): StructureRequest | undefined {
  return sectionRequest(question, policy) ?? clauseRequest(question) ?? (OUTLINE.test(question) ? { kind: 'outline' } : undefined); // prettier-ignore
}

function clauseRequest(question: string): StructureRequest | undefined {
  const found = [...question.matchAll(CLAUSE)].flatMap((match) => {
    const number = parseNumber(match.slice(1).find((group) => group !== undefined) ?? '');
    return number === undefined ? [] : [{ number, at: match.index, words: match[0] }];
  });
  const [first] = found;
  const range = RANGE.exec(question);
  const [from = 0, to = 0] =
    range === null ? [] : range.slice(1).map((group) => parseNumber(group ?? '') ?? 0);
  if (from > 0 && to > from)
    return to - from < LONGEST_RANGE ? { kind: 'range', from, to } : { kind: 'outline' };
  if (first === undefined) return undefined;
  const rest = found.reduce((text, { words }) => text.replace(words, ''), question);
  if (found.length > 1) return { kind: 'within', numbers: found.map(({ number }) => number), rest };
  const after = question.slice(first.at + first.words.length);
  const number = first.number + (NEXT.test(after) ? 1 : PREVIOUS.test(after) ? -1 : 0);
  const left = rest
    .replace(NEXT, '')
    .replace(PREVIOUS, '')
    .replace(/(?:下一|上一|后一|前一)(?:条|款|项)/u, '');
  if (SECTION_OF.test(left)) return { kind: 'clause', number, part: 'section' };
  const sentence = ordinalOf(SENTENCE.exec(left));
  const bare = left.replace(SENTENCE, '').replace(TITLE, '').replace(FILLER, '');
  if (bare.length >= 2) return { kind: 'within', numbers: [number], rest: left };
  const part = TITLE.test(left) ? 'title' : 'text';
  return { kind: 'clause', number, part, ...(sentence === undefined ? {} : { sentence }) };
}

function sectionRequest(question: string, policy: Policy): StructureRequest | undefined {
  const named = SECTION.exec(question) ?? LAST_SECTION.exec(question) ?? FIRST_SECTION.exec(question);
  const word = named?.[2] ?? '';
  const given =
    parseNumber(named?.[1] ?? '') ?? (WORDS.includes(word) ? WORDS.indexOf(word) + 1 : parseNumber(word));
  if (named !== null) {
    const last = LAST_SECTION.test(named[0]) ? policy.sections.length : FIRST_SECTION.test(named[0]) ? 1 : undefined; // prettier-ignore
    const number = given ?? last;
    if (number === undefined) return undefined;
    const nth = ordinalOf(NTH.exec(question.replace(named[0], '')));
    return { kind: 'section', number, ...(nth === undefined ? {} : { nth }) };
  }
  if (!SECTION_WORD.test(question) || SECTION_OF.test(question)) return undefined;
  const number = sectionByName(question, policy);
  if (number === undefined) return undefined;
  const nth = ordinalOf(NTH.exec(question));
  return { kind: 'section', number, ...(nth === undefined ? {} : { nth }) };
}

/** The section whose title shares the longest run of characters that no other title has; undefined without one of two or more. */
function sectionByName(question: string, { sections }: Policy): number | undefined {
  const runs = sections.flatMap(({ number, title }) => {
    for (let size = title.length; size >= 2; size -= 1) {
      for (let i = 0; i + size <= title.length; i += 1) {
        const run = title.slice(i, i + size);
        const isOwn = sections.filter((other) => other.title.includes(run)).length === 1;
        if (isOwn && question.includes(run)) return [{ number, size }];
      }
    }
    return [];
  });
  const [best, second] = runs.toSorted((a, b) => b.size - a.size);
  return best === undefined || best.size === second?.size ? undefined : best.number;
}

function ordinalOf(match: RegExpExecArray | null): Ordinal | undefined {
  if (match === null) return undefined;
  if (/^(?:最后|最末|末|收尾)/u.test(match[0])) return -1;
  if (/^(?:头|开头|首|打头)/u.test(match[0])) return 1;
  const number = parseNumber(match.slice(1).find((group) => group !== undefined) ?? '');
  return number === undefined ? undefined : match[0].startsWith('倒数') ? -number : number;
}

/** The one at that place, or undefined. */
export function at<T>(list: readonly T[], ordinal: Ordinal): T | undefined {
  return list.at(ordinal > 0 ? ordinal - 1 : ordinal);
}
