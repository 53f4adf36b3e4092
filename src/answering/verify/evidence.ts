import type { Clause, Policy, Sentence } from '../../domain/policy.js';
import { partSpans } from '../../domain/sentences.js';
import { fold } from '../../retrieval/fold.js';
import { demandsOf, type Demand } from './demands.js';
import { gramsOf } from './grams.js';
import { phrasesOf, type Phrase } from './phrases.js';
import type { Quantity } from './quantity.js';
import { readQuantities } from './read-quantities.js';

/** What a sentence may rest on: a part of a clause's sentence between commas, folded. */
export type Part = {
  readonly clause: Clause;
  readonly sentence: Sentence;
  /** Folded text of the whole sentence the part stands in. */
  readonly whole: string;
  readonly text: string;
  readonly grams: ReadonlySet<string>;
  readonly demands: readonly Demand[];
  /** The things it speaks of; none in the front matter, which does nothing to any. */
  readonly phrases: readonly Phrase[];
};

/** A clause as evidence. */
export type Evidence = {
  readonly clause: Clause;
  readonly text: string;
  readonly parts: readonly Part[];
  readonly grams: ReadonlySet<string>;
  readonly quantities: readonly Quantity[];
};

/** A policy's clauses as evidence, with how telling each pair of characters is. */
export type Library = {
  readonly of: (clause: number) => Evidence | undefined;
  readonly clauses: readonly Evidence[];
  readonly weight: (gram: string) => number;
};

export function createLibrary(policy: Policy): Library {
  const clauses = [policy.frontMatter, ...policy.clauses].map(evidenceOf);
  const byNumber = new Map(clauses.map((one) => [one.clause.number, one]));
  const seen = new Map<string, number>();
  for (const { grams } of clauses) for (const gram of grams) seen.set(gram, (seen.get(gram) ?? 0) + 1);
  return {
    clauses,
    of: (number) => byNumber.get(number),
    weight: (gram) => Math.log((clauses.length + 1) / (seen.get(gram) ?? clauses.length + 1)),
  };
}

function evidenceOf(clause: Clause): Evidence {
  const parts = clause.sentences.flatMap((sentence) =>
    partSpans(sentence.text).map(({ start, end }) => {
      const text = fold(sentence.text.slice(start, end));
      return {
        clause,
        sentence,
        whole: fold(sentence.text),
        text,
        grams: new Set(gramsOf(text)),
        demands: sentence.index === 0 ? [] : demandsOf(text),
        phrases: clause.number === 0 ? [] : phrasesOf(text),
      };
    }),
  );
  const text = fold(clause.text);
  return {
    clause,
    text,
    quantities: readQuantities(text),
    parts,
    grams: new Set(parts.flatMap(({ grams }) => [...grams])),
  };
}
