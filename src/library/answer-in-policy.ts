import { askedThing } from '../answering/asked-thing.js';
import type { Answer } from '../answering/answer.js';
import { answered, chat, partial, refused, verify, type Selection } from '../answering/compose.js';
import { list } from '../answering/lists.js';
import { documentFacts, noSuchClause, partOfClause, structure } from '../answering/look-up.js';
import { placesOf } from '../answering/places-of.js';
import type { Replies } from '../answering/replies.js';
import { readRequest } from '../answering/request.js';
import type { Message } from '../conversation/message.js';
import { resolve, type Memory, type Turn } from '../conversation/resolve.js';
import { clauseOf, type Policy, type Sentence } from '../domain/policy.js';
import type { Asks } from '../retrieval/question-data.js';
import type { Reading } from '../retrieval/retriever.js';
import type { SearchResult } from '../retrieval/search-result.js';
import type { PolicyReader } from './policy-reader.js';

// A second sentence or clause is shown only when it is nearly as good as the first: answers are short.
const SECOND_SENTENCE = 0.8;
const SECOND_CLAUSE = 0.9;
const SURELY = 0.5;

const NUMERAL = '[0-9零〇一二两三四五六七八九十百千万亿]';
// What a sentence must hold to state what is asked in so many words. Policies of the library were not learned from: where a sentence
// holds nothing of the kind, it is said that the policy does not state it, and the nearest words are shown.
const STATES: Readonly<Partial<Record<Asks, RegExp>>> = {
  amount: new RegExp(`${NUMERAL}(?:余|多)?元|[0-9](?:万|亿)|免费|免收|免除|全额|%|百分之`, 'u'),
  ratio: /%|百分之|[一二三四五六七八九]成/u,
  count: new RegExp(
    `${NUMERAL}(?:余|多)?(?:个|家|所|座|人|名|条|处|项|户|套|次|件|间|辆|台|公里|平方米|亩)`,
    'u',
  ),
  when: new RegExp(`${NUMERAL}{4}年|${NUMERAL}+月|${NUMERAL}+日|每年|每月|年底|之日|施行`, 'u'),
  duration: new RegExp(`${NUMERAL}+个?(?:年|月|日|天|工作日|小时|分钟)`, 'u'),
  documents: /证|材料|复印件|申请表|证明|合同|凭证/u,
  contact: /[0-9]{3,4}-?[0-9]{7,8}|1[0-9]{4}|电话|热线/u,
};

/** Answers the last message from one policy of the library: its own order and lists as the plan's are, topics by words alone. */
export function answerInPolicy(messages: readonly Message[], reader: PolicyReader, replies: Replies): Answer {
  const typed = messages.at(-1)?.content ?? '';
  const turn = resolve(typed, messages.slice(0, -1), memoryOf(reader, replies));
  const answer = reply(turn, reader, replies);
  return verify({ ...answer, interpretedAs: turn.interpretedAs }, reader.policy);
}

/** What resolving a follow-up needs to know of what was said before. */
export function memoryOf(reader: PolicyReader, replies: Replies): Memory {
  return {
    read: (question, context) => reader.read(question, context),
    placesOf: (turn) => placesOf(reply(turn, reader, replies), reader.policy),
  };
}

function reply(turn: Turn, reader: PolicyReader, replies: Replies): Answer {
  const { policy, targets, lexicon } = reader;
  const request = readRequest(turn.question, policy, lexicon);
  switch (request.kind) {
    case 'guard':
      return request.guard === 'creative' ? refused('off_topic', replies.refusals.off_topic, replies) : refused(request.guard, replies.refusals[request.guard], replies); // prettier-ignore
    case 'structure':
      return structure(policy, request.structure, replies);
    case 'within':
      return within(request.numbers, request.rest, reader, replies);
    case 'beside': {
      const found = reader.read(request.topic).results[0]?.clause ?? 0;
      const numbers = request.steps.map((step) => found + step);
      return structure(policy, { kind: 'clauses', numbers, part: 'title' }, replies);
    }
    case 'ofTopic':
      return partOfClause(policy, reader.read(request.topic).results[0]?.clause ?? 0, request.rest, replies);
    case 'facts':
      return documentFacts(policy, request.facts, replies) ?? topic(turn, reader, replies);
    case 'thanks':
      return chat(replies.chat.thanks, replies);
    case 'list':
      return list(policy, targets, request.list, replies) ?? topic(turn, reader, replies);
    case 'validity': // unlike the plan, a policy may say until when it holds
    case 'topic':
      return topic(turn, reader, replies);
  }
}

function within(numbers: readonly number[], rest: string, reader: PolicyReader, replies: Replies): Answer {
  const [number = 0] = numbers;
  const reading = reader.read(rest);
  if (clauseOf(reader.policy, number) === undefined) return noSuchClause(reader.policy, replies);
  const result = reading.results.find(({ clause }) => clause === number);
  if (result === undefined)
    return structure(reader.policy, { kind: 'clause', number, part: 'text' }, replies);
  return fromResults(rest, { ...reading, results: [result] }, reader, replies);
}

function topic({ question, context }: Turn, reader: PolicyReader, replies: Replies): Answer {
  const reading = reader.read(question, context);
  const { chitchat, about_bot, unsafe, in_plan } = reading.outcomes;
  if (unsafe > SURELY) return refused('unsafe', replies.refusals.unsafe, replies);
  if (chitchat + about_bot > SURELY) return chat(chitchat > about_bot ? replies.chat.chitchat : replies.chat.about_bot, replies); // prettier-ignore
  if (in_plan === 0) return refused('not_in_plan', replies.refusals.not_in_plan, replies);
  return fromResults(question, reading, reader, replies);
}

/** The best sentences of the best clause; of what is asked in so many words, one that states it, or that none does. */
function fromResults(question: string, reading: Reading, { policy }: PolicyReader, replies: Replies): Answer {
  const [first, second] = reading.results;
  const { asked, certainty } = askedThing(question, reading);
  const states = certainty === 1 ? STATES[asked] : undefined;
  const best = first && select(policy, first, states);
  if (first === undefined || best === undefined) return refused('not_in_plan', replies.refusals.not_in_plan, replies); // prettier-ignore
  const { in_plan: confidence } = reading.outcomes;
  if (!best.isStated) return partial([replies.missingNames[asked]], [best.selection], replies, confidence);
  // Little of the question stands there, and nothing shows that what is asked does.
  if (reading.stated === 0 && states === undefined) return partial([replies.missingNames.what], [best.selection], replies, confidence); // prettier-ignore
  const isClose = second !== undefined && second.score >= SECOND_CLAUSE * first.score;
  const beside = isClose ? select(policy, second, states) : undefined;
  const more = beside?.isStated ? [beside.selection] : [];
  return answered([], [best.selection, ...more], replies, confidence);
}

function select(
  policy: Policy,
  result: SearchResult,
  states: RegExp | undefined,
): { readonly selection: Selection; readonly isStated: boolean } | undefined {
  const clause = clauseOf(policy, result.clause);
  const [first, second] = result.sentences;
  if (clause === undefined || first === undefined) return undefined;
  const stating = states && result.sentences.find(({ text, score }) => states.test(text) && score > 0);
  if (states !== undefined) return { selection: { clause, spans: [stating ?? first] }, isStated: stating !== undefined }; // prettier-ignore
  const isBeside = second !== undefined && second.score > 0 && second.score >= SECOND_SENTENCE * first.score;
  return { selection: { clause, spans: isBeside ? inOrder(first, second) : [first] }, isStated: true };
}

function inOrder(a: Sentence, b: Sentence): readonly [Sentence, Sentence] {
  return a.start < b.start ? [a, b] : [b, a];
}
