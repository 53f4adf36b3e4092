import type { Clause, Policy } from '../../domain/policy.js';
import { partSpans } from '../../domain/sentences.js';
import { fold } from '../../retrieval/fold.js';

/** What a sentence may rest on: a part of a clause's sentence between commas, folded. */
export type Part = {
  readonly clause: number;
  readonly sentence: number;
  readonly text: string;
  readonly grams: ReadonlySet<string>;
};

/** A clause as evidence. */
export type Evidence = {
  readonly clause: Clause;
  readonly text: string;
  readonly parts: readonly Part[];
  readonly grams: ReadonlySet<string>;
};

/** A policy's clauses as evidence, with how telling each pair of characters is. */
export type Library = {
  readonly of: (clause: number) => Evidence | undefined;
  readonly clauses: readonly Evidence[];
  readonly weight: (gram: string) => number;
};

/** Pairs of neighbouring characters, punctuation and 的 left out; Latin words and numbers count as one character. */
export function pairs(folded: string): string[] {
  const units = folded.replace(/[的之]/gu, '').match(/[a-z0-9.]+|\p{Script=Han}|[,;:。!?、]/gu) ?? [];
  const found: string[] = [];
  for (let i = 0; i + 1 < units.length; i += 1) {
    const pair = `${units[i] ?? ''}${units[i + 1] ?? ''}`;
    if (!/[,;:。!?、]/u.test(pair)) found.push(pair);
  }
  return found;
}

export function createLibrary(policy: Policy): Library {
  const clauses = [policy.frontMatter, ...policy.clauses].map(evidenceOf);
  const seen = new Map<string, number>();
  for (const { grams } of clauses) for (const gram of grams) seen.set(gram, (seen.get(gram) ?? 0) + 1);
  return {
    clauses,
    of: (number) => clauses.find(({ clause }) => clause.number === number),
    weight: (gram) => Math.log((clauses.length + 1) / (seen.get(gram) ?? clauses.length + 1)),
  };
}

function evidenceOf(clause: Clause): Evidence {
  const parts = clause.sentences.flatMap(({ index, text }) =>
    partSpans(text).map(({ start, end }) => {
      const part = fold(text.slice(start, end));
      return { clause: clause.number, sentence: index, text: part, grams: new Set(pairs(part)) };
    }),
  );
  const text = fold(clause.text);
  return { clause, text, parts, grams: new Set(parts.flatMap(({ grams }) => [...grams])) };
}
