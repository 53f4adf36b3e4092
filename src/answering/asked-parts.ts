import { fold } from '../retrieval/fold.js';
import type { Lexicon } from '../retrieval/lexicon.js';

// A part asks when it holds a word of asking; the rest is story, and goes with the part that follows it.
const ASKING =
  /[?？]|吗|呢|么|嘛|啥|什么|哪|谁|几|多少|多久|多大|怎|咋|如何|为何|是否|[有能可会行算管让要是]不|有没|没有$|不$|伐|阿[有能是可会]|何时|何处|区别|不同|差异|how|what|which|when|who|where|is |are |does /u;
const BREAK = /[,，。;；?？!！\n]|(?<=\p{Script=Han}) +(?=\p{Script=Han})/u;
// Things named side by side, and the words that ask of each of them.
const BESIDE = /、|和|与|跟|同(?!城|步|时|等)|及|以及|还有|另外/u;
const OF_EACH =
  /各(?!种|项|类|地|级|市|县|区|部门|位|方|人)|分别|[两二三仨]者|[两二三仨几](?:个|地|条|样|种|处|件)(?:事|说法)?|区别|不同|差异|差别|有啥两样|一回事|是否相同|哪个.{0,8}哪个|比(?:较|一比|一下)|differ|compare/u;
// Where a list is asked for by its places (各见第几条, 给个条号), every item of it is asked about.
const PLACES = /出处|条号|依据|第几条|哪几?条|哪些条|落在/u;
const LISTED = /[、,，;；:：]|\.\.+|和|与|跟|及|以及|还有|到(?=[\p{Script=Han}]{2})/u;
const SHORTEST = 2;
// 各多少, 哪个定了: asks of the sides and is none itself.
const ONLY_ASKS = /^(?:各|分别|都|哪|两|二|三|有|是|定)/u;

/** Whether one thing is asked of several that are named side by side. */
export function asksOfEach(question: string): boolean {
  return (OF_EACH.test(question) && BESIDE.test(question)) || (PLACES.test(question) && question.split(/、|\.\.+/u).length > 1); // prettier-ignore
}

/** Whether a question may be about two things: it joins or lists them, or asks twice. */
export function joinsThings(question: string): boolean {
  return BESIDE.test(question) || question.split(BREAK).filter((piece) => ASKING.test(piece)).length > 1;
}

/**
 * The things a question asks at once, each as a question of its own; one alone when there is but one. Takes the question as typed:
 * spaces between Chinese words part them.
 */
export function askedParts(typed: string, lexicon: Lexicon): string[] {
  const text = typed.normalize('NFKC');
  const pieces = text.split(BREAK).map((piece) => piece.trim()).filter((piece) => piece !== ''); // prettier-ignore
  if (asksOfEach(text)) {
    const places = placesBeside(fold(text), lexicon);
    if (places.length > 1) return places;
    const sides = text.split(LISTED).flatMap((side) => side.split(BREAK)).map((side) => fold(side)).filter((side) => side.length >= SHORTEST && !ONLY_ASKS.test(side)); // prettier-ignore
    if (sides.length > 1) return sides;
  }
  const asked: string[] = [];
  let story = '';
  for (const piece of pieces) {
    if (ASKING.test(piece)) {
      asked.push(fold(`${story} ${piece}`));
      story = '';
    } else story += ` ${piece}`;
  }
  // What is left at the end asks too when it names something: 居住证怎么办,还有社保.
  if (asked.length > 0 && fold(story).length >= SHORTEST && BESIDE.test(story)) asked.push(fold(story));
  return asked.length > 1 ? asked : [fold(typed)];
}

/** 徐州与南京定位有何差异: the question asked of each place, when known places stand side by side. */
function placesBeside(question: string, lexicon: Lexicon): string[] {
  for (let i = 0; i < question.length; i += 1) {
    const words: string[] = [];
    let end = i;
    for (
      let word = lexicon.placeAt(question, end);
      word !== undefined;
      word = lexicon.placeAt(question, end)
    ) {
      words.push(word);
      end += word.length;
      const joint = /^(?:、|和|与|跟|同|及)/u.exec(question.slice(end));
      if (joint === null) break;
      end += joint[0].length;
    }
    if (words.length > 1) return words.map((word) => `${question.slice(0, i)}${word}${question.slice(end)}`);
  }
  return [];
}
