import { AsyncLocalStorage } from 'node:async_hooks';
import type { Reading } from './retriever.js';

// Half of what the question itself weighs, all together: enough to decide between clauses that it leaves close, too little to overrule
// it. Not fitted: no model was at hand to fit it with.
const WEIGHT = 0.5;

const current = new AsyncLocalStorage<readonly string[]>();

/** Ranks by other wordings too in all that is read on the way. One question's do not reach another's, which may be asked meanwhile. */
export function rankedWith<T>(rewordings: readonly string[], doing: () => T): T {
  return rewordings.length === 0 ? doing() : current.run(rewordings, doing);
}

export function rewordingsNow(): readonly string[] {
  return current.getStore() ?? [];
}

/** The ranking of a reading with that of others; all that decides whether and how to answer stays the reading's own. */
export function rankedAlso(reading: Reading, others: readonly Reading[]): Reading {
  if (others.length === 0) return reading;
  const share = WEIGHT / others.length;
  const more = new Map<number, number>();
  for (const { results } of others)
    for (const { clause, score } of results) more.set(clause, (more.get(clause) ?? 0) + share * score);
  const results = reading.results
    .map((result) => ({ ...result, score: result.score + (more.get(result.clause) ?? 0) }))
    .toSorted((a, b) => b.score - a.score || a.clause - b.clause);
  return { ...reading, results };
}
