import type { Policy } from '../domain/policy.js';
import { KINDS, type Kind } from './kinds.js';
import { LinearClassifier, type Example, type Link, type TrainingOptions } from './linear-classifier.js';
import {
  OUTCOME_CLASSES,
  OUTCOME_FEATURES,
  OUTCOME_KINDS,
  outcomeFeatures,
  outcomeOfKind,
} from './outcome-features.js';
import { ASKS, clausesOf, type HypotheticalQuestion, type QuestionData } from './question-data.js';
import type { Familiarity } from './familiarity.js';
import { sentenceLabels } from './sentence-labels.js';
import { trainAskedAbout } from './asked-about.js';
import type { Vocabulary } from './vocabulary.js';

export const MODEL_NAMES = ['clause', 'kind', 'stated', 'asks', 'outcome', 'askedAbout'] as const;

/**
 * clause: column n is clause n+1. kind, asks: columns as KINDS and ASKS. stated: of
 * questions on what the plan is about, 0 lacking and 1 stated. outcome reads `outcomeFeatures` of the others, with columns as OUTCOME_CLASSES.
 * askedAbout: columns as clause, then as `sentenceLabels`, each by itself: a question may ask about several clauses, or none. It reads vectors `withConstant`.
 */
export type Models = Readonly<Record<(typeof MODEL_NAMES)[number], LinearClassifier>>;

/** How the classes of each model go together. */
export const LINKS: Readonly<Record<keyof Models, Link>> = { clause: 'distribution', kind: 'distribution', stated: 'distribution', asks: 'distribution', outcome: 'distribution', askedAbout: 'apart' }; // prettier-ignore

/** How many features and classes each model has. */
export function modelShapes(
  policy: Policy,
  vocabulary: number,
): Readonly<Record<keyof Models, readonly [number, number]>> {
  return {
    clause: [vocabulary, policy.clauses.length],
    kind: [vocabulary, KINDS.length],
    stated: [vocabulary, 2],
    asks: [vocabulary, ASKS.length],
    outcome: [OUTCOME_FEATURES, OUTCOME_CLASSES.length],
    askedAbout: [vocabulary + 1, policy.clauses.length + sentenceLabels(policy).length],
  };
}

/** The nearest questions of the corpus to one of them, itself left out: their kinds and similarities. */
export type NeighboursOf = (question: string) => readonly (readonly [Kind | null, number])[];

/** Trains everything from the corpus. Deterministic. */
export function trainModels(
  policy: Policy,
  data: QuestionData,
  vocabulary: Vocabulary,
  neighboursOf: NeighboursOf,
  familiarity: Familiarity,
): Models {
  const examples = examplesOf(policy, data, vocabulary);
  const shapes = modelShapes(policy, vocabulary.size);
  const train = (name: keyof Examples, from: readonly Example[]) =>
    LinearClassifier.train(from, ...shapes[name], OPTIONS[name]);
  return {
    clause: train('clause', examples.clause),
    kind: train('kind', examples.kind),
    stated: train('stated', examples.stated),
    asks: train('asks', examples.asks),
    outcome: trainOutcome(examples, train, neighboursOf, familiarity),
    askedAbout: trainAskedAbout(policy, data, vocabulary),
  };
}

/** `clauses` are those the question was written for; none of a negative's. */
type Labelled = Example & { readonly question: string; readonly clauses: readonly number[] };
// What is stated is learned best in small steps, measured on authors left out of the training.
const OPTIONS: Readonly<Partial<Record<keyof Models, TrainingOptions>>> = {
  stated: { epochs: 6, firstRate: 2 },
};

type Examples = Readonly<Record<Exclude<keyof Models, 'outcome' | 'askedAbout'>, readonly Labelled[]>>;

function examplesOf(policy: Policy, data: QuestionData, vocabulary: Vocabulary): Examples {
  const none = (): Labelled[] => [];
  const examples = { clause: none(), kind: none(), stated: none(), asks: none() };
  const judge = (kind: Kind, base: Omit<Labelled, 'labels'>) => {
    examples.kind.push({ ...base, labels: [KINDS.indexOf(kind)] });
    const stated = isStated(kind);
    if (stated !== null) examples.stated.push({ ...base, labels: [Number(stated)] });
  };
  for (const one of data.questions) {
    const base = { question: one.question, vector: vocabulary.vector(one.question), clauses: clausesOf(one) };
    const kind = kindOf(one);
    examples.clause.push({ ...base, labels: clausesOf(one).map((number) => number - 1) });
    if (kind !== null) judge(kind, base);
    if (one.asks !== undefined) examples.asks.push({ ...base, labels: [ASKS.indexOf(one.asks)] });
  }
  for (const { question, kind } of data.negatives) {
    judge(kind, { question, vector: vocabulary.vector(question), clauses: [] });
  }
  for (const { number, sentences } of policy.clauses) {
    for (const { text } of sentences) {
      const base = { question: text, vector: vocabulary.vector(text), clauses: [number] };
      examples.clause.push({ ...base, labels: [number - 1] });
    }
  }
  return examples;
}

// What a model says of questions it was trained on is too sure; the second model learns from what each half says of the other.
const HALVES = 2;
// Finding neighbours is the dearest step; three thousand rows teach twenty numbers as much as eighteen thousand.
const SAMPLED = 3;
// Twenty inputs and eight classes are learned in a few passes.
const OUTCOME_EPOCHS = 12;
const OUTCOME_RATE = 0.05;

function trainOutcome(
  examples: Examples,
  train: (name: keyof Examples, from: readonly Example[]) => LinearClassifier,
  neighboursOf: NeighboursOf,
  familiarity: Familiarity,
): LinearClassifier {
  const rows: Example[] = [];
  for (let half = 0; half < HALVES; half += 1) {
    const seen = <T>(_: T, i: number) => i % HALVES !== half;
    const clause = train('clause', examples.clause.filter(seen));
    const kind = train('kind', examples.kind.filter(seen));
    for (const { question, vector, labels, clauses } of examples.kind.filter(
      (_, i) => i % (HALVES * SAMPLED) === half,
    )) {
      const ofClauses = clause.probabilities(vector);
      const known = familiarity.of(question, likeliestClause(ofClauses), clauses);
      const features = outcomeFeatures(question, { kinds: kind.probabilities(vector), clauses: ofClauses, neighbours: neighboursOf(question), known }); // prettier-ignore
      rows.push({
        vector: dense(features),
        labels: labels.map((label) => outcomeOfKind(KINDS[label] ?? 'covered')),
      });
    }
  }
  return LinearClassifier.train(rows, OUTCOME_FEATURES, OUTCOME_CLASSES.length, { epochs: OUTCOME_EPOCHS, firstRate: OUTCOME_RATE }); // prettier-ignore
}

/** The number of the clause with the highest probability. */
export function likeliestClause(probabilities: Float64Array): number {
  return 1 + probabilities.indexOf(Math.max(...probabilities));
}

/** All features as a vector of the linear model. */
export function dense(features: Float64Array): Example['vector'] {
  return { ids: Uint32Array.from(features.keys()), weights: Float32Array.from(features) };
}

/** Of questions on what the plan is about, whether its words state what is asked; null for the others. */
function isStated(kind: Kind): boolean | null {
  if (kind === 'covered' || kind === 'false_premise') return true;
  return (OUTCOME_KINDS.in_plan as readonly Kind[]).includes(kind) ? false : null;
}

/** covered or uncovered; null where nobody has judged it. */
export function kindOf({ covered }: HypotheticalQuestion): Kind | null {
  if (covered === undefined) return null;
  return covered ? 'covered' : 'uncovered';
}
