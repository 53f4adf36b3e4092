import type { Policy } from '../../src/domain/policy.js';
import { textOf } from '../record.js';
import type { Row } from '../summarize.js';
import { clauseId, gradesOf } from './clause-id.js';
import { toJsonl } from './jsonl.js';
import { rankingOf } from './ranking.js';
import { referenceContexts, referenceOf, textOfClause } from './reference.js';

/**
 * Single-turn samples for Ragas, one a line, with the ids that the measures without a model compare. A follow-up is given
 * by its standalone question. Cases without gold have no reference (null).
 * @param depth how many of the clauses found count as context; a system that ranks the whole plan would otherwise recall all of it
 */
export function toRagas(rows: readonly Row[], policy: Policy, depth = 5): string {
  return toJsonl(
    rows.map(({ one, record }) => {
      const contexts = rankingOf(record).slice(0, depth);
      const gold = [...gradesOf(one).keys()];
      return {
        user_input: one.standalone ?? one.question,
        response: textOf(record),
        retrieved_contexts: contexts.map(({ clause }) => textOfClause(policy, clause)),
        reference: gold.length === 0 ? null : referenceOf(one, policy),
        reference_contexts: gold.length === 0 ? null : referenceContexts(one, policy),
        retrieved_context_ids: contexts.map(({ clause }) => clauseId(clause)),
        reference_context_ids: gold.length === 0 ? null : gold.map(clauseId),
      };
    }),
  );
}
