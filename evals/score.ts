import { answerText, type Answer } from '../src/answering/answer.js';
import type { Case } from './cases.js';

/** The verdicts on one answer; `strict` is all of them together. */
export type Score = {
  readonly outcome: boolean;
  /** A gold clause of grade 2 (or any, where there is none) is cited first. */
  readonly clause: boolean;
  readonly nuggets: boolean;
  readonly forbidden: boolean;
  readonly strict: boolean;
};

/** Scores an answer against its case by rules alone. Quotes are compared without white space. */
export function scoreAnswer(one: Case, answer: Answer): Score {
  const text = squeeze(answerText(answer));
  const isOutcome = one.expect.outcome.includes(answer.outcome);
  const gold = one.gold?.clauses ?? [];
  const best = gold.filter(({ grade }) => grade >= 2).map(({ id }) => id);
  const wanted = new Set(best.length > 0 ? best : gold.map(({ id }) => id));
  const cited = 'citations' in answer ? answer.citations.map(({ clause }) => clause) : [];
  const isClause = wanted.size === 0 || !('citations' in answer) || cited.some((id) => wanted.has(id));
  const vital = (one.nuggets ?? []).filter(({ importance }) => importance === 'vital');
  const isNuggets = vital.every(({ match: { all = [], any = [] } }) => {
    const has = (words: string) => text.includes(squeeze(words));
    return all.every(has) && (any.length === 0 || any.some(has));
  });
  const isAllowed = (one.forbidden ?? []).every(({ regex }) => !new RegExp(regex, 'u').test(text));
  const strict = isOutcome && isClause && isNuggets && isAllowed;
  return { outcome: isOutcome, clause: isClause, nuggets: isNuggets, forbidden: isAllowed, strict };
}

function squeeze(text: string): string {
  return text.normalize('NFKC').replace(/\s/gu, '');
}
