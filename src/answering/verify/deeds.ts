import type { Draft } from './draft.js';
import type { Evidence, Part } from './evidence.js';
import { gramsOf, unitPairs, unitsOf } from './grams.js';
import { doingsIn } from './phrases.js';
import { neutralWordsIn, plainWordsIn, termsOf } from './plain-words.js';

/** What a part of the sentence says is done, and to what. */
export type Statement = {
  readonly text: string;
  readonly things: readonly Thing[];
  readonly deeds: readonly Deed[];
};

/** Something done, with the places where a cited clause does it. */
export type Deed = { readonly word: string; readonly homes: readonly Home[] };
/** Texts that together say of what it is done. */
export type Home = readonly { readonly text: string; readonly grams: ReadonlySet<string> }[];

/** A pair of characters of the clauses, or a plain word with the terms that it stands for. */
export type Thing = readonly string[];

export function statementsOf(draft: Draft): Statement[] {
  // The front matter says who wrote what when; nothing is being carried out by it.
  const cited = draft.cited.filter(({ clause }) => clause.number > 0);
  return draft.parts
    .flatMap(({ text }) => text.split(/并且?(?!轨)|同时/u))
    .map((text) => ({ text, things: thingsIn(text, cited), deeds: deedsIn(text, cited) }));
}

function deedsIn(text: string, cited: readonly Evidence[]): Deed[] {
  return doingsIn(text)
    .map(({ word }) => ({ word, homes: cited.flatMap((one) => homesOf(word, one, LISTS.test(text))) }))
    .filter(({ homes }) => homes.length > 0);
}

/** A sentence that lists things says of all what the clause says of each; English terms stand apart. */
const LISTS = /[、和与及 ]/u;

/** Pairs of characters of the clauses cited, but for words that join, frame, limit or say what is done. */
function thingsIn(text: string, cited: readonly Evidence[]): Thing[] {
  // What frames or joins is no thing; a single character of it may be part of one: 城中村.
  const idle = new Uint8Array(text.length);
  const doings = doingsIn(text);
  const others = [...doings, ...neutralWordsIn(text)];
  const plain = plainWordsIn(text).filter(
    ({ start, end }) => !others.some((one) => one.start < end && one.end > start),
  );
  for (const { start, end } of [...others, ...plain])
    if (end - start > 1) idle.fill(2, start, end);
    else idle[start] = Math.max(idle[start] ?? 0, 1);
  // What a clause is about, its title says; that goes with all it does. English terms stand apart.
  const titles = cited.map(({ clause }) => clause.title).join('\n');
  const pairs = unitPairs(unitsOf(text.replaceAll(/ +/gu, (gap) => '、'.repeat(gap.length))))
    .filter(([a, b]) => (idle[a.start] ?? 0) + (idle[b.start] ?? 0) < 2)
    .map(([a, b]) => [a.text + b.text]);
  const words = plain.map(({ start, end, terms }) => [text.slice(start, end), ...terms]);
  return [...pairs, ...words].filter(
    (thing) =>
      thing.some((word) => cited.some((one) => one.grams.has(word) || one.text.includes(word))) &&
      !thing.some((word) => titles.includes(word)),
  );
}

/** Where a clause does this; a part that goes on with what the part before speaks of, together with it. */
function homesOf(word: string, { parts }: Evidence, isList: boolean): Home[] {
  const terms = [word, ...termsOf(word)];
  return parts.flatMap((part, i) => {
    if (!terms.some((term) => part.text.includes(term))) return [];
    const same = parts.slice(0, i).filter(({ sentence }) => sentence === part.sentence);
    const opening = same.filter(({ text }) => OPENS.test(text));
    const before = GOES_ON.test(part.text) ? same.slice(-1) : [];
    if (OPENS.test(part.text)) return [parts.filter(({ sentence }) => sentence === part.sentence)];
    return itemsOf(terms, part, isList).map((item) => [...opening, ...before, item]);
  });
}

/** Done without an object, at the end of the thing that does it. */
const ENDING = /^(?:交流|集聚|落地|互认|转设|直管|共享|延伸|倾斜)$/u;
/** Done twice in one list, it is done to each by itself: 市直管街道、市辖区直管社区. */
function itemsOf(terms: readonly string[], part: Part, isList: boolean): Home[number][] {
  if (isList) return [part];
  const items = part.text.split('、').filter((item) => terms.some((term) => item.includes(term)));
  if (items.length < 2) return [upTo(terms, part)];
  return items.map((text) => ({ text, grams: new Set(gramsOf(text)) }));
}

/** What is done at the end of one thing in a list is done to that and to those before, not to those after: 校长教师交流轮岗、基层卫生人才“县管乡用”. */
function upTo(terms: readonly string[], { text, grams }: Part): Home[number] {
  const at = Math.max(...terms.filter((term) => ENDING.test(term)).map((term) => text.lastIndexOf(term)));
  const end = at < 0 ? -1 : text.indexOf('、', at);
  if (end === -1) return { text, grams };
  return { text: text.slice(0, end), grams: new Set(gramsOf(text.slice(0, end))) };
}

/** 鼓励与制造业龙头企业联合开展, 稳步实现由常住地供给: whose, the part before says. */
const GOES_ON = /^(?:鼓励|支持|引导|推动)?(?:与(?!上海)|以|由|稳步|逐步|有序|适时)|^其余/u;
/** 按照省负总责、市县抓落实的总体要求: for all that follows. */
const OPENS = /^(?:在|按照|根据|依据|统筹(?!布局))/u;
