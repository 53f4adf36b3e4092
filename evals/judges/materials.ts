import { clauseOf, type Policy } from '../../src/domain/policy.js';
import type { Case, Nugget } from '../cases.js';
import { goldSpansOf } from '../score-case.js';
import type { JudgePrompts } from './prompts.js';

/** A clause as a judge reads it. */
type ClauseText = { readonly clause: number; readonly text: string };

/** The whole text of these clauses, each once; numbers the plan does not have are left out. */
export function clauseTexts(numbers: readonly number[], policy: Policy): ClauseText[] {
  return [...new Set(numbers)].flatMap((clause) => {
    const text = clauseOf(policy, clause)?.text;
    return text === undefined ? [] : [{ clause, text }];
  });
}

/** What a case says a right answer is. A judge with a reference in front of it is a better judge. */
export function goldOf(one: Case, policy: Policy, prompts: JudgePrompts) {
  return {
    outcomes: one.expect.outcome.map((outcome) => prompts.outcomes[outcome]),
    missing: one.expect.missing ?? [],
    facts: (one.nuggets ?? []).flatMap((nugget) => {
      const fact = wordsOf(nugget);
      return fact === '' ? [] : [{ fact, vital: nugget.importance === 'vital', clause: nugget.clause }];
    }),
    quotes: goldSpansOf(one, policy).map(({ clause, start, end }) => ({ clause, text: clauseOf(policy, clause)?.text.slice(start, end) })), // prettier-ignore
  };
}

/** Not every fact is written out; the words or the number it is found by then stand for it. */
function wordsOf({ text, match: { all = [], any = [], near, number } }: Nugget): string {
  const quantity = number === undefined ? [] : [`${number.value}${number.unit}`];
  return text ?? [...all, ...any.slice(0, 1), ...(near?.words ?? []), ...quantity].join('、');
}
