import type { Policy } from '../domain/policy.js';
import { parseNumber } from '../domain/numerals.js';
import { fold } from '../retrieval/fold.js';
import type { Lexicon } from '../retrieval/lexicon.js';
import { asksOfEach } from './asked-parts.js';
import { longestShared } from './longest-shared.js';
import { wordGroups, type WordGroup } from './scan-words.js';

/** A question for everything of a kind: it is scanned for, never ranked. */
export type ListRequest = { readonly kind: 'targets'; readonly which: WhichTargets } | ScanRequest;

/** Every clause that holds a word of one of the groups. No groups: a word was quoted, or a place named, that the plan does not hold. */
export type ScanRequest = {
  readonly kind: 'scan';
  readonly groups: readonly WordGroup[];
  /** In this section alone. */
  readonly section?: number;
  readonly isTitle?: true;
  /** Not in this clause. */
  readonly except?: number;
  /** How often is asked as well. */
  readonly isCounted?: true;
  /** Nothing but places was said: a follow-up then means them otherwise. */
  readonly isPlace?: true;
};

/** counted: so many of something. floor, ceiling: at least or at most so much. dated: a year is named. deadline: to be done by a year. */
export type WhichTargets = 'all' | 'percent' | 'counted' | 'floor' | 'ceiling' | 'dated' | 'deadline';

const TARGETS =
  /(?:数字|数量|量化|定量|硬性?|约束性?)(?:化|性)?(?:的|类|型)?(?:建设|发展|工作)?(?:目标|指标|要求|任务)|[下上]限(?:值|类|型|性)?(?:的)?(?:目标|指标|要求|任务|数字|规定)|(?:哪些|什么|几[个处项]|多少[个处项]?|所有|全部).{0,4}(?:指标|数字|目标值|量化)|指标.{0,4}(?:哪些|清单|列)|(?:all|every|list).{0,12}(?:targets?|figures?)/u;
const PERCENT = /百分(?:比|号|数|率)|以%|percent/u;
const COUNTED = /个数|家数|人数|数量|数目/u;
const FLOOR = /下限|不少于|不低于|至少|最低/u;
const CEILING = /上限|不超过|不高于|至多|最高/u;
const DATED = /哪一?年年?底|年底|年份|什么年|哪几年/u;
const DEADLINE = /时间节点|完成时[限间]|时限|期限|截止|限期|deadline/u;
// “城市更新”是第几条的标题, 名称里带“都市圈”的条款.
const IN_TITLES = /(?:标题|题目|题名|条名|名称|名字).{0,4}(?:里|中|带|有|含|出现|是)|的(?:标题|题目|题名)/u;
// 哪些是“支持”类: what is quoted is looked for.
const QUOTED_OF =
  /(?:哪些|哪几|所有|全部|列|各类|各种|梳理|汇总|统计).{0,6}[“"「『']|[”"」』'](?:二字|两字|三字|四字|字样|一词|这个词|的(?:工作|事项|任务|措施|条款|地方|内容)|名目|做什么|类|型)|各处|各条|通篇|全文|全部(?:列|摘|找)/u;
const HOW_OFTEN = /(?:几|多少)(?:次|遍|回|处)|频次|频率|次数/u;
/** 除了第3条还有哪几条讲到…: the clause is named to be left aside. */
export const BESIDES = /除(?:了|去|开)?第(.{1,4})条(?:之?外|以外)?[,，]?/u;
const OF_SECTION = /(?:提升)?行动|板块|部分|名下|之下|下面/gu;
const SECTION_NAME = /第.{1,3}(?:个)?(?:大)?(?:部分|部份|章|板块)/u;
const EVERYTHING =
  /凡是?|各处|各类|各条|摘出|逐[条项一个]|罗列|梳理|检索|清点|盘点|拉(?:个|一|出|张)|哪些|哪几|几[个项处件条]|多少[个项处件条]|列|汇总|所有|全部|统共|一共|总共|挨个|清单|都有|every|all|list/u;
/** Asks in which clauses something stands. */
const WHERE =
  /(?:哪些|哪几|哪一|几|多少|啥|什么|哪)个?(?:条款|条文|条(?!件|例)|处|地方|次|类|样)|(?:条款|条文|内容|表述|任务).{0,4}(?:有哪些|列|报|汇总|都)|(?:提到|提及|涉及|写到|写有|含有?|包含|使用|点到|见于|沾边|相关|有关)[^的]{0,20}的?(?:条款|条文|内容|话)|(?:提到|提及|写到|点到|出现|见于)(?:过|了)?[\p{L}“”]{2,}|(?:提到|点名|点到|写到|涉及)(?:的|了)?[\p{L}]{2,8}(?:哪些|几[个处]|多少[个处])|用在(?:什么|哪)|报条号|凡(?:是)?(?:有|带|含|写|提|讲|说|点|涉)[^,，。]{1,16}(?:的|都|,|，|$)|(?:相关|有关)(?:的)?(?:条款|条文)|(?:带|含)(?:有|着)?[^的]{2,12}的(?:条款|条文|条|事项|内容|表述|任务|措施|举措|地方|句子?|话)/u;
/** Asks for all of something that is named. */
const ALL_OF =
  /哪些|哪几|都有(?:啥|什么)|一共|总共|统共|挨个|别漏|全(?:部)?(?:给我)?(?:列|找|说|讲)|都(?:说|讲|列)/u;
const FILLER =
  /凡是?|逐[条项一个]|罗列|梳理|检索|清点|盘点|拉(?:出来|个单子?|一遍|张表)|标明|事项|举措|(?:哪些|哪几|哪一|几|多少|啥|什么|哪)个?(?:条款|条文|措施|条(?!件|例)|处|地方|次|遍|回|名字|事|类)|方面|举措|措施|提了|说了|讲了|提出|全部|所有|标题|题目|题名|条名|名称|哪个|频次|频率|次数|提到|提及|涉及|写到|写了|写有|写着|出现|含有|包含|使用|用到|用在|说到|讲到|点到|点名|点了名|散见于|散在|见于|方案|全文|文件|条款|条文|[一两二三四]个?字|一词|字样|这个词|这个数|表述|项目|逐条|列出|汇总|条号|一共|总共|统共|分别|各讲|各说|什么|清单|文中|里头|里面|被要求|需要|沾边|相关|有关|关于|的话|找出来|有份|别漏|讲讲|说说|或者|以及|给我|俺们|哪些|哪几|类?任务|\p{P}|\s/gu;
// What is asked for of a thing is not the thing: 需要哪些材料 is no search for the word.
const ATTRIBUTE =
  /^(?:材料|证件|手续|条件|流程|时间|地点|部门|标准|金额|制度|改革|机制|体系|建设|发展|工作|管理|项目|补贴|政策|规定|措施|要求|内容|单位|人员|对象|方式|办法|服务|支持|好处|城市|地区|地方|市县)$/u;

// A list of everything that holds a word is what was asked for only when little else was said.
const MOST_BESIDE = 2;
const SHORTEST = 2;

const PART_END = /[,，。:：;；?？!！()（）]/u;
// 90%, 2025年, 4万人: a number is looked for as it is written.
const LITERAL = /(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?:%|年底?|万人?|亿|个|家|所|小时|分钟|天)/gu;
// 把两个90%搞混了: more than one place is meant.
const SEVERAL = /[两几俩](?:个|处)|分别|并排|搞混|弄混|各(?:是|指)/u;
const CLAUSE_NUMBER = /第[0-9]+(?:条|款|部分|章)/gu;

// All the places, or all the words in quotation marks.
const CITIES = /(?:哪些|哪几个|几个|所有)(?:设区|地级|省辖)?(?:的)?(?:城市|地市|市)/u;
const QUOTED = /引号/u;
const ALL_QUOTED = /“[^”]{1,20}”/gu;
// 我们淮安的,文件里有啥: whatever else is told, what the plan has for the place is asked.
const OF_OURS =
  /(?:我们?|咱们?|俺们?).{0,12}(?:那|这)(?:儿|里|边|块)?.{0,8}(?:文件|方案|计划|里头|里面|省里).{0,8}(?:什么|啥|哪些|有没有|几)/u;
// What is said around a place when all that is asked is what the plan has for it.
const AROUND_PLACE =
  /方案|文件|全文|里面|里|中|有没有|没有|有|提到|涉及|关于|相关|的|内容|条款|部分|好处|支持|规划|安排|定位|任务|项目|措施|政策|什么|啥|哪些|能得到|得到|能|市|吗|么|和|与|跟|对|在|我们|我|说|讲|写|怎么|了|\p{P}|\s/gu;
const LEANING = /^那|呢[?？]?$/u;

/** Reads a folded question for a list to be scanned from the plan; undefined when it asks for none. */
export function listRequest(asked: string, policy: Policy, lexicon: Lexicon): ListRequest | undefined {
  const question = asked.replace(BESIDES, '');
  const quoted = [...question.matchAll(/[“"「『']([^”"」』'….]{1,20})[….]*[”"」』']/gu)].map(
    ([, words]) => words ?? '',
  );
  const which = targetsAsked(question);
  if (which !== undefined) return { kind: 'targets', which };
  const places = placesAsked(question, policy, lexicon);
  if (places !== undefined) return { kind: 'scan', groups: places, isPlace: true };
  if (QUOTED.test(question) && EVERYTHING.test(question)) return { kind: 'scan', groups: [...new Set(fold(policy.text).match(ALL_QUOTED))].map((word) => [word]) }; // prettier-ignore
  const plan = fold(policy.text);
  const literals = literalsIn(question, plan);
  if (literals.length > 0 && (WHERE.test(question) || SEVERAL.test(question)))
    return { kind: 'scan', groups: literals.map((word) => [word]), ...mannerOf(asked) };
  const isWhere = WHERE.test(question) || (quoted.length > 0 && EVERYTHING.test(question) && QUOTED_OF.test(question)); // prettier-ignore
  if (!isWhere && !(ALL_OF.test(question) && quoted.length === 0 && !asksOfEach(question))) return undefined;
  const manner = mannerOf(asked);
  if (isWhere && quoted.length > 0) return { kind: 'scan', groups: quoted.filter((words) => plan.includes(words)).map((word) => [word]), ...manner }; // prettier-ignore
  const pieces = piecesOf(question);
  if (CITIES.test(question) && pieces.every((piece) => CITIES.test(`哪些${piece}`))) return { kind: 'scan', groups: lexicon.cities.map((city) => [city]), ...manner }; // prettier-ignore
  const whole = wordsOf(pieces, plan, lexicon);
  // Who tells a story first says in one part of it what is to be looked for.
  const asking = question.split(PART_END).filter((part) => WHERE.test(part) || EVERYTHING.test(part));
  const { groups: found, beside } = isWhere && whole.beside > MOST_BESIDE ? wordsOf(asking.flatMap(piecesOf), plan, lexicon) : whole; // prettier-ignore
  const groups = telling(found, isWhere).filter((group, _, all) => isWhere || isInSeveral(group, policy) || isOnePlace(all, policy, lexicon)); // prettier-ignore
  return beside > MOST_BESIDE || groups.length === 0 ? undefined : { kind: 'scan', groups, ...manner };
}

/** Whether titles alone are scanned, a clause is left aside, and occurrences counted. */
function mannerOf(question: string): Pick<ScanRequest, 'isTitle' | 'isCounted' | 'except'> {
  const except = parseNumber(BESIDES.exec(question)?.[1] ?? '');
  return {
    ...(except === undefined ? {} : { except }),
    ...(IN_TITLES.test(question) ? { isTitle: true } : {}),
    ...(HOW_OFTEN.test(question) ? { isCounted: true } : {}),
  };
}

function piecesOf(words: string): string[] {
  return words.replace(FILLER, '|').split('|').filter((piece) => piece.length >= SHORTEST); // prettier-ignore
}

function wordsOf(pieces: readonly string[], plan: string, lexicon: Lexicon): ReturnType<typeof wordGroups> {
  const found = pieces.map((piece) => wordGroups(piece, plan, lexicon));
  return {
    groups: found.flatMap(({ groups }) => groups),
    beside: found.reduce((sum, { beside }) => sum + beside, 0),
  };
}

/** The numbers of a question that the plan has as well, as they are written there. */
function literalsIn(question: string, plan: string): string[] {
  const numbers = question.replace(CLAUSE_NUMBER, '').match(LITERAL) ?? [];
  return [...new Set(numbers)].filter((number) => plan.includes(number));
}

/** Without the words that only say what is asked for, unless nothing else was said. */
function telling(groups: readonly WordGroup[], isWhere: boolean): readonly WordGroup[] {
  const left = groups.map((group) => group.filter((word) => !ATTRIBUTE.test(word))).filter((group) => group.length > 0); // prettier-ignore
  return left.length === 0 && isWhere ? groups : left;
}

/** The plan's names of the places in a question that says nothing else; none when it names none of them; undefined when more is said. */
function placesAsked(
  question: string,
  { title }: Policy,
  lexicon: Lexicon,
): readonly WordGroup[] | undefined {
  if (LEANING.test(question)) return undefined;
  const words: string[] = [];
  let left = '';
  for (let i = 0; i < question.length;) {
    const word = lexicon.placeAt(question, i);
    if (word === undefined) left += question[i] ?? '';
    else words.push(word);
    i += word?.length ?? 1;
  }
  // The whole province is what all of the plan is about.
  if (words.length === 0 || words.some((word) => lexicon.namesOf(word).some((name) => title.includes(name)))) return undefined; // prettier-ignore
  return left.replace(AROUND_PLACE, '') === '' || OF_OURS.test(question) ? words.flatMap((word) => lexicon.namesOf(word).map((name) => [name])) : undefined; // prettier-ignore
}

/** Reads a folded question for a list within one section; undefined when it asks for none. */
export function listWithinSection(
  question: string,
  section: number,
  policy: Policy,
  lexicon: Lexicon,
): ListRequest | undefined {
  // prettier-ignore
  const title = policy.sections.find(({ number }) => number === section)?.title ?? '';
  const name = longestShared(title, question);
  const list = listRequest(question.replace(SECTION_NAME, '').replace(name.length < SHORTEST ? '' : name, '').replace(OF_SECTION, ''), policy, lexicon); // prettier-ignore
  return list?.kind === 'scan' ? { ...list, section } : undefined;
}

/** Which of the plan's numbers a question asks for, when it asks for all of a kind. */
function targetsAsked(question: string): WhichTargets | undefined {
  const isAll = TARGETS.test(question);
  if (!EVERYTHING.test(question)) return isAll ? 'all' : undefined;
  const isCounted = COUNTED.test(question);
  if (PERCENT.test(question)) return isCounted ? 'all' : 'percent';
  if (DEADLINE.test(question)) return 'deadline';
  if (DATED.test(question)) return 'dated';
  if (!isAll) return undefined;
  if (FLOOR.test(question)) return 'floor';
  if (CEILING.test(question)) return 'ceiling';
  return isCounted ? 'counted' : 'all';
}

/** 淮安 by its own name in one clause and by 宁淮铁路 in another: one place by all its names. */
function isOnePlace(groups: readonly WordGroup[], policy: Policy, lexicon: Lexicon): boolean {
  const own = groups.flat().find((word) => lexicon.cities.includes(word));
  const names = own === undefined ? [] : lexicon.namesOf(own);
  return isInSeveral(names, policy) && groups.flat().every((word) => names.includes(word));
}

function isInSeveral(group: WordGroup, policy: Policy): boolean {
  return policy.clauses.filter(({ text }) => group.some((word) => fold(text).includes(word))).length > 1;
}
