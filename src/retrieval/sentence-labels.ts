import type { Policy } from '../domain/policy.js';

/** The columns of the sentence model: clause number and sentence index of every body sentence. */
export function sentenceLabels(policy: Policy): { readonly clause: number; readonly index: number }[] {
  return policy.clauses.flatMap(({ number, sentences }) =>
    sentences.filter(({ index }) => index > 0).map(({ index }) => ({ clause: number, index })),
  );
}
