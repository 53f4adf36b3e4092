import type { Answer, NonEmpty, Segment } from '../answering/answer.js';
import { fill } from '../answering/replies.js';
import type { Assistant } from '../assistant.js';
import type { Citation, Clause, Policy } from '../domain/policy.js';

/**
 * An assistant that shows nothing of some clauses: not in answers, searches, lists or pages. Fixed wording says instead that the clause is
 * being checked. Numbers stay, so that every address and citation of the others does.
 */
export function withClausesHidden(assistant: Assistant, numbers: readonly number[]): Assistant {
  if (numbers.length === 0) return assistant;
  const hidden = new Set(numbers);
  const { policy, targets, replies } = assistant;
  const notice = (clause: number) => fill(replies.clauseOff, { clause });
  const clauses = policy.clauses.filter(({ number }) => hidden.has(number));
  return {
    ...assistant,
    policy: hideClauses(policy, hidden, replies.clauseOffTitle, notice),
    targets: targets.filter(({ clause }) => !hidden.has(clause)),
    ask: async (messages, options) => hideInAnswer(await assistant.ask(messages, options), clauses, notice),
    search: (query, limit) =>
      assistant
        .search(query, limit + hidden.size)
        .filter(({ clause }) => !hidden.has(clause))
        .slice(0, limit),
  };
}

/** The policy with the hidden clauses' words replaced, laid out anew. */
function hideClauses(
  policy: Policy,
  hidden: ReadonlySet<number>,
  title: string,
  notice: (clause: number) => string,
): Policy {
  let text = '';
  let end = 0;
  const clauses = policy.clauses.map((clause): Clause => {
    text += policy.text.slice(end, clause.offset);
    end = clause.offset + clause.text.length;
    const shown = hidden.has(clause.number) ? standIn(clause, title, notice(clause.number)) : clause;
    const moved = { ...shown, offset: text.length };
    text += moved.text;
    return moved;
  });
  return { ...policy, clauses, text: text + policy.text.slice(end) };
}

/** A clause that says only that it is being checked. */
function standIn(clause: Clause, title: string, notice: string): Clause {
  const end = title.length + notice.length;
  return {
    ...{ ...clause, title, text: title + notice },
    sentences: [
      { index: 0, start: 0, end: title.length, text: title },
      { index: 1, start: title.length, end, text: notice },
    ],
  };
}

/** Takes out what is of a hidden clause with the words that lead to it, and says which clause is being checked. */
function hideInAnswer(
  answer: Answer,
  clauses: readonly Clause[],
  notice: (clause: number) => string,
): Answer {
  const { segments } = answer;
  const isOf = (clause: Clause) => (segment: Segment | undefined) =>
    segment?.citations.some((one) => one.policy === undefined && one.clause === clause.number) === true;
  // A heading names its clause by title, or by number right before the words.
  const isAbout = (clause: Clause) => (segment: Segment, i: number) =>
    isOf(clause)(segment) ||
    (segment.kind === 'template' &&
      (segment.text.includes(clause.title) ||
        (isOf(clause)(segments[i + 1]) && (i > 0 || segment.text.includes(`第${clause.number}条`)))));
  const touched = clauses.filter((clause) => segments.some(isAbout(clause)));
  if (touched.length === 0) return answer;
  const shown = segments.filter((segment, i) => !touched.some((clause) => isAbout(clause)(segment, i)));
  const said = touched.map(({ number }): Segment => ({
    kind: 'template',
    text: `\n${notice(number)}`,
    citations: [],
  }));
  const numbers = new Set(touched.map(({ number }) => number));
  const left =
    'citations' in answer
      ? answer.citations.filter(({ clause, policy }) => policy !== undefined || !numbers.has(clause))
      : [];
  return withCitations(answer, trimmed([...shown, ...said]), left);
}

/** Without any words of the plan left it is no answer any more. */
function withCitations(answer: Answer, segments: NonEmpty<Segment>, left: readonly Citation[]): Answer {
  const [first, ...rest] = left;
  if (answer.outcome !== 'answered' && answer.outcome !== 'partial') return { ...answer, segments };
  if (first !== undefined) return { ...answer, segments, citations: [first, ...rest] };
  const { suggestions, confidence, interpretedAs } = answer;
  return {
    outcome: 'refused',
    reason: 'switched_off',
    missing: [],
    segments,
    suggestions,
    confidence,
    interpretedAs,
  };
}

/** An answer does not begin with the line break that set a segment apart from the one before. */
function trimmed([head, ...tail]: readonly Segment[]): NonEmpty<Segment> {
  if (head === undefined) throw new Error('nothing is left of the answer');
  return [head.kind === 'template' ? { ...head, text: head.text.replace(/^\n+/u, '') } : head, ...tail];
}
