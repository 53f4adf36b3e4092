import { clauseOf, type Policy } from '../../src/domain/policy.js';
import type { Case } from '../cases.js';
import { gradesOf } from './clause-id.js';

/** The words of the plan that an ideal answer says: the gold quotes, or where there are none, the whole clauses it must cite. Empty without gold. */
export function referenceOf(one: Pick<Case, 'gold'>, policy: Policy): string {
  const clauses = one.gold?.clauses ?? [];
  const quotes = clauses.flatMap(({ quote }) => quote ?? []);
  const required = clauses.filter(({ grade }) => grade === 2);
  const whole = (required.length > 0 ? required : clauses).map(({ id }) => textOfClause(policy, id));
  return [...new Set(quotes.length > 0 ? quotes : whole)].join('\n');
}

/** The texts of the gold clauses, in gold's order. */
export function referenceContexts(one: Pick<Case, 'gold'>, policy: Policy): string[] {
  return [...gradesOf(one).keys()].map((clause) => textOfClause(policy, clause));
}

/** A clause's text; empty for one that the plan does not have. */
export function textOfClause(policy: Policy, clause: number): string {
  return clauseOf(policy, clause)?.text ?? '';
}
