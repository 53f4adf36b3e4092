import type { Policy } from '../domain/policy.js';
import { addToCorpus, readCorpus, seenInCorpus } from './corpus-files.js';
import { negativeLabel, questionLabel } from './label.js';
import { lintQuestion } from './lint-question.js';
import type { Review, Row } from './review-file.js';
import type { SeenQuestions } from './seen-questions.js';
import type { Source } from './source.js';

/** What accepting came to; with any problem nothing was added. */
export type Acceptance = {
  readonly added: number;
  /** Added by an earlier run. */
  readonly before: number;
  readonly declined: number;
  /** `accepted` is still null. */
  readonly unread: number;
  /** Each with its place, what is wrong and the remedy. */
  readonly problems: readonly string[];
};

/**
 * Adds what a person accepted to the questions beside the policy. People may have changed lines, so each is checked again; all are added or
 * none. What is there already with the same labels is passed over, so that a file may be accepted as reading it goes on.
 */
export function accept(file: string, review: Review, { policy, textHash, directory }: Source): Acceptance {
  const corpus = readCorpus(directory);
  const seen = seenInCorpus(corpus);
  const there = new Set([...corpus.questions.map((one) => identityOf({ type: 'question', ...one })), ...corpus.negatives.map((one) => identityOf({ type: 'negative', ...one }))]); // prettier-ignore
  const chosen = review.rows.filter(({ value }) => value.accepted === true);
  const fresh = chosen.filter(({ type, value }) => !there.has(identityOf({ type, ...value })));
  const stale = review.header.textHash === textHash ? [] : [`${file}: was written for another text of ${review.header.policy}; its clauses may have changed. Write a new one.`]; // prettier-ignore
  const problems = [
    ...review.problems,
    ...stale,
    ...fresh.flatMap((row) => {
      const problem = problemOf(row, policy, seen);
      return problem === undefined ? [] : [`${file}:${row.line}: ${problem}`];
    }),
  ];
  if (problems.length === 0) {
    addToCorpus(directory, 'questions', fresh.flatMap(corpusQuestion));
    addToCorpus(directory, 'negatives', fresh.flatMap(corpusNegative));
  }
  const count = (accepted: boolean | null) =>
    review.rows.filter(({ value }) => value.accepted === accepted).length;
  return {
    added: problems.length === 0 ? fresh.length : 0,
    ...{ before: chosen.length - fresh.length, declined: count(false), unread: count(null), problems },
  };
}

function problemOf(row: Row, policy: Policy, seen: SeenQuestions<string>): string | undefined {
  const { type, value } = row;
  const { question } = value;
  // A negative that is near nothing is judged by its words alone; any clause will do.
  const candidate = type === 'question' ? value : { question, clause: value.near ?? 1, sentence: 0, covered: false }; // prettier-ignore
  const fault = lintQuestion(candidate, policy);
  if (fault !== undefined) return `"${question}": ${fault.problem}`;
  const label = type === 'question' ? questionLabel(value) : negativeLabel(value);
  const before = seen.find(question);
  seen.add(question, label);
  if (before === undefined) return undefined;
  const how = before.how === 'same' ? 'stands' : 'nearly stands';
  return before.label === label
    ? `"${question}": ${how} there already; set accepted to false`
    : `"${question}": is "${label}" here, but ${how} there as "${before.label}"; decide, and change one`;
}

function identityOf(one: {
  readonly type: string;
  readonly question: string;
  readonly clause?: number | undefined;
  readonly sentence?: number | undefined;
  readonly asks?: string | undefined;
  readonly covered?: boolean | undefined;
  readonly kind?: string | undefined;
}): string {
  const { type, question, clause, sentence, asks, covered, kind } = one;
  return JSON.stringify([type, question, clause, sentence, asks, covered, kind]);
}

function corpusQuestion(row: Row): object[] {
  if (row.type !== 'question') return [];
  const { clause, sentence, question, asks, covered, set } = row.value;
  return [{ clause, sentence, question, asks, covered, set }];
}

function corpusNegative(row: Row): object[] {
  if (row.type !== 'negative') return [];
  const { question, kind, near } = row.value;
  return [{ question, kind, near }];
}
