import { parseNumber } from '../domain/numerals.js';
import { clauseOf, type Policy } from '../domain/policy.js';
import { ngrams } from '../retrieval/ngrams.js';
import { clauseRange, clauseReferences, NUMBER, type Ordinal } from './clause-references.js';
import { longestShared } from './longest-shared.js';

/** What of a clause is asked for. */
export type ClausePart = 'text' | 'title' | 'section' | 'sentences';

/** A question about the plan's own order: clauses and sections by number or name, what they contain, how many there are. */
export type StructureRequest =
  | { readonly kind: 'clause'; readonly number: number; readonly sentence?: Ordinal; readonly part: ClausePart } // prettier-ignore
  /** Several clauses as they stand, or the sections they belong to. */
  | { readonly kind: 'clauses'; readonly numbers: readonly number[]; readonly part: 'text' | 'title' | 'section' } // prettier-ignore
  /** Something asked within clauses that are named; `rest` is the question without their names. */
  | { readonly kind: 'within'; readonly numbers: readonly number[]; readonly rest: string }
  /** What stands before or after the clause that a topic belongs to. */
  | { readonly kind: 'beside'; readonly topic: string; readonly steps: readonly (-1 | 1)[] }
  /** Something of the clause as such that a topic belongs to: its nth sentence, title, section, words. */
  | { readonly kind: 'ofTopic'; readonly topic: string; readonly rest: string }
  /** The titles of clauses from one number to another. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'section'; readonly number: number; readonly nth?: Ordinal }
  | { readonly kind: 'extreme'; readonly of: 'characters' | 'sentences' | 'clauses'; readonly end: 'most' | 'least' } // prettier-ignore
  | { readonly kind: 'outline' };

/** What the plan's own order answers, without looking for a topic. */
export type PlainStructureRequest = Exclude<StructureRequest, { kind: 'within' | 'beside' | 'ofTopic' }>;

// More than the longest section would bury a reader.
const LONGEST_RANGE = 10;
const SECTION = new RegExp(`(倒数)?第(${NUMBER})(?:个?(?:大|小)?(?:部分|部份|章|块|点|板块|行动))|(?:part|section) (one|two|three|four|five|six|seven|eight|[0-9]+)`, 'u'); // prettier-ignore
const LAST_SECTION = /最后(?:一|那)?个?大?(?:部分|章|块|板块)/u;
const FIRST_SECTION = /(?:开头|头|首)(?:一|那)?个?大?(?:部分|章|块|板块)/u;
// A section is meant by its name only where the question says that it is one.
const SECTION_WORD = /部分|板块|篇章|[那这一]章|[那这一大]块|行动|section|part/u;
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const SENTENCE = new RegExp(
  `倒数第(${NUMBER})句|第(${NUMBER})(?:句话?|个?句子|款|项|点|层)|(最后|末尾|末了?|收尾)的?(?:一|那)?(?:句|段)|(头|开头|首)(?:一)?句`,
  'u',
);
const NTH = new RegExp(`第(${NUMBER})(?:条|款|项|个)|(最后|最末|末尾|末)(?:一|那)?(?:条|款|项|个)|倒数第(${NUMBER})(?:条|款|项|个)|(头|开头|首|打头)(?:一|那)?(?:条|款|项|个)`, 'u'); // prettier-ignore
const TITLE = /标题|题目|题名|名称|名字|叫(?:什么|啥)|title/u;
const SECTION_OF =
  /(?:归|属|在|算|划|同|是否|不是|都是)(?:于|在|到|属)?(?:哪|第几|什么|同)?(?:一)?个?(?:大)?(?:部[分份]|章|块|板块|行动)|[哪几](?:一)?个?(?:大)?(?:部[分份]|章|板块)/u;
/** Asks of a topic in which section it stands. */
export const WHICH_SECTION = /(?:哪|第几|什么)(?:一)?个?大?(?:部[分份]|章|板块)|which (?:section|part)/u;
const SENTENCE_COUNT =
  /(?:几|多少)(?:个)?(?:句(?:话|子)?|项(?:内容|任务|举措|措施)?|层意思|点|款)(?!都|各)|句数/u;
// The longest clause, the shortest, the section with the fewest clauses.
const MOST = /最(?:多|长|大)|字数?多|篇幅长/u;
const LEAST = /最(?:少|短|小|精简|简短|简单|省字)|字数?少/u;
const OF_SECTIONS = /(?:部分|章|板块|行动|大?块).{0,6}(?:条|措施|款)/u;
const OF_SENTENCES = /句/u;
const OF_CLAUSES =
  /(?:条|款).{0,6}(?:字|话|篇幅|内容|文字|长|短|句)|(?:字|话|篇幅|内容|文字|最[长短]|句).{0,8}(?:条|款)/u;
const OUTLINE =
  /(?:一共|总共|统共|拢共|共|全文|方案|文件).{0,8}(?:几|多少)(?:大)?(?:条|款|个部分|部分|块|章|项措施|条措施|个行动)|分(?:成|为)?(?:哪)?几(?:个?(?:部分|板块|章节?|大块|方面)|大|块)|(?:哪|几)(?:几|六)?(?:大|个)(?:部分|章|板块|行动)|(?:几|各|六)(?:大|个)?(?:部分|行动|板块).{0,6}(?:名|叫|题)|目录|框架结构|how many (?:sections|clauses|parts)/u;
const AFTER = /下一条|后一条|后面(?:那)?(?:一)?条|紧(?:跟|接|挨)着?(?:的)?.{0,3}(?:一)?条|接下来(?:的)?(?:一)?条|之后(?:的)?(?:那)?(?:一)?条/u; // prettier-ignore
const BEFORE = /上一条|前一条|前面(?:那)?(?:一)?条|之前(?:的)?(?:那)?(?:一)?条/u;
const AROUND = /夹在|前后(?:两|各|的|分别)?|上下(?:两|各)|左邻右舍|相邻/u;
// The clause is meant that a topic belongs to: 说海绵城市的那条.
const CLAUSE_ON = /^(.{2,20}?)(?:的)?(?:那|这|所在)(?:的)?(?:一)?条/u;
const ABOUT_PLAN =
  /这个|这份|该|整个|江苏省?|新型城镇化|实施|计划|文件|一共|总共|统共|拢共|共|总|大|个|部分|部份|措施|任务|举措|行动|章节?|板块|名称|名字|标题|叫|分别|各|列|出|来|数|分/gu;
// Words around a clause number that ask for the clause itself and nothing in it.
const FILLER =
  /原文|全文|逐字|逐条|输出|原样|原封不动|一字不[漏落差改动]|别(?:省略|动|改|漏|加)|标点(?:符号)?|照抄|照搬|复述|粘?贴|抄|听|把|内容|具体|完整|条款|讲|写|说|规定|是|什么|啥|哪些|哪条|哪一条|怎么|了|的|呢|吗|给我|看看?|念|读|来|一下|下|一个字|地|都|不要|不许|改|请|帮我|我|想|要|查|查询|方案|里|有|发|主要|核心|大意|意思|要点|概括|概述|简述|介绍|解释|区别|不同|异同|差异|差别|比较|对比|对照|相比|比一比|分别|各自|各|两条|这两|介于|夹在|位于|和|与|跟|及|以及|之间|哪|几|条|show|me|the|full|text|of|what|does|say|please|compare|and|\p{P}|\s/gu;

// Whoever asks for a clause word for word wants all of it, whatever it is wanted for.
const VERBATIM =
  /一字不[漏落差改动]|原封不动|逐字|照抄|照搬|抄(?:给|下|一遍|录)|(?:原文|全文|原话|原样).{0,4}(?:给|贴|发|输出|念|读|抄|复制|引)|(?:给|贴|发|输出|念|读|抄|复制|要).{0,6}(?:原文|全文|原话|原样)|word for word|verbatim|in full|exact (?:text|wording)|full text/u;

/** Reads a folded question for a request about the plan's order; undefined when it is none. */
export function structureRequest(question: string, policy: Policy): StructureRequest | undefined {
  return (
    extremeRequest(question) ??
    sectionRequest(question, policy) ??
    clauseRequest(question, policy) ??
    besideRequest(question) ??
    (isOutline(question, policy) ? { kind: 'outline' } : undefined)
  );
}

/** 住房方面一共几条 is about housing, not about the plan's outline: nothing else of the plan may be named. */
function isOutline(question: string, { text }: Policy): boolean {
  const left = question.replace(OUTLINE, '|').replace(ABOUT_PLAN, '|').replace(FILLER, '|');
  return OUTLINE.test(question) && !namesAnyOf(left, text);
}

function extremeRequest(question: string): StructureRequest | undefined {
  const end = MOST.test(question) ? 'most' : LEAST.test(question) ? 'least' : undefined;
  if (end === undefined || !/哪|什么|啥|多少|几|是/u.test(question)) return undefined;
  if (OF_SECTIONS.test(question)) return { kind: 'extreme', of: 'clauses', end };
  if (!OF_CLAUSES.test(question)) return undefined;
  return { kind: 'extreme', of: OF_SENTENCES.test(question) ? 'sentences' : 'characters', end };
}

function clauseRequest(question: string, policy: Policy): StructureRequest | undefined {
  const range = clauseRange(question);
  if (range !== undefined)
    return range.to - range.from < LONGEST_RANGE ? { kind: 'range', ...range } : { kind: 'outline' };
  const { numbers, rest } = clauseReferences(question, policy);
  const [number] = numbers;
  if (number === undefined) return undefined;
  if (SECTION_OF.test(rest))
    return numbers.length === 1 ? { kind: 'clause', number, part: 'section' } : { kind: 'clauses', numbers, part: 'section' }; // prettier-ignore
  const bare = rest.replace(SENTENCE, '').replace(TITLE, '').replace(FILLER, '');
  const part = TITLE.test(rest) ? 'title' : 'text';
  if (numbers.length > 1) return bare.length >= 2 ? { kind: 'within', numbers, rest } : { kind: 'clauses', numbers, part }; // prettier-ignore
  const sentence = ordinalOf(SENTENCE.exec(rest));
  const isCount = sentence === undefined && SENTENCE_COUNT.test(rest) && rest.replace(SENTENCE_COUNT, '').replace(/一共|总共|共|正文/gu, '').replace(FILLER, '').length < 2; // prettier-ignore
  if (isCount) return { kind: 'clause', number, part: 'sentences' };
  const isWhole =
    bare.length < 2 || (VERBATIM.test(rest) && !namesAnyOf(bare, clauseOf(policy, number)?.text ?? ''));
  if (!isWhole) return { kind: 'within', numbers, rest };
  return { kind: 'clause', number, part, ...(sentence === undefined ? {} : { sentence }) };
}

/** Whether more is asked than for a part of the clause as it stands. */
function isTooMuch(words: string): boolean {
  const left = [SENTENCE, TITLE, SECTION_OF, SENTENCE_COUNT, VERBATIM].reduce(
    (text, part) => text.replace(part, ''),
    words,
  );
  return left.replace(FILLER, '').length > 4;
}

/** Whether some words hold a piece of a text: two characters in a row. */
function namesAnyOf(words: string, text: string): boolean {
  return ngrams(words, 2, 2).some((two) => text.includes(two));
}

function besideRequest(question: string): StructureRequest | undefined {
  const [named = '', topic = ''] = CLAUSE_ON.exec(question) ?? [];
  const after = question.slice(named.length);
  if (topic === '') return undefined;
  const steps: (-1 | 1)[] = AROUND.test(after) ? [-1, 1] : AFTER.test(after) ? [1] : BEFORE.test(after) ? [-1] : []; // prettier-ignore
  if (steps.length > 0) return { kind: 'beside', topic, steps };
  const isOfClause = [SENTENCE, TITLE, SECTION_OF, SENTENCE_COUNT, VERBATIM].some((part) => part.test(after));
  return isOfClause && !isTooMuch(after) ? { kind: 'ofTopic', topic, rest: after } : undefined;
}

function sectionRequest(question: string, policy: Policy): StructureRequest | undefined {
  const named = SECTION.exec(question) ?? LAST_SECTION.exec(question) ?? FIRST_SECTION.exec(question);
  if (named !== null) {
    const number = sectionNumber(named, policy);
    if (number === undefined) return undefined;
    // 第14条在第三部分吗 asks where the clause stands, 第三部分第2条 which it is.
    const [first, ...others] = clauseReferences(question.slice(0, named.index), policy).numbers;
    if (first !== undefined && others.length === 0) return { kind: 'clause', number: first, part: 'section' };
    const nth = ordinalOf(NTH.exec(question.replace(named[0], '')));
    return { kind: 'section', number, ...(nth === undefined ? {} : { nth }) };
  }
  if (!SECTION_WORD.test(question) || SECTION_OF.test(question)) return undefined;
  const number = sectionByName(question, policy);
  if (number === undefined) return undefined;
  const nth = ordinalOf(NTH.exec(question));
  return { kind: 'section', number, ...(nth === undefined ? {} : { nth }) };
}

function sectionNumber(
  [words, fromEnd, given, english = '']: RegExpExecArray,
  { sections }: Policy,
): number | undefined {
  if (LAST_SECTION.test(words)) return sections.length;
  if (FIRST_SECTION.test(words)) return 1;
  const number = parseNumber(given ?? '') ?? (WORDS.includes(english) ? WORDS.indexOf(english) + 1 : parseNumber(english)); // prettier-ignore
  return number === undefined || fromEnd === undefined ? number : sections.length + 1 - number;
}

/** The section whose title shares the longest run of characters that no other title has; undefined without one of two or more. */
function sectionByName(question: string, { sections }: Policy): number | undefined {
  const isOwn = (run: string) => sections.filter((other) => other.title.includes(run)).length === 1;
  const runs = sections.map(({ number, title }) => ({ number, size: longestShared(title, question, isOwn).length })).filter(({ size }) => size >= 2); // prettier-ignore
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
