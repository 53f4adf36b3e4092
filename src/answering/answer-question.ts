import type { Message } from '../conversation/message.js';
import { resolve, type Turn } from '../conversation/resolve.js';
import type { Target } from '../domain/find-targets.js';
import { clauseOf, type Clause, type Policy, type Span } from '../domain/policy.js';
import type { Lexicon } from '../retrieval/lexicon.js';
import type { Context, Reading, Retriever } from '../retrieval/retriever.js';
import type { SearchResult } from '../retrieval/search-result.js';
import { isNonEmpty, type Answer } from './answer.js';
import { askedParts, asksOfEach, joinsThings } from './asked-parts.js';
import { answered, chat, clarify, partial, refused, verify, type Selection } from './compose.js';
import { decide, isInPlan, type Decision } from './decide.js';
import { listRequest } from './list-request.js';
import { list } from './lists.js';
import { documentFacts, noSuchClause, partOfClause, sectionsOf, structure } from './look-up.js';
import { placesOf } from './places-of.js';
import type { Replies } from './replies.js';
import { readRequest, type Request } from './request.js';
import { merged, select } from './select.js';
import { WHICH_SECTION } from './structure-request.js';

/** What answering needs to know. */
export type Knowledge = {
  readonly policy: Policy;
  readonly targets: readonly Target[];
  readonly retriever: Retriever;
  readonly lexicon: Lexicon;
  readonly replies: Replies;
};

// A second clause is shown only when it is nearly as good as the first: answers are short.
const SECOND_CLAUSE = 0.85;
// How likely a further clause must be asked about; a question that joins things asks about more. Fitted on the dev cases.
const ASKED_ABOUT = 0.2;
const ASKED_ABOUT_BESIDE = 0.12;
const CERTAIN = 0.5;
const MOST_PARTS = 4;
// Honest questions within a clause stay well below it, on an author left out of the training.
const SURELY_UNSAFE = 0.8;
/** Of what names its clause nothing is left to guess. */
const NOTHING_BEFORE: Context = { question: '', clause: undefined };

/** Answers the last message: resolve follow-up → read the request → look up, or retrieve → decide → select → compose → verify. */
export function answerQuestion(messages: readonly Message[], knowledge: Knowledge): Answer {
  const typed = messages.at(-1)?.content ?? '';
  const { policy, retriever } = knowledge;
  const turn = resolve(typed, messages.slice(0, -1), {
    read: (question, context) => retriever.read(question, context),
    placesOf: (turn) => placesOf(reply(turn, knowledge), policy),
  });
  const answer = reply(turn, knowledge);
  return verify({ ...answer, interpretedAs: turn.interpretedAs }, knowledge.policy);
}

function reply(turn: Turn, knowledge: Knowledge): Answer {
  const { policy, targets, replies } = knowledge;
  const request = readRequest(turn.question, policy, knowledge.lexicon);
  switch (request.kind) {
    case 'guard':
      return request.guard === 'creative' ? refused('off_topic', replies.refusals.off_topic, replies) : refused(request.guard, replies.refusals[request.guard], replies); // prettier-ignore
    case 'structure':
      return structure(policy, request.structure, replies);
    case 'within':
      return within(request.numbers, request.rest, turn.question, knowledge);
    case 'beside':
      return beside(request, knowledge);
    case 'ofTopic':
      return ofTopic(request, knowledge) ?? topic(turn, knowledge);
    case 'facts':
      return documentFacts(policy, request.facts, replies) ?? topic(turn, knowledge);
    case 'validity':
      return partial([replies.validity], [{ clause: policy.frontMatter, spans: [spanOf(policy.frontMatter, policy.title)] }], replies, 1); // prettier-ignore
    case 'thanks':
      return chat(replies.chat.thanks, replies);
    case 'list':
      // 那镇江呢 asks again what was asked before, of another place.
      if (request.list.kind === 'scan' && request.list.isPlace && turn.context !== undefined) return topic(turn, knowledge); // prettier-ignore
      return list(policy, targets, request.list, replies) ?? topic(turn, knowledge);
    case 'topic':
      return (WHICH_SECTION.test(turn.question) ? withSections(turn, knowledge) : undefined) ?? topic(turn, knowledge); // prettier-ignore
  }
}

/** The sections of what is asked about, where every part of it surely belongs to a clause; undefined where one does not. */
function withSections(turn: Turn, knowledge: Knowledge): Answer | undefined {
  const { policy, replies, retriever } = knowledge;
  const parts = askedParts(turn.typed.replace(new RegExp(WHICH_SECTION, 'gu'), ''), knowledge.lexicon);
  const found = parts.slice(0, MOST_PARTS).map((part) => retriever.read(part));
  if (turn.context !== undefined || found.some((reading) => Math.max(...reading.clauseProbabilities) < CERTAIN)) return undefined; // prettier-ignore
  const selections = merged(found.flatMap(({ results: [best] }) => (best && select(policy, best)) ?? []));
  const leads = sectionsOf(selections.map(({ clause }) => clause), replies); // prettier-ignore
  return isNonEmpty(selections) ? answered(leads, selections, replies, 1) : undefined;
}

/** Where some words stand in a clause; the whole of it when they do not. */
function spanOf({ text }: Clause, words: string): Span {
  const start = text.indexOf(words);
  return start < 0 ? { start: 0, end: text.length } : { start, end: start + words.length };
}

/** The titles of what stands beside the clause that a topic belongs to. */
function beside(
  { topic, steps }: Request & { kind: 'beside' },
  { policy, retriever, replies }: Knowledge,
): Answer {
  // prettier-ignore
  const found = retriever.read(topic).results[0]?.clause ?? 0;
  const numbers = steps.map((step) => found + step);
  return structure(policy, { kind: 'clauses', numbers, part: 'title' }, replies);
}

/** A part of the clause that a topic belongs to, as it stands; undefined where the topic is surely of none. */
function ofTopic(
  { topic, rest }: Request & { kind: 'ofTopic' },
  { policy, retriever, replies }: Knowledge,
): Answer | undefined {
  const { results, clauseProbabilities } = retriever.read(topic);
  if (results[0] === undefined || Math.max(...clauseProbabilities) < CERTAIN) return undefined;
  return partOfClause(policy, results[0].clause, rest, replies);
}

/** Something asked within clauses that are named: where they hold its words, the best sentence of each, or what they do not say. */
function within(numbers: readonly number[], rest: string, question: string, knowledge: Knowledge): Answer {
  // prettier-ignore
  const { policy, lexicon, targets, replies } = knowledge;
  if (numbers.some((number) => number < 1 || clauseOf(policy, number) === undefined)) return noSuchClause(policy, replies); // prettier-ignore
  // 把第三条的4万人说成40万: naming a clause is no excuse.
  if (knowledge.retriever.read(question).outcomes.unsafe >= SURELY_UNSAFE) return refused('unsafe', replies.refusals.unsafe, replies); // prettier-ignore
  const named = { ...policy, clauses: policy.clauses.filter(({ number }) => numbers.includes(number)) };
  const wanted = listRequest(rest, policy, lexicon);
  const scanned = wanted?.kind === 'scan' ? list(named, targets, wanted, replies) : undefined;
  if (scanned !== undefined) return scanned;
  const reading = knowledge.retriever.read(rest);
  const read = numbers.flatMap((number) => {
    const result = reading.results.find(({ clause }) => clause === number);
    // Whoever names a clause asks about the plan, whatever else the words resemble.
    return result === undefined ? [] : [partOf(rest, { ...reading, results: [result], outcomes: { ...reading.outcomes, in_plan: Infinity } }, NOTHING_BEFORE, knowledge)]; // prettier-ignore
  });
  return combine(read, knowledge);
}

/** Retrieves for the question, or for each of several asked at once. */
function topic({ question, context, typed }: Turn, knowledge: Knowledge): Answer {
  const whole = knowledge.retriever.read(question, context);
  const parts =
    context === undefined && isInPlan(question, whole) ? certainParts(typed, whole, knowledge) : [];
  if (new Set(parts.map(({ place }) => place)).size < 2) {
    return combine([partOf(question, whole, context, knowledge)], knowledge);
  }
  const found = parts.map(({ part, reading }) => partOf(part, reading, undefined, knowledge));
  // What is only named to be compared asks nothing of its own that could be missing.
  return combine(asksOfEach(typed) ? found.map(asNamed) : found, knowledge);
}

/** The parts of a question that each point to one place of the plan. That it is about the plan is judged of the whole. */
function certainParts(typed: string, whole: Reading, { retriever, lexicon }: Knowledge) {
  const parts = askedParts(typed, lexicon).slice(0, MOST_PARTS);
  return parts.flatMap((part) => {
    const reading = { ...retriever.read(part), outcomes: whole.outcomes };
    const [best] = reading.results;
    const place = `${best?.clause}.${best?.sentences[0]?.index}`;
    return Math.max(...reading.clauseProbabilities) >= CERTAIN ? [{ part, reading, place }] : [];
  });
}

function asNamed(part: Part): Part {
  return part.decision.outcome === 'partial' ? { ...part, decision: { outcome: 'answered' } } : part;
}

/** One thing asked: what to do about it, and the words of the plan for it, best clause first. */
type Part = {
  readonly decision: Decision;
  readonly selections: readonly Selection[];
  readonly confidence: number;
};

function partOf(question: string, read: Reading, context: Context | undefined, knowledge: Knowledge): Part {
  const reading = inProvince(question, read, knowledge.lexicon);
  const decision = decide(question, reading, knowledge.targets, context?.question);
  const [first] = reading.results;
  const target = decision.outcome === 'answered' ? decision.target : undefined;
  const best = first === undefined || first.score === 0 ? undefined : select(knowledge.policy, first, target);
  const others = decision.outcome === 'answered' ? othersAskedAbout(question, reading, context) : [];
  return {
    decision,
    selections: [best, ...others.map((result) => select(knowledge.policy, result))].filter((selection) => selection !== undefined), // prettier-ignore
    confidence: Math.min(1, reading.outcomes.in_plan),
  };
}

/** Who names a place of the province does not ask about another. */
function inProvince(question: string, reading: Reading, lexicon: Lexicon): Reading {
  return lexicon.isLocal(question) ? { ...reading, kinds: { ...reading.kinds, other_region: 0 } } : reading;
}

/** The clauses after the first that are asked about as well: nearly as good, or likely by themselves. */
function othersAskedAbout(
  question: string,
  { results: [first, ...others], askedAbout }: Reading,
  context: Context | undefined,
): readonly SearchResult[] {
  if (first === undefined) return [];
  // 那社保呢 has left the clause talked about before.
  const hasLeft = (result: SearchResult) => context !== undefined && result.clause === context.clause;
  const isClose = (result: SearchResult, i: number) => i === 0 && result.score >= SECOND_CLAUSE * first.score;
  const isLikely = ({ clause }: SearchResult) => (askedAbout[clause - 1] ?? 0) >= (joinsThings(question) ? ASKED_ABOUT_BESIDE : ASKED_ABOUT); // prettier-ignore
  return others
    .filter((result, i) => !hasLeft(result) && (isClose(result, i) || isLikely(result)))
    .slice(0, MOST_PARTS - 1);
}

/** One answer out of the parts: what was found of each, and what the plan does not say. */
function combine(parts: readonly Part[], { replies }: Knowledge): Answer {
  const [first] = parts;
  if (first === undefined) return clarify(replies);
  const found = parts.filter(({ decision, selections }) => (decision.outcome === 'answered' || decision.outcome === 'partial') && selections.length > 0); // prettier-ignore
  if (found.length === 0) return silent(first.decision, replies);
  const selections = merged(found.flatMap((part) => part.selections));
  const [head, ...rest] = selections;
  if (head === undefined) return silent(first.decision, replies);
  const confidence = Math.min(...found.map((part) => part.confidence));
  const missing = found.flatMap(({ decision }) => (decision.outcome === 'partial' ? [replies.missingNames[decision.missing]] : [])); // prettier-ignore
  const [lack, ...more] = new Set(missing);
  if (lack === undefined) return answered([], [head, ...rest], replies, confidence);
  return partial([lack, ...more], [head, ...rest], replies, confidence);
}

function silent(decision: Decision, replies: Replies): Answer {
  if (decision.outcome === 'chat') return chat(replies.chat[decision.topic], replies);
  if (decision.outcome === 'clarify') return clarify(replies);
  if (decision.outcome !== 'refused') return refused('not_in_plan', replies.refusals.not_in_plan, replies);
  return refused(decision.reason, (decision.kind && replies.refusalsByKind[decision.kind]) ?? replies.refusals[decision.reason], replies); // prettier-ignore
}
