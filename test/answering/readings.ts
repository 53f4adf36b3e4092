import type { Policy } from '../../src/domain/policy.js';
import { KINDS, type Kind } from '../../src/retrieval/kinds.js';
import { OUTCOME_CLASSES, type OutcomeClass } from '../../src/retrieval/outcome-features.js';
import { ASKS, type Asks } from '../../src/retrieval/question-data.js';
import type { Reading } from '../../src/retrieval/retriever.js';
import type { SearchResult } from '../../src/retrieval/search-result.js';

type Fields = {
  readonly outcome?: OutcomeClass;
  /** How likely the outcome is; the rest is shared by the others. */
  readonly sure?: number;
  readonly kind?: Kind;
  readonly asks?: Asks;
  readonly certainty?: number;
  readonly stated?: number;
  readonly results?: readonly SearchResult[];
};

/** What retrieval might make of a question: about the plan, asking what, stated, nothing found; but for what is given. */
export function readingOf(fields: Fields = {}): Reading {
  const { outcome = 'in_plan', sure = 0.94, kind = 'covered', asks = 'what', certainty = 0.94 } = fields;
  return {
    results: fields.results ?? [],
    kinds: spread(KINDS, kind, 0.94),
    outcomes: spread(OUTCOME_CLASSES, outcome, sure),
    asks: spread(ASKS, asks, certainty),
    clauseProbabilities: new Float64Array(),
    askedAbout: new Float64Array(),
    stated: fields.stated ?? 0.9,
  };
}

/** A clause as the best result, one of its sentences first. */
export function resultOf(policy: Policy, clause: number, sentence = 1): SearchResult {
  const found = policy.clauses[clause - 1];
  if (found === undefined) throw new RangeError(`no clause ${clause}`);
  const body = found.sentences.filter(({ index }) => index > 0);
  const ordered = body.toSorted((a, b) => Number(b.index === sentence) - Number(a.index === sentence));
  return {
    ...{ clause, title: found.title, section: found.section, score: 1 },
    signals: { clause: 1, expanded: 0, neighbours: 0, linear: 0, context: 0 },
    sentences: ordered.map((one, i) => ({ ...one, score: 1 / (i + 1), asked: i === 0 ? 1 : 0 })),
  };
}

function spread<T extends string>(names: readonly T[], top: T, share: number): Record<T, number> {
  const rest = (1 - share) / (names.length - 1);
  return Object.fromEntries(names.map((name) => [name, name === top ? share : rest])) as Record<T, number>;
}
