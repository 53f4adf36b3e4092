import type { Case } from '../cases.js';

/** How much of what the history is worth was won: 0 is no better than the bare turn, 1 as good as the gold rewrite. */
export function gapClosed(system: number, lastTurn: number, rewrite: number): number | null {
  return rewrite === lastTurn ? null : (system - lastTurn) / (rewrite - lastTurn);
}

/** The turn before it in the same conversation. */
export function turnBefore(one: Case, cases: readonly Case[]): Case | undefined {
  return cases.find(({ cluster, turn }) => cluster === one.cluster && turn === (one.turn ?? 0) - 1);
}

/** Whether a turn leaves the subject: it needs clauses, none of which the turn before was about. */
export function isTopicSwitch(one: Case, cases: readonly Case[]): boolean {
  const before = new Set(turnBefore(one, cases)?.gold?.clauses.map(({ id }) => id) ?? []);
  const required = requiredClauses(one);
  return before.size > 0 && required.length > 0 && required.every((id) => !before.has(id));
}

/** A turn that left the subject was answered from the old one: cites what came before and nothing it needs. */
export function isCarriedOver(one: Case, cited: readonly number[], cases: readonly Case[]): boolean {
  const before = turnBefore(one, cases)?.gold?.clauses.map(({ id }) => id) ?? [];
  return cited.some((id) => before.includes(id)) && !cited.some((id) => requiredClauses(one).includes(id));
}

/** The clauses an ideal answer cites. */
export function requiredClauses({ gold }: Pick<Case, 'gold'>): number[] {
  return [...new Set((gold?.clauses ?? []).filter(({ grade }) => grade === 2).map(({ id }) => id))];
}
