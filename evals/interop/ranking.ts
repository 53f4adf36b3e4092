import { clausesCited, type RunRecord } from '../record.js';

/** A clause and how well it was found to fit. */
export type Ranked = { readonly clause: number; readonly score: number };

/**
 * The clauses that an answer ranked, best first, each once; what it cited, where the system does not tell what it found. The same that
 * retrieval is scored by.
 */
export function rankingOf(record: Pick<RunRecord, 'retrieved' | 'segments'>): Ranked[] {
  const cited = clausesCited(record).map((clause, i, all) => ({ clause, score: all.length - i }));
  const found = record.retrieved.length > 0 ? record.retrieved : cited;
  const best = new Map<number, number>();
  for (const { clause, score } of found) if (!best.has(clause)) best.set(clause, score);
  return [...best].map(([clause, score]) => ({ clause, score }));
}
