import { clauseOf, type Clause, type Policy } from '../../domain/policy.js';
import type { Answer } from '../answer.js';

/**
 * The clauses a model is given, under private names (c1, c2, …): a number it makes up then names nothing, and one that it has read
 * somewhere is not taken for a citation.
 */
export type Handles = {
  readonly clauses: readonly Clause[];
  /** As the prompt shows them. */
  readonly listing: string;
  /** The clause numbers behind handles; one that names nothing becomes none, and the sentence is not shown. */
  resolve(handles: readonly string[]): readonly number[];
};

// No clause has it, so that the verifier refuses the sentence.
const UNKNOWN = -1;

/** The clauses an offline answer rests on, best first. */
export function handlesOf(offline: Answer, policy: Policy): Handles {
  const numbers = 'citations' in offline ? [...new Set(offline.citations.map(({ clause }) => clause))] : [];
  const clauses = numbers.flatMap((number) => clauseOf(policy, number) ?? []);
  const byHandle = new Map(clauses.map((clause, i) => [`c${i + 1}`, clause]));
  return {
    clauses,
    listing: [...byHandle].map(([handle, { text }]) => `[${handle}] ${text}`).join('\n\n'),
    resolve: (handles) => [...new Set(handles.map((handle) => byHandle.get(handle)?.number ?? UNKNOWN))],
  };
}
