import { previousQuestion } from '../conversation/follow-up.js';
import type { Message } from '../conversation/message.js';
import type { Target } from '../domain/find-targets.js';
import { clauseOf, type Policy } from '../domain/policy.js';
import { fold } from '../retrieval/fold.js';
import type { Reading, Retriever } from '../retrieval/retriever.js';
import type { SearchResult } from '../retrieval/search-result.js';
import type { Answer } from './answer.js';
import { classify, type Intent } from './classify.js';
import { answered, chat, clarify, partial, refused, verify, type Selection } from './compose.js';
import { decide } from './decide.js';
import { documentFact, outline, scan, section, targetList, wholeClause } from './look-up.js';
import { fill, type Replies } from './replies.js';

/** What answering needs to know. */
export type Knowledge = {
  readonly policy: Policy;
  readonly targets: readonly Target[];
  readonly retriever: Retriever;
  readonly replies: Replies;
};

// A second sentence or clause is shown only when it is nearly as good as the first: answers are short.
const SECOND_SENTENCE = 0.75;
const SECOND_CLAUSE = 0.85;
// Several things asked at once are each answered by their own clause, but an answer stays short.
const SIDE_BY_SIDE = /和|与|跟|还有|以及|另外|还是|分别|区别|不同|同时|[,，、;；]/u;
const SHORTEST_PART = 4;
const CERTAIN = 0.75;
const MOST_BESIDE = 2;

/** Answers the last message: normalise → resolve follow-up → classify → retrieve → decide → select → compose → verify. */
export function answerQuestion(messages: readonly Message[], knowledge: Knowledge): Answer {
  const question = fold(messages.at(-1)?.content ?? '');
  const previous = previousQuestion(question, messages.slice(0, -1));
  const answer = reply(question, previous, knowledge);
  const interpretedAs = previous === undefined ? null : `${previous} ${question}`;
  return verify({ ...answer, interpretedAs }, knowledge.policy);
}

function reply(question: string, previous: string | undefined, knowledge: Knowledge): Answer {
  const { policy, targets, replies } = knowledge;
  const intent = classify(question);
  switch (intent.kind) {
    case 'empty':
    case 'personal_data':
    case 'unsafe':
      return refused(intent.kind, replies.refusals[intent.kind], replies);
    case 'creative':
      return refused('off_topic', replies.refusals.off_topic, replies);
    case 'vague':
      if (previous === undefined) return clarify(replies);
      return generalAnswer(question, previous, knowledge);
    case 'clause':
      return clauseAnswer(question, intent, knowledge);
    case 'section':
      return section(policy, intent.number, replies, intent.nth);
    case 'outline':
      return outline(policy, replies);
    case 'fact':
      return documentFact(policy, intent.fact, replies);
    case 'targets':
      return targetList(policy, targets, replies);
    case 'scan':
      return scan(policy, intent.term, replies) ?? generalAnswer(question, previous, knowledge);
    case 'general':
      return generalAnswer(question, previous, knowledge);
  }
}

function clauseAnswer(question: string, intent: Intent & { kind: 'clause' }, knowledge: Knowledge): Answer {
  const { policy, replies, retriever } = knowledge;
  const clause = clauseOf(policy, intent.number);
  if (clause === undefined || intent.number === 0) {
    return refused(
      'not_in_plan',
      fill(replies.refusals.no_such_clause, { count: policy.clauses.length }),
      replies,
    );
  }
  if (intent.isWhole) return wholeClause(clause, replies, intent.sentence);
  const reading = { ...retriever.read(question), clauseProbabilities: Float64Array.of(1) }; // the clause was named
  const results = reading.results.filter((result) => result.clause === clause.number);
  return readAnswer(question, { ...reading, results }, knowledge);
}

function generalAnswer(question: string, previous: string | undefined, knowledge: Knowledge): Answer {
  return readAnswer(question, knowledge.retriever.read(question, previous), knowledge);
}

function readAnswer(
  question: string,
  reading: Reading,
  { policy, targets, replies, retriever }: Knowledge,
): Answer {
  const decision = decide(question, reading, targets);
  if (decision.outcome === 'chat') return chat(replies.chat[decision.topic], replies);
  if (decision.outcome === 'clarify') return clarify(replies);
  const [first, second] = reading.results;
  const best = first && select(policy, first, decision.outcome === 'answered' ? decision.target : undefined);
  if (decision.outcome === 'refused' || first === undefined || best === undefined || first.score === 0) {
    const reason = decision.outcome === 'refused' ? decision.reason : 'not_in_plan';
    return refused(reason, replies.refusals[reason], replies);
  }
  const confidence = Math.min(1, Math.max(0, first.score - (second?.score ?? 0)));
  if (decision.outcome === 'partial') {
    return partial(replies.missingNames[decision.missing], best, replies, confidence);
  }
  const isSecondClose = second !== undefined && second.score >= SECOND_CLAUSE * first.score;
  const others = [...(isSecondClose ? [second] : []), ...namedBeside(question, retriever)].slice(
    0,
    MOST_BESIDE,
  );
  const numbers = new Set([first.clause]);
  const beside = others.flatMap((result) => {
    if (numbers.has(result.clause)) return [];
    numbers.add(result.clause);
    return select(policy, result) ?? [];
  });
  return answered('', [best, ...beside], replies, confidence);
}

/** The clauses of the things a question names side by side (甲和乙, 甲跟乙有什么不同), when each is known for certain. */
function namedBeside(question: string, retriever: Retriever): SearchResult[] {
  if (!SIDE_BY_SIDE.test(question)) return [];
  const parts = question
    .split(/[,，、;；?？:：]|和|与|跟|同(?!城)|还有|以及|另外|还是/u)
    .filter((part) => part.length >= SHORTEST_PART);
  return parts.length < 2
    ? []
    : parts.flatMap((part) => {
        const reading = retriever.read(part);
        const isCertain = Math.max(...reading.clauseProbabilities) >= CERTAIN;
        return isCertain ? reading.results.slice(0, 1) : [];
      });
}

/** The sentence that states the target asked for; else the best of the clause, and the next when nearly as good, in the clause's own order. */
function select(policy: Policy, result: SearchResult, target?: Target): Selection | undefined {
  const clause = clauseOf(policy, result.clause);
  const stating = result.sentences.find(
    (sentence) => target && sentence.start <= target.start && target.end <= sentence.end,
  );
  if (clause !== undefined && stating !== undefined) return { clause, spans: [stating] };
  const [first, second] = result.sentences;
  if (clause === undefined || first === undefined) return undefined;
  if (second === undefined || second.score < SECOND_SENTENCE * first.score) return { clause, spans: [first] };
  return { clause, spans: first.start < second.start ? [first, second] : [second, first] };
}
