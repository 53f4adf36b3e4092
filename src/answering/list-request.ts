import type { Policy } from '../domain/policy.js';
import { fold } from '../retrieval/fold.js';
import type { Lexicon } from '../retrieval/lexicon.js';
import { asksOfEach } from './asked-parts.js';

/** A question for everything of a kind: it is scanned for, never ranked. */
export type ListRequest =
  | { readonly kind: 'targets'; readonly which: 'all' | 'percent' | 'dated' }
  /** Every clause that holds one of these words. */
  | { readonly kind: 'scan'; readonly terms: readonly string[] };

const TARGETS =
  /(?:数字|量化|定量|硬性?|约束性?)(?:化|性)?(?:的)?(?:目标|指标|要求|任务)|(?:哪些|什么|几个|多少个?|所有|全部).{0,4}(?:指标|数字|目标值|量化)|指标.{0,4}(?:哪些|清单|列)|(?:all|every|list).{0,12}(?:targets?|figures?)/u;
const PERCENT = /百分(?:比|号|数|率)|以%|percent/u;
const DATED = /(?:时间节点|完成时限|时限|期限|截止|哪一?年年?底|年底(?:前)?|deadline)/u;
const EVERYTHING =
  /哪些|哪几|几[个项处件条]|多少[个项处件条]|列|汇总|所有|全部|统共|一共|总共|挨个|清单|都有|every|all|list/u;
/** Asks in which clauses something stands. */
const WHERE =
  /(?:哪些|哪几|哪一|几|多少|啥|什么|哪)个?(?:条款|条文|条|处|地方|次|类|样)|(?:条款|条文|内容|表述|任务).{0,4}(?:有哪些|列|报|汇总|都)|(?:提到|提及|涉及|写到|写有|含有?|包含|使用|点到|见于|沾边|相关|有关)[^的]{0,20}的?(?:条款|条文|内容|话)|(?:提到|提及|写到|点到|出现|见于)(?:过|了)?[\p{L}“”]{2,}|用在(?:什么|哪)|报条号|(?:相关|有关)(?:的)?(?:条款|条文)/u;
/** Asks for all of something that is named. */
const ALL_OF =
  /哪些|哪几|都有(?:啥|什么)|一共|总共|统共|挨个|别漏|全(?:部)?(?:给我)?(?:列|找|说|讲)|都(?:说|讲|列)/u;
const FILLER =
  /(?:哪些|哪几|哪一|几|多少|啥|什么|哪)个?(?:条款|条文|措施|条|处|地方|次|名字|事|类)|提到|提及|涉及|写到|写了|写有|写着|出现|含有|包含|使用|用到|用在|说到|讲到|点到|点名|点了名|散见于|散在|见于|方案|全文|文件|条款|条文|[一两二三四]个?字|一词|字样|这个词|这个数|表述|项目|逐条|列出|汇总|条号|一共|总共|统共|分别|各讲|各说|什么|清单|文中|里头|里面|被要求|需要|沾边|相关|有关|关于|的话|找出来|有份|别漏|讲讲|说说|或者|以及|给我|俺们|哪些|哪几|类?任务|\p{P}|\s/gu;
// Left over between the words, these say nothing; inside a word of the plan (城市, 安全, 用地) they belong to it.
const FUNCTION = /[请列各写要做跟都有在被里的了过吗呢是共把给我俺们指类性事啥哪全市用名次]/u;
// What is asked for of a thing is not the thing: 需要哪些材料 is no search for the word.
const ATTRIBUTE =
  /^(?:材料|证件|手续|条件|流程|时间|地点|部门|标准|金额|补贴|政策|规定|措施|要求|内容|单位|人员|对象|方式|办法|服务|支持|好处)$/u;

// A list of everything that holds a word is what was asked for only when little else was said.
const MOST_BESIDE = 2;
const SHORTEST = 2;

/** Reads a folded question for a list to be scanned from the plan; undefined when it asks for none. */
export function listRequest(question: string, policy: Policy, lexicon: Lexicon): ListRequest | undefined {
  const quoted = [...question.matchAll(/[“"「『']([^”"」』'….]{1,20})[….]*[”"」』']/gu)].map(
    ([, words]) => words ?? '',
  );
  if (PERCENT.test(question) && EVERYTHING.test(question)) return { kind: 'targets', which: 'percent' };
  if (DATED.test(question) && EVERYTHING.test(question)) return { kind: 'targets', which: 'dated' }; // prettier-ignore
  if (TARGETS.test(question)) return { kind: 'targets', which: 'all' };
  const isWhere = WHERE.test(question);
  if (!isWhere && !(ALL_OF.test(question) && quoted.length === 0 && !asksOfEach(question))) return undefined;
  const plan = fold(policy.text);
  if (isWhere && quoted.length > 0) return scanFor(quoted.filter((words) => plan.includes(words)));
  const pieces = question.replace(FILLER, '|').split('|').filter((piece) => piece.length >= SHORTEST); // prettier-ignore
  const found = pieces.map((piece) => termsIn(piece, plan, lexicon));
  const terms = found.flatMap((one) => one.terms);
  const beside = found.reduce((sum, one) => sum + one.beside, 0);
  return beside > MOST_BESIDE ? undefined : scanFor(isWhere ? terms : terms.filter((term) => !ATTRIBUTE.test(term) && isInSeveral(term, policy))); // prettier-ignore
}

/** Cuts a piece into what the plan names, left to right: known words by the plan's names for them, else the longest runs that stand in it. */
function termsIn(
  piece: string,
  plan: string,
  lexicon: Lexicon,
): { readonly terms: string[]; readonly beside: number } {
  const terms: string[] = [];
  let beside = 0;
  for (let i = 0; i < piece.length;) {
    const word = lexicon.wordAt(piece, i);
    let size = piece.length - i;
    while (size >= SHORTEST && !plan.includes(piece.slice(i, i + size))) size -= 1;
    const isKnown = word !== undefined && (word.length >= size || lexicon.namesOf(piece.slice(i + word.length, i + size)).length > 0); // prettier-ignore
    if (isKnown) terms.push(...lexicon.namesOf(word));
    else if (size >= SHORTEST) terms.push(piece.slice(i, i + size));
    else if (!FUNCTION.test(piece[i] ?? '')) beside += 1;
    i += isKnown ? word.length : Math.max(1, size < SHORTEST ? 1 : size);
  }
  return { terms, beside };
}

function isInSeveral(term: string, policy: Policy): boolean {
  return policy.clauses.filter(({ text }) => fold(text).includes(term)).length > 1;
}

function scanFor(terms: readonly string[]): ListRequest | undefined {
  return terms.length === 0 ? undefined : { kind: 'scan', terms };
}
