import type { Known } from './familiarity.js';
import { KINDS, type Kind } from './kinds.js';

/** What is to be done with a question, each standing for some of the kinds a question of the corpus can be of. */
export const OUTCOME_KINDS = {
  in_plan: ['covered', 'false_premise', 'uncovered', 'absent_detail', 'personal_verdict'],
  not_in_plan: ['near_miss', 'other_policy', 'other_region', 'other_document', 'meta_absent', 'prediction'],
  off_topic: ['opinion_politics', 'nonsense', 'general_knowledge'],
  unsafe: ['injection'],
  clarify: ['underspecified'],
  chitchat: ['chitchat'],
  about_bot: ['about_bot'],
} as const satisfies Readonly<Record<string, readonly Kind[]>>;
export type OutcomeClass = keyof typeof OUTCOME_KINDS;
export const OUTCOME_CLASSES = Object.keys(OUTCOME_KINDS) as OutcomeClass[];

const CLASS_OF_KIND = KINDS.map((kind) =>
  OUTCOME_CLASSES.findIndex((name) => (OUTCOME_KINDS[name] as readonly Kind[]).includes(kind)),
);

/** The column of the outcome that a kind belongs to. */
export function outcomeOfKind(kind: Kind): number {
  return CLASS_OF_KIND[KINDS.indexOf(kind)] ?? 0;
}

/** Log probabilities by outcome, neighbours' votes by outcome, the nearest neighbour's similarity, the clause's certainty twice, length, how much is known in four ways, a constant. */
export const OUTCOME_FEATURES = 2 * OUTCOME_CLASSES.length + 9;

// Below this a probability says no more than "not that".
const FLOOR = 1e-4;

/** What is known of a question before its outcome: probabilities of KINDS and clauses, nearest questions, and how familiar its words are. */
export type FirstReading = {
  readonly kinds: Float64Array;
  readonly clauses: Float64Array;
  readonly neighbours: readonly (readonly [Kind | null, number])[];
  readonly known: Known;
};

/** What the first models say of one question, as the input of the second: see OUTCOME_FEATURES for the order. */
export function outcomeFeatures(
  question: string,
  { kinds, clauses, neighbours, known: familiar }: FirstReading,
): Float64Array {
  const size = OUTCOME_CLASSES.length;
  const features = new Float64Array(OUTCOME_FEATURES);
  for (const [i, share] of kinds.entries()) {
    const column = CLASS_OF_KIND[i] ?? 0;
    features[column] = (features[column] ?? 0) + share;
  }
  for (let c = 0; c < size; c += 1) features[c] = Math.log((features[c] ?? 0) + FLOOR);
  const known = neighbours.flatMap(([kind, similarity]) => (kind === null ? [] : [[outcomeOfKind(kind), similarity ** 2] as const])); // prettier-ignore
  const all = known.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [column, weight] of known)
    features[size + column] = (features[size + column] ?? 0) + weight / all;
  features[2 * size] = neighbours[0]?.[1] ?? 0;
  features[2 * size + 1] = Math.log(Math.max(...clauses) + FLOOR);
  features[2 * size + 2] = -clauses.reduce((sum, p) => sum + p * Math.log(p + FLOOR), 0);
  features[2 * size + 3] = Math.log(1 + question.length) / 2; // fragments are short
  features[2 * size + 4] = familiar.ofPlan;
  features[2 * size + 5] = familiar.ofClause;
  features[2 * size + 6] = familiar.strange;
  features[2 * size + 7] = familiar.ofText;
  features[2 * size + 8] = 1;
  return features;
}
