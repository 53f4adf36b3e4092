import { CHINESE_NUMERAL, parseNumber } from '../domain/numerals.js';
import { fold } from '../retrieval/fold.js';
import type { Context, Reading } from '../retrieval/retriever.js';
import type { Message } from './message.js';
import { asksAgain, referBack, type Place } from './refer-back.js';

/** A question made ready to be answered. */
export type Turn = {
  /** As typed: spaces still part its words. */
  readonly typed: string;
  /** Folded; what is to be answered. */
  readonly question: string;
  /** What it leans on; undefined when it stands alone. */
  readonly context: Context | undefined;
  /** The question as it was understood, when that is not what was typed. */
  readonly interpretedAs: string | null;
};

/** What resolving needs to know of earlier turns. */
export type Memory = {
  /** Reads a question as retrieval does. */
  readonly read: (question: string, context?: Context) => Reading;
  /** Where the answer to a turn stands, in its order. */
  readonly placesOf: (turn: Turn) => readonly Place[];
};

// A question that opens or ends like this, or is this short, leans on what was said before.
const LEANING =
  /^(?:那|那么|它|这个?|那个?|这样|还有|然后|另外|再|具体|也|又|不是|里面|剩下|其余|其他|除了|不对)|呢[?？]?$|^[^,，。?？]{1,6}呢[,，。?？]|^[^,，。]{0,6}也|这[条个里事]|那[条个里边]|真的假的|是真的吗/u;
const SHORT = 8;
// What is short and surely asks about something else leans on nothing.
const POSSIBLE = 0.1;
// 不是大人,问的是娃: never small talk.
const CORRECTION = /^(?:不是|不对|错了|打错).{0,12}(?:是|问|说|指|改)/u;
const CODE = /(?<![a-z0-9])(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{5,}(?![a-z0-9])/gu;
const RETURN = /回到|刚才|前面(?:说|问|讲)|之前(?:说|问|讲)|开头(?:说|问)|最早|第一个问题/u;
// A clause or section that is named by its number is never small talk.
const CLAUSE = new RegExp(`第([0-9]{1,3}|${CHINESE_NUMERAL})(?:条|款)`, 'u');
const NAMED = /第[0-9一二三四五六七八九十]+(?:条|款|部分|章)/u;
// Surely said for its own sake: thanks, or something far from the plan.
const SURELY = 0.5;

/** Makes a question stand alone, as far as it leans on what was said before. Only the user's own turns are built upon. */
export function resolve(typed: string, before: readonly Message[], memory: Memory): Turn {
  const turns: Turn[] = [];
  const known = new Map<Turn, readonly Place[]>(); // going back looks at every turn; none is answered twice for it
  const placesOf = (turn: Turn) => {
    const places = known.get(turn) ?? memory.placesOf(turn);
    known.set(turn, places);
    return places;
  };
  const remembered = { ...memory, placesOf };
  for (const { role, content } of before)
    if (role === 'user') turns.push(resolveOne(content, turns, remembered));
  return resolveOne(typed, turns, remembered);
}

/** Order numbers and the like, pasted along with a question, are no words of it. */
function withoutCodes(folded: string): string {
  const left = folded.replace(CODE, '').trim();
  return /\p{Script=Han}/u.test(left) ? left : folded;
}

function resolveOne(typed: string, turns: readonly Turn[], memory: Memory): Turn {
  const question = withoutCodes(fold(typed));
  const alone: Turn = { typed, question, context: undefined, interpretedAs: null };
  // Small talk between two questions is nothing to lean on.
  const topics = turns.filter(
    (turn) => turn.context !== undefined || NAMED.test(turn.question) || !isAside(memory.read(turn.question)),
  );
  const previous = topics.at(-1);
  if (previous === undefined) return alone;
  if (asksAgain(question)) return { ...previous, typed, interpretedAs: wordsOf(previous) };
  const focus = RETURN.test(question) ? (earlier(topics, memory) ?? previous) : previous;
  const referred = referBack(question, memory.placesOf(focus));
  if (referred !== undefined) return { ...alone, question: referred, interpretedAs: referred };
  const reading = memory.read(question);
  if (isAside(reading) && !CORRECTION.test(question)) return alone;
  const isFragment =
    question.length <= SHORT && reading.outcomes.in_plan + reading.outcomes.clarify >= POSSIBLE;
  if (!LEANING.test(question) && !isFragment && !RETURN.test(question)) return alone;
  const context = { question: wordsOf(focus), clause: clauseOf(focus, memory) };
  return { typed, question, context, interpretedAs: `${context.question} ${question}` };
}

/** The clause that a turn is about: the one it names, else the one its answer stands in. */
function clauseOf(turn: Turn, { placesOf }: Memory): number | undefined {
  return parseNumber(CLAUSE.exec(turn.question)?.[1] ?? '') ?? placesOf(turn)[0]?.clause;
}

/** The last turn that was about another clause than the one before this. */
function earlier(turns: readonly Turn[], memory: Memory): Turn | undefined {
  const last = turns.at(-1);
  const now = last && clauseOf(last, memory);
  return turns.findLast((turn) => clauseOf(turn, memory) !== now);
}

/** Small talk, or something that has nothing to do with the plan. */
function isAside({ outcomes }: Reading): boolean {
  return outcomes.chitchat + outcomes.about_bot + outcomes.off_topic + outcomes.unsafe > SURELY;
}

function wordsOf({ question, context }: Turn): string {
  return context === undefined ? question : `${context.question} ${question}`;
}
