import { CHINESE_NUMERAL, parseNumber } from '../domain/numerals.js';

/** Where words of an answer stand. Sentence 0 is the clause's title. */
export type Place = { readonly clause: number; readonly sentence: number };

// 哪条写的, 第几条来着, 出处报一下: where the last answer stands.
const SOURCE =
  /^(?:请问|这|那|刚才|你说的|说的)?(?:个|都|话|句)*(?:是|在)?(?:写在|出自|来自|见于|依据(?:的)?(?:是)?)?(?:文件|方案)?(?:的|里)?(?:哪|第几|几)(?:一)?(?:条|款|章|处)(?:写|说|规定|里|来着|啊|的|呀|呢|了)*(?:[,，?？].{0,12})?[?？]?$|^(?:有|给个?|报一?下?|说一?下?|把|请)?(?:原文)?(?:的)?(?:依据|出处|来源)(?:呢|在哪|是(?:什么|啥)|(?:报|给|说|发|标|列|念).{0,4})?(?:[,，].{0,10})?[?？]?$/u;
const DOUBT =
  /^(?:不对(?:吧|啊)?|真的(?:假的)?|真的吗|你?确定(?:吗)?|不会吧|是吗|骗人|瞎说|胡说|不可能|当真|没搞错吧|你再想想)[吧啊呀哦?？!！。,，]*$/u;
// 不对吧,我记得是百万: what was heard elsewhere changes nothing of what the plan says.
const DOUBT_BY_HEARSAY =
  /^(?:不对|不是吧|不会吧|真的假的|你?确定|搞错|弄错|瞎说|胡说|骗人|怎么可能)[\p{Script=Han}]{0,3}?[,，?？!！ ]*(?:我|俺|咱)?.{0,4}?(?:记得|听说|明明|网上|印象|人家|别人|邻居|朋友|同事|都说|不是说).{0,20}$/u;
const STEP = /(?:再?往|再)?(?<way>下|后|后面(?:那)?|上|前|前面(?:那)?)(?:面|边)?一?(?<unit>条|款|项|句|$)/u;
// 再往上: one sentence further.
const FURTHER = /^再?往(?:上|下)(?:一?句)?(?:呢|看看?|念)?[?？]?$/u;
// 再短一点,只要苏州那半句: less of the last answer's clause.
const LESS =
  /^(?:再|能|请)?(?:短|简短?|精简|少)(?:一)?[点些](?:[,，。]|$)|^(?:我|俺)?(?:只|光|就|单)(?:要|说|看|讲|念|问)(?!.*(?:方案|文件))/u;
const THIS_CLAUSE =
  /^(?:那)?(?:这|那|该|本|此)(?:一)?条(?:款)?(?:的)?(?:原文|全文|全部|完整|原话|内容|还(?:写|说|讲)了?(?:什么|啥|哪些))/u;
// Of two things just said, the first or the second.
const FIRST_OF_TWO = /(?:前|上)(?:一|面(?:那|的)?)?(?:个|项|者)/u;
const SECOND_OF_TWO = /(?:后|下)(?:一|面(?:那|的)?)?(?:个|项|者)/u;
const NTH = new RegExp(`第(${CHINESE_NUMERAL}|[0-9]{1,2})(?:个|项|处|点)`, 'u');
const CLAUSE = new RegExp(`第(?:${CHINESE_NUMERAL}|[0-9]+)(?:条|款|部分|章)`, 'u');
const PRONOUN = /(?:它|(?:这|那|该|本|此|上面那?|刚才那?)(?:一|个)?(?:条(?:款)?|句))(?:的)?/u;
// 还有别的飞地吗: what else holds the word.
const OTHERS =
  /^(?:那|除了(?:这|那)(?:一?条|个)(?:之?外)?[,，]?)?(?:还有|有没有|有无|还提到|哪(?:里|儿)还有)(?:没有)?(?:别的|其他|其它|另外的?|另的)(?:的)?(?<what>(?!条|处|地方)[^吗么没呢?？]{2,8}?)(?:吗|么|没有?|呢|嘛)?[?？]?$/u;
// What can be asked of a clause as such: its words, its title, its section, its sentences.
const PART =
  /原文|全文|原话|逐字|一字不[漏落差]|标题|题目|叫(?:什么|啥)|(?:哪|第几)(?:一)?个?大?(?:部分|部份|章|板块)|(?:几|多少)(?:个)?句|(?:倒数)?第.{1,2}句话?|(?:最后|末尾|末了?|收尾|开头|头|首)(?:的)?(?:那)?一?句话?/u;
// Words around it that ask for it and name nothing else.
const AROUND =
  /一字不[漏落差改动]|原封不动|原样|请|麻烦|把|将|再|念|读|抄|发|给|我|俺|看|听|来|报|一下|一遍|下|吧|呢|吗|啊|呀|了|的|是|在|属于|归|于|什么|啥|一共|总共|共|有|完整|全部|别|不要|省略|漏|出来|出|贴|要|想|都|也|那|这|话|具体|说|讲|写|\p{P}|\s/gu;

/** Whether nothing is asked but where the last answer stands, or whether it is true: it is given again, as the plan has it. */
export function asksAgain(question: string): boolean {
  return SOURCE.test(question) || DOUBT.test(question) || DOUBT_BY_HEARSAY.test(question);
}

/**
 * What a few words ask by the places of the last answer: 下一条, 后一项原文, 第三个呢, 它属于哪一部分.
 * @returns a question that names its clause; undefined when the words lean on no place
 */
export function referBack(question: string, places: readonly Place[]): string | undefined {
  const [first, second, third] = places;
  if (first === undefined || CLAUSE.test(question)) return undefined;
  if (THIS_CLAUSE.test(question)) return `第${first.clause}条原文`;
  const isOneClause = places.every(({ clause }) => clause === first.clause);
  if (LESS.test(question) && isOneClause)
    return `第${first.clause}条${question.replace(LESS, '').replace(LESS, '')}`;
  const nth = NTH.exec(question);
  if (nth !== null) return isBare(question.replace(NTH, '')) ? nthOf(places, parseNumber(nth[1] ?? '') ?? 0) : undefined; // prettier-ignore
  if (/[0-9]/u.test(question)) return undefined;
  if (second !== undefined && third === undefined) {
    if (SECOND_OF_TWO.test(question)) return sentenceAt(second);
    if (FIRST_OF_TWO.test(question)) return sentenceAt(first);
  }
  const others = OTHERS.exec(question)?.groups?.['what'];
  if (others !== undefined) return `除了第${first.clause}条还有哪些条款提到${others}`;
  const groups = STEP.exec(question)?.groups;
  if (groups !== undefined && (groups['unit'] !== '' || FURTHER.test(question))) return step(question, groups, places, first); // prettier-ignore
  const isOfClause = PART.test(question) && isBare(question.replace(PART, '').replace(PRONOUN, ''));
  return isOfClause ? `第${first.clause}条${question.replace(PRONOUN, '')}` : undefined;
}

function step(
  question: string,
  { way = '', unit = '' }: Readonly<Record<string, string>>,
  places: readonly Place[],
  first: Place,
): string | undefined {
  const isOn = /[下后]/u.test(way);
  if (unit === '条' || unit === '款') return `第${first.clause + (isOn ? 1 : -1)}条${question.replace(STEP, '')}`; // prettier-ignore
  const last = places.findLast(({ clause }) => clause === first.clause) ?? first;
  const sentence = isOn ? last.sentence + 1 : first.sentence - 1;
  return sentence < 1 ? undefined : sentenceAt({ clause: first.clause, sentence });
}

/** Of several things just said the nth; of one, its clause's nth sentence. */
function nthOf(places: readonly Place[], nth: number): string | undefined {
  const [first] = places;
  if (places.length === 1 && first !== undefined) return sentenceAt({ clause: first.clause, sentence: nth });
  const place = places[nth - 1];
  return place && sentenceAt(place);
}

function sentenceAt({ clause, sentence }: Place): string {
  return sentence === 0 ? `第${clause}条` : `第${clause}条第${sentence}句`;
}

function isBare(words: string): boolean {
  return words.replace(AROUND, '').length < 2;
}
