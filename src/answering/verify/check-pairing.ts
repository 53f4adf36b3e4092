import type { Draft } from './draft.js';
import type { Evidence, Part } from './evidence.js';
import { gramsOf, unitPairs, unitsOf } from './grams.js';
import { doingsIn } from './phrases.js';
import { neutralWordsIn, plainWordsIn } from './plain-words.js';
import { placesIn } from './places.js';
import type { Finding } from './verdict.js';

/** What is done must be done to what the clause does it to: the plan sets up alliances and lays out universities, not the other way round. */
export function checkPairing(draft: Draft): Finding {
  // The front matter says who wrote what when; nothing is being carried out by it.
  const cited = draft.cited.filter(({ clause }) => clause.number > 0);
  const statements = draft.parts
    .flatMap(({ text }) => text.split(/并且?(?!轨)|同时/u))
    .map((text) => ({ text, things: thingsIn(text, cited), deeds: deedsIn(text, cited) }));
  for (const [i, { text, things, deeds }] of statements.entries()) {
    // A part that only names things goes with a deed that comes later: 云龙湖实验室，要加快建设.
    const later = deeds.length > 0 ? [{ deeds }] : laterOnes(statements, i);
    const stray = things.find(
      (thing) => later.length > 0 && !later.some((one) => one.deeds.every((deed) => goesWith(thing, deed))),
    );
    const turned = deeds.find((deed) => DIRECTED.test(deed.word) && isTurned(text, deed));
    if (turned !== undefined) return { fault: 'unsupported', detail: `${turned.word} the other way round` };
    const place = WHERE.flatMap((word) => swapped(text, word, draft.used))[0];
    if (place !== undefined) return { fault: 'unsupported', detail: `${place} the other way round` };
    if (stray !== undefined)
      return { fault: 'unsupported', detail: `${later[0]?.deeds[0]?.word ?? ''} with ${stray}` };
  }
  return undefined;
}

type Statement = {
  readonly text: string;
  readonly things: readonly string[];
  readonly deeds: readonly Deed[];
};

/** What follows a part that only names things, up to the end of the sentence; one that says what they are is whole by itself. */
function laterOnes(statements: readonly Statement[], at: number): Statement[] {
  if (/[为是]/u.test(statements[at]?.text ?? '')) return [];
  const end = statements.findIndex(({ text }, i) => i >= at && /[;。!?]$/u.test(text));
  return statements.slice(at + 1, end === -1 ? undefined : end + 1).filter(({ deeds }) => deeds.length > 0);
}

/** Something done, with the places where a cited clause does it. */
type Deed = { readonly word: string; readonly homes: readonly Home[] };
/** Texts that together say of what it is done. */
type Home = readonly { readonly text: string; readonly grams: ReadonlySet<string> }[];

function goesWith(thing: string, { homes }: Deed): boolean {
  return homes.some((home) => home.some((part) => part.grams.has(thing)));
}

/** Between two, of which each could do it to the other. */
const DIRECTED = /^(?:入股|纳入|承接|吸引|赋予|延伸|投资|领导|供给|覆盖|支持|引导|对接)$/u;
/** 园区入股村集体, where the clause lets 村集体入股园区. One side alone may come first: 园区，村集体可入股. */
function isTurned(text: string, { word, homes }: Deed): boolean {
  const at = text.indexOf(word);
  const [before, after] = [gramsOf(text.slice(0, at)), gramsOf(text.slice(at + word.length))];
  const parts = homes.flatMap((home) => home.filter((part) => part.text.includes(word)));
  return (
    parts.length > 0 &&
    parts.every((part) => {
      const there = part.text.indexOf(word);
      const first = new Set(gramsOf(part.text.slice(0, there)));
      const last = new Set(gramsOf(part.text.slice(there + word.length)));
      return (
        before.some((gram) => last.has(gram) && !first.has(gram)) &&
        after.some((gram) => first.has(gram) && !last.has(gram))
      );
    })
  );
}

/** 南京在圈内城市, where the clause has 圈内城市在南京. */
const WHERE = ['在', '向', '对', '与'];
function swapped(text: string, word: string, used: readonly Part[]): string[] {
  return [...text.matchAll(new RegExp(`(?<!现|存|正|还)${word}(?<next>\\p{Script=Han}{2})`, 'gu'))]
    .map(({ groups }) => groups?.['next'] ?? '')
    .filter((next) => {
      const parts = used
        .map((part) => part.text.replaceAll('保持在', '···'))
        .filter((part) => part.includes(word) && part.includes(next));
      return parts.length > 0 && parts.every((part) => part.lastIndexOf(next) < part.indexOf(word));
    })
    .map((next) => word + next);
}

function deedsIn(text: string, cited: readonly Evidence[]): Deed[] {
  return doingsIn(text)
    .map(({ word }) => ({ word, homes: cited.flatMap((one) => homesOf(word, one, text.includes('、'))) }))
    .filter(({ homes }) => homes.length > 0);
}

/** Pairs of characters of the clauses cited, but for words that join, frame, limit or say what is done. */
function thingsIn(text: string, cited: readonly Evidence[]): string[] {
  const idle = new Uint8Array(text.length);
  for (const { start, end } of [
    ...doingsIn(text),
    ...plainWordsIn(text),
    ...neutralWordsIn(text),
    ...placesIn(text),
  ])
    idle.fill(1, start, end);
  // What a clause is about, its title says; that goes with all it does. English terms stand apart.
  const titles = cited.flatMap(({ parts }) => parts.filter(({ sentence }) => sentence.index === 0));
  return unitPairs(unitsOf(text.replaceAll(/ +/gu, (gap) => '、'.repeat(gap.length))))
    .filter(([a, b]) => idle[a.start] === 0 && idle[b.start] === 0)
    .map(([a, b]) => a.text + b.text)
    .filter(
      (gram) => cited.some(({ grams }) => grams.has(gram)) && !titles.some(({ grams }) => grams.has(gram)),
    );
}

/** Where a clause does this; a part that goes on with what the part before speaks of, together with it. */
function homesOf(word: string, { parts }: Evidence, isList: boolean): Home[] {
  const terms = [word, ...plainWordsIn(word).flatMap((one) => one.terms)];
  return parts.flatMap((part, i) => {
    if (!terms.some((term) => part.text.includes(term))) return [];
    const same = parts.slice(0, i).filter(({ sentence }) => sentence === part.sentence);
    const opening = same.filter(({ text }) => OPENS.test(text));
    const before = GOES_ON.test(part.text) ? same.slice(-1) : [];
    return [[...opening, ...before, isList ? part : upTo(terms, part)]];
  });
}

/** Done without an object, at the end of the thing that does it. */
const ENDING = /^(?:交流|集聚|落地|互认|转设|直管|共享|延伸|倾斜)$/u;
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
