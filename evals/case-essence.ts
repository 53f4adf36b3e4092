import { createHash } from 'node:crypto';
import type { Case } from './cases.js';

/** Everything of a case that decides what is asked or what is right; notes, tags and places may change. */
export function essenceOf(one: Case): readonly unknown[] {
  const { id, question, history, standalone, type, register, answerability, expect, gold, nuggets, forbidden } = one; // prettier-ignore
  return [id, question, history, standalone, type, register, answerability, expect, gold, nuggets, forbidden];
}

/** SHA-256 of some cases' essence: a changed set is another set. */
export function casesHash(cases: readonly Case[]): string {
  return createHash('sha256').update(JSON.stringify(cases.map(essenceOf))).digest('hex'); // prettier-ignore
}
