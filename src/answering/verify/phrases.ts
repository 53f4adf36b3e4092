import { placesIn } from './places.js';
import { gramsOf } from './grams.js';

/** A thing a clause speaks of, with every word that says which: 优质中小企业, 城郊规模较大中心镇. */
export type Phrase = {
  readonly text: string;
  readonly grams: readonly string[];
  /** What stands before it in a list. The last of a list carries what all have in common: 中等职业教育、普惠性学前教育保障范围. */
  readonly before: readonly string[];
};

/** What a plan does with things. Words that as often are part of a thing's name (发展, 保障, 合作) are left to the name. */
const VERBS = [
  '出台|推出|制定|修编|编制(?=都)|建立|建成|建设(?!用地)|打造|共建|组建|设立|布局|完善|健全|优化|强化|加强|增强|提升|提高|扩大|增加|加大|深化|实施|开展|推行|推广',
  '落实|完成|实现|形成|培育|纳入|覆盖|供给|参加|申领|申请|设置|招生|增设|整合|集聚|落地|转设|发布|吸引(?!力)|共用|共享|对接|承接|赋予|竞聘|投资(?!强度)',
  '延伸|达到|达(?=[0-9百])|保持|采用|解决|调整|统筹|入股|改变|供应(?!机制)|出租|申报|配备|领导(?!小组)|协调|细化|涉及|开行|升级(?!转移)|深入|互认|利用|盘活|交流|直管|退出|分离|推进|倾斜|(?<=集中|挂钩|资源)发展',
].join('|');
const WILLS = '鼓励|支持|引导|推动|推进|加快|探索|允许|促进';
const ADVERBS =
  '全面|全域|稳步|逐步|有序|稳妥|积极|大力|因地制宜|合理|科学|依法|适时|进一步|更加|动态|联合(?!体|技术)|集中|梯度|分类(?!提质)|统一|协同(?!创新|区)|按程序|高水平|深入|可(?=[享采])|省级统筹|相互(?!间)|差异化';
const JOINTS =
  '(?<=”)的|[、,;:。+]|和(?!谐)|(?<!参)与|及|以及|或|并|(?<![中高初平同])等(?!职业|教育|待遇|级)|以(?![上下内外后前来]|县为主)|由|(?<!导)向|(?<!结)对(?!接)|(?<!现|存)在(?!地)|依据|按照|通过|将|把|从|(?<!行|两)为(?!主|导)|作为|自(?!愿|然)';
const AMOUNTS =
  '一批|不少于|[0-9]+(?:年底前|万人|%|个|家|小时|年)?(?:以上|内)?|[一二三四五六七八九十]年内|[二三四五六七八九]港';
/** The marks between the things of a list. */
const LIST = /^(?:[、]|和|与|及|以及|或|等)$/u;
const CUTS = new RegExp(`${JOINTS}|${AMOUNTS}|${VERBS}|${WILLS}|${ADVERBS}`, 'gu');
/** Done as well, but as often part of a name. */
const NAMED = '保障(?!性|范围|体系|试点)|放开|放宽|应保尽保';
/** As plain words have it. */
const PLAINLY = '尝试|提倡|倡导|扶持|抓紧';
const DOINGS = new RegExp(`${VERBS}|${WILLS}|${NAMED}|${PLAINLY}`, 'gu');

/** What is done in a folded text, where it says so. */
export function doingsIn(
  text: string,
): { readonly word: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(DOINGS)].map(({ 0: word, index }) => ({
    word,
    start: index,
    end: index + word.length,
  }));
}

/** The things a part of a clause speaks of. What stands in brackets may be left out: 县(市、区). */
export function phrasesOf(part: string): Phrase[] {
  const bare = part.replaceAll(/\([^)]*\)/gu, '');
  // Marks inside a quoted name part nothing.
  const marked = bare.replaceAll(/“[^”]*”/gu, (name) =>
    name.replaceAll(CUTS, (cut) => '·'.repeat(cut.length)),
  );
  const found: Phrase[] = [];
  let start = 0;
  let before: string[] = [];
  for (const { 0: cut, index } of [...marked.matchAll(CUTS), { 0: '', index: bare.length }]) {
    const text = bare.slice(start, index).replace(/^的/u, '');
    // A name in quotation marks is judged as one.
    const isThing =
      !/^“[^”]*”$/u.test(text) &&
      (text.match(/\p{Script=Han}/gu)?.length ?? 0) >= 2 &&
      placesIn(text)[0]?.name !== text;
    const isLast = !LIST.test(cut);
    if (isThing) found.push({ text, grams: gramsOf(text), before: cut === '等' ? [] : before });
    if (isLast) before = [];
    else if (text !== '') before = [...before, text];
    start = index + cut.length;
  }
  return found;
}
