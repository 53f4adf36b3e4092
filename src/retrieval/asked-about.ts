import type { Policy } from '../domain/policy.js';
import type { Kind } from './kinds.js';
import { LinearClassifier, type Example } from './linear-classifier.js';
import { OUTCOME_KINDS } from './outcome-features.js';
import { sentenceLabels } from './sentence-labels.js';
import { randomIndex } from './random-index.js';
import type { QuestionData } from './question-data.js';
import type { SparseVector, Vocabulary } from './vocabulary.js';

// People ask two or three things in one breath, in more pairs than anyone can write down. So pairs and triples of the corpus's own
// questions are joined as people join them, and the model learns to find every clause in the mixture.
const MIXTURES = 9000;
// Of a corpus of a few questions more would only repeat the same.
const MOST_A_QUESTION = 2;
const TRIPLE_ONE_IN = 4;
// Some of what is said along with a question has nothing to do with the plan.
const WITH_STORY = 3000;
const JOINTS = ['，', '，还有', '和', '。', '？', '、', '，另外', ' ', '；'] as const;
const EPOCHS = 5;
const FIRST_RATE = 8;
const SEED = 20241205;
// Keeps the constant's steps small beside the words'.
const CONSTANT = 0.22;

/** `places` are columns. */
type Labelled = { readonly question: string; readonly places: readonly number[] };

/** Trains, for every clause and every sentence by itself, whether a question asks about it. Deterministic. */
export function trainAskedAbout(
  policy: Policy,
  data: QuestionData,
  vocabulary: Vocabulary,
): LinearClassifier {
  const { clauses } = policy;
  const column = new Map(sentenceLabels(policy).map(({ clause, index }, i) => [`${clause}.${index}`, clauses.length + i])); // prettier-ignore
  const placesOf = (clause: number, sentence: number) => [clause - 1, ...[column.get(`${clause}.${sentence}`) ?? []].flat()]; // prettier-ignore
  const asked = data.questions.map(({ question, clause, sentence, also = [] }) => ({ question, places: [...placesOf(clause, sentence), ...[also].flat().map((one) => one - 1)] })); // prettier-ignore
  const negative = data.negatives.map(({ question, kind, near }) => ({ question, places: isInPlan(kind) && near !== null ? [near - 1] : [] })); // prettier-ignore
  const stated = clauses.flatMap(({ number, sentences }) => sentences.map(({ text, index }) => ({ question: text, places: placesOf(number, index) }))); // prettier-ignore
  const next = randomIndex(SEED);
  const one = (from: readonly Labelled[]): Labelled[] => {
    const i = next(from.length);
    return from.slice(i, i + 1);
  };
  const mixtures = Array.from({ length: Math.min(MIXTURES, MOST_A_QUESTION * asked.length) }, () => joined([...one(asked), ...one(asked), ...(next(TRIPLE_ONE_IN) === 0 ? one(asked) : [])], next)); // prettier-ignore
  const stories = Array.from({ length: Math.min(WITH_STORY, MOST_A_QUESTION * asked.length) }, () =>
    joined([...one(negative), ...one(asked)], next),
  );
  const examples = [...asked, ...stated, ...negative, ...mixtures, ...stories].map(
    ({ question, places }): Example => ({ vector: withConstant(vocabulary.vector(question), vocabulary), labels: [...new Set(places)] }), // prettier-ignore
  );
  const options = { epochs: EPOCHS, firstRate: FIRST_RATE, link: 'apart' } as const;
  return LinearClassifier.train(examples, vocabulary.size + 1, clauses.length + column.size, options);
}

/** A vector with one feature more that is always there: a question of unknown words asks about nothing. */
export function withConstant({ ids, weights }: SparseVector, { size }: Vocabulary): SparseVector {
  return { ids: Uint32Array.from([...ids, size]), weights: Float32Array.from([...weights, CONSTANT]) };
}

function joined(parts: readonly Labelled[], next: (below: number) => number): Labelled {
  const joint = JOINTS[next(JOINTS.length)] ?? '';
  return {
    question: parts.map(({ question }) => question.replace(/[?？。！!]+$/u, '')).join(joint),
    places: parts.flatMap(({ places }) => places),
  };
}

function isInPlan(kind: Kind): boolean {
  return (OUTCOME_KINDS.in_plan as readonly Kind[]).includes(kind);
}
