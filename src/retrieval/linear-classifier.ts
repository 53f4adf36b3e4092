import { randomIndex } from './random-index.js';
import type { SparseVector } from './vocabulary.js';

/** One labelled example. Of a distribution several labels share the probability equally; apart, each is true by itself. */
export type Example = { readonly vector: SparseVector; readonly labels: readonly number[] };

const EPOCHS = 10;
const FIRST_RATE = 4; // unit-length inputs give small gradients; measured on held-out hypothetical questions
// Of a hundred classes a question concerns a few; steps this small change nothing and are most of the work.
const NEGLIGIBLE = 1e-3;
const SEED = 20241205;

/** distribution: the classes exclude each other and their probabilities sum to 1. apart: any number of them may be true. */
export type Link = 'distribution' | 'apart';

export type TrainingOptions = { readonly epochs?: number; readonly firstRate?: number; readonly link?: Link };

/** Sixteen bits say a weight to a thirty-thousandth of the greatest in its row, which is far below what training leaves to chance. */
const STEPS = 32_767;

/** Softmax or logistic regression over sparse vectors. Training is deterministic: same examples, same weights. */
export class LinearClassifier {
  constructor(
    readonly classes: number,
    /** What one step of a row's weights is worth. */
    readonly scales: Float32Array,
    /** Row per feature, column per class; in steps. Half the memory of floating point, and half of what a question has to touch. */
    readonly steps: Int16Array,
    readonly link: Link = 'distribution',
  ) {}

  /** Rounds weights given as a row per feature and a column per class. */
  static of(classes: number, weights: Float32Array, link: Link = 'distribution'): LinearClassifier {
    const scales = new Float32Array(weights.length / classes);
    const steps = new Int16Array(weights.length);
    for (let row = 0; row < scales.length; row += 1) {
      const from = row * classes;
      let most = 0;
      for (let i = from; i < from + classes; i += 1) most = Math.max(most, Math.abs(weights[i] as number));
      scales[row] = most / STEPS;
      const scale = scales[row] as number; // as it was rounded
      if (scale === 0) continue;
      for (let i = from; i < from + classes; i += 1)
        steps[i] = Math.max(-STEPS, Math.min(STEPS, Math.round((weights[i] as number) / scale)));
    }
    return new LinearClassifier(classes, scales, steps, link);
  }

  /** Trains by stochastic gradient descent with a rate falling linearly to zero. */
  static train(
    examples: readonly Example[],
    features: number,
    classes: number,
    { epochs = EPOCHS, firstRate = FIRST_RATE, link = 'distribution' }: TrainingOptions = {},
  ): LinearClassifier {
    const weights = new Float32Array(features * classes);
    const gradient = new Float64Array(classes);
    const active = new Uint16Array(classes);
    const all = epochs * examples.length;
    let step = 0;
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      for (const index of shuffled(examples.length, SEED + epoch)) {
        const example = examples[index];
        if (example) learn(weights, example, { rate: firstRate * (1 - step / all), link, gradient, active });
        step += 1;
      }
    }
    return LinearClassifier.of(classes, weights, link);
  }

  /** Class probabilities; of a distribution they sum to 1. */
  probabilities({ ids, weights }: SparseVector): Float64Array {
    const { classes, scales, steps } = this;
    const scores = new Float64Array(classes);
    for (let i = 0; i < ids.length; i += 1) {
      const id = ids[i] as number;
      const row = id * classes;
      const weight = (scales[id] as number) * (weights[i] as number);
      for (let c = 0; c < classes; c += 1)
        scores[c] = (scores[c] as number) + (steps[row + c] as number) * weight;
    }
    return toProbabilities(scores, this.link);
  }
}

type Learning = {
  readonly rate: number;
  readonly link: Link;
  /** Both are used again and again: training reads hundreds of thousands of times and must not allocate. */
  readonly gradient: Float64Array;
  readonly active: Uint16Array;
};

function learn(
  rows: Float32Array,
  { vector: { ids, weights }, labels }: Example,
  { rate, link, gradient, active }: Learning,
): void {
  const classes = gradient.length;
  gradient.fill(0);
  for (let i = 0; i < ids.length; i += 1) {
    const row = (ids[i] as number) * classes;
    const weight = weights[i] as number;
    for (let c = 0; c < classes; c += 1) gradient[c] = (gradient[c] as number) + (rows[row + c] as number) * weight; // prettier-ignore
  }
  toProbabilities(gradient, link);
  for (const label of labels)
    gradient[label] = (gradient[label] as number) - (link === 'apart' ? 1 : 1 / labels.length);
  let count = 0;
  for (let c = 0; c < classes; c += 1) if (Math.abs(gradient[c] as number) > NEGLIGIBLE) active[count++] = c;
  for (let i = 0; i < ids.length; i += 1) {
    const row = (ids[i] as number) * classes;
    const scaled = rate * (weights[i] as number);
    for (let a = 0; a < count; a += 1) {
      const c = active[a] as number;
      rows[row + c] = (rows[row + c] as number) - scaled * (gradient[c] as number);
    }
  }
}

/** Turns scores into probabilities in place. */
function toProbabilities(scores: Float64Array, link: Link): Float64Array {
  if (link === 'distribution') softmax(scores);
  else sigmoid(scores);
  return scores;
}

function sigmoid(scores: Float64Array): void {
  for (let c = 0; c < scores.length; c += 1) scores[c] = 1 / (1 + Math.exp(-(scores[c] as number)));
}

function softmax(scores: Float64Array): void {
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
  let total = 0;
  for (let c = 0; c < scores.length; c += 1) {
    const power = Math.exp((scores[c] as number) - top);
    scores[c] = power;
    total += power;
  }
  for (let c = 0; c < scores.length; c += 1) scores[c] = (scores[c] as number) / total;
}

/** Fisher–Yates; the order must not depend on the machine. */
function shuffled(length: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  const next = randomIndex(seed);
  for (let i = length - 1; i > 0; i -= 1) {
    const j = next(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
