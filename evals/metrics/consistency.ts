import { groupBy } from '../group-by.js';

/** How much the wording of a question decides about the answer, over families of two wordings and more. */
export type Consistency = {
  readonly families: number;
  /** Share of the families in which all members pass. */
  readonly allPass: number | null;
  /** Mean over families of the lowest score of a member; by right and wrong alone it would be allPass again. */
  readonly worst: number | null;
};

/** @param rows whether each answer is right, and how right it is (0 to 1) */
export function paraphraseConsistency(
  rows: readonly { readonly group: string; readonly isRight: boolean; readonly score: number }[],
): Consistency {
  const families = [...groupBy(rows, ({ group }) => group).values()].filter(({ length }) => length > 1);
  const whole = families.filter((members) => members.every(({ isRight }) => isRight)).length;
  if (families.length === 0) return { families: 0, allPass: null, worst: null };
  const lowest = families.map((members) => Math.min(...members.map(({ score }) => score)));
  const worst = lowest.reduce((sum, score) => sum + score, 0) / families.length;
  return { families: families.length, allPass: whole / families.length, worst };
}

/** Keys whose values differ between repeats. */
export function unstable(rows: readonly { readonly key: string; readonly hash: string }[]): string[] {
  return [...groupBy(rows, ({ key }) => key)].filter(([, same]) => new Set(same.map(({ hash }) => hash)).size > 1).map(([key]) => key); // prettier-ignore
}
