import { CHINESE_NUMERAL, parseNumber } from '../domain/numerals.js';
import { fold } from '../retrieval/fold.js';
import type { Context, Reading } from '../retrieval/retriever.js';
import type { Message } from './message.js';

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

/** Reads a question as retrieval does. */
export type Read = (question: string, context?: Context) => Reading;

// A question that opens or ends like this, or is this short, leans on what was said before.
const LEANING =
  /^(?:那|那么|它|这个?|那个?|这样|还有|然后|另外|再|具体|也|又|不是|里面|剩下|其余|其他|除了|不对)|呢[?？]?$|^[^,，。]{0,6}也|这[条个里事]|那[条个里边]|真的假的|是真的吗/u;
const SHORT = 8;
const CODE = /(?<![a-z0-9])(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{5,}(?![a-z0-9])/gu;
// 哪条写的, 第几条来着: where the last answer stands.
const SOURCE =
  /^(?:请问|这|那|刚才|你说的|说的)?(?:个|都)?(?:是|在)?(?:写在|出自|来自|见于|依据(?:是)?)?(?:哪|第几|几)(?:一)?(?:条|款|章|处)(?:写|说|规定|里|来着|啊|的|呀|呢|了)*(?:[,，].{0,6})?[?？]?$|^(?:有)?(?:依据|出处|来源)(?:呢|在哪|是(?:什么|啥))?[?？]?$/u;
// 不对吧, 真的假的: the last answer is doubted; it is given again as the plan has it.
const DOUBT =
  /^(?:不对(?:吧|啊)?|真的(?:假的)?|真的吗|你?确定(?:吗)?|不会吧|是吗|骗人|瞎说|胡说|不可能|当真|没搞错吧|你再想想)[吧啊呀哦?？!！。,，]*$/u;
const STEP = /(?<way>下|后|后面(?:那)?|上|前|前面(?:那)?)一?(?<unit>条|款|项|句)/u;
const THIS_CLAUSE =
  /^(?:那)?(?:这|那|该|本|此)(?:一)?条(?:款)?(?:的)?(?:原文|全文|全部|完整|原话|内容|还(?:写|说|讲)了?(?:什么|啥|哪些))/u;
const RETURN = /回到|刚才|前面(?:说|问|讲)|之前(?:说|问|讲)|开头(?:说|问)|最早|第一个问题/u;
// A clause or section that is named by its number is never small talk.
const CLAUSE = new RegExp(`第([0-9]{1,3}|${CHINESE_NUMERAL})(?:条|款)`, 'u');
const SECTION = /第.{1,2}(?:个|大)?部分/u;
const NAMED = /第[0-9一二三四五六七八九十]+(?:条|款|部分|章)/u;
// Surely said for its own sake: thanks, or something far from the plan.
const SURELY = 0.5;

/** Makes a question stand alone, as far as it leans on what was said before. Only the user's own turns are built upon. */
export function resolve(typed: string, before: readonly Message[], read: Read): Turn {
  const turns: Turn[] = [];
  for (const { role, content } of before) if (role === 'user') turns.push(resolveOne(content, turns, read));
  return resolveOne(typed, turns, read);
}

/** Order numbers and the like, pasted along with a question, are no words of it. */
function withoutCodes(folded: string): string {
  const left = folded.replace(CODE, '').trim();
  return /\p{Script=Han}/u.test(left) ? left : folded;
}

function resolveOne(typed: string, turns: readonly Turn[], read: Read): Turn {
  const question = withoutCodes(fold(typed));
  const alone: Turn = { typed, question, context: undefined, interpretedAs: null };
  // Small talk between two questions is nothing to lean on.
  const topics = turns.filter(
    (turn) => turn.context !== undefined || NAMED.test(turn.question) || !isAside(read(turn.question)),
  );
  const previous = topics.at(-1);
  if (previous === undefined) return alone;
  if (SOURCE.test(question) || DOUBT.test(question))
    return { ...previous, typed, interpretedAs: wordsOf(previous) };
  const focus = RETURN.test(question) ? (earlier(topics, read) ?? previous) : previous;
  const stepped = step(typed, question, placeOf(focus, read));
  if (stepped !== undefined) return stepped;
  if (isAside(read(question))) return alone;
  if (!LEANING.test(question) && question.length > SHORT && !RETURN.test(question)) return alone;
  const context = { question: wordsOf(focus), clause: placeOf(focus, read)?.clause };
  return { typed, question, context, interpretedAs: `${context.question} ${question}` };
}

/** 下一条, 后一项原文, 这条全文: asked by its place beside the last answer. */
function step(typed: string, question: string, place: Place | undefined): Turn | undefined {
  if (place === undefined || /[0-9]/u.test(question)) return undefined;
  if (THIS_CLAUSE.test(question)) return asked(typed, `第${place.clause}条原文`);
  const groups = STEP.exec(question)?.groups;
  if (groups === undefined) return undefined;
  const by = /[下后]/u.test(groups['way'] ?? '') ? 1 : -1;
  if (groups['unit'] === '条' || groups['unit'] === '款') return asked(typed, `第${place.clause + by}条${question.replace(STEP, '')}`); // prettier-ignore
  return place.sentence + by < 1 ? undefined : asked(typed, `第${place.clause}条第${place.sentence + by}句`);
}

type Place = { readonly clause: number; readonly sentence: number };

/** Where the answer to a turn stands: the clause it names, else the first found, and its best sentence. */
function placeOf({ question, context }: Turn, read: Read): Place | undefined {
  if (SECTION.test(question)) return undefined;
  const named = parseNumber(CLAUSE.exec(question)?.[1] ?? '') ?? 0;
  const { results } = read(question, context);
  const found = named === 0 ? results[0] : results.find(({ clause }) => clause === named);
  return found && { clause: found.clause, sentence: found.sentences[0]?.index ?? 1 };
}

/** The last turn that was about another clause than the one before this. */
function earlier(turns: readonly Turn[], read: Read): Turn | undefined {
  const last = turns.at(-1);
  const now = last && placeOf(last, read)?.clause;
  return turns.findLast((turn) => placeOf(turn, read)?.clause !== now);
}

/** Small talk, or something that has nothing to do with the plan. */
function isAside({ outcomes }: Reading): boolean {
  return outcomes.chitchat + outcomes.about_bot + outcomes.off_topic + outcomes.unsafe > SURELY;
}

function wordsOf({ question, context }: Turn): string {
  return context === undefined ? question : `${context.question} ${question}`;
}

function asked(typed: string, question: string): Turn {
  return { typed, question, context: undefined, interpretedAs: question };
}
