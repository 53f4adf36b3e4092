import type { Case } from '../cases.js';

/** 4 → m04, the name of a clause in formats where documents have names; 0 is the front matter. */
export function clauseId(number: number): string {
  return `m${String(number).padStart(2, '0')}`;
}

/** m04 → 4; undefined for any other name. */
export function clauseNumber(id: string): number | undefined {
  const digits = /^m(\d{2,})$/u.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Clause number → grade. A clause that gold quotes twice counts once, with the higher grade. */
export function gradesOf({ gold }: Pick<Case, 'gold'>): Map<number, 1 | 2> {
  const grades = new Map<number, 1 | 2>();
  for (const { id, grade } of gold?.clauses ?? []) grades.set(id, grade === 2 ? 2 : (grades.get(id) ?? 1));
  return grades;
}
