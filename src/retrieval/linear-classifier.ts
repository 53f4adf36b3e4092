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

/** Softmax or logistic regression over sparse vectors. Training is deterministic: same examples, same weights. */
export class LinearClassifier {
  constructor(
    readonly classes: number,
    /** Row per feature, column per class. */
    readonly weights: Float32Array,
    readonly link: Link = 'distribution',
  ) {}

  /** Trains by stochastic gradient descent with a rate falling linearly to zero. */
  static train(
    examples: readonly Example[],
    features: number,
    classes: number,
    { epochs = EPOCHS, firstRate = FIRST_RATE, link = 'distribution' }: TrainingOptions = {},
  ): LinearClassifier {
    const model = new LinearClassifier(classes, new Float32Array(features * classes), link);
    const gradient = new Float64Array(classes);
    const active = new Uint16Array(classes);
    const steps = epochs * examples.length;
    let step = 0;
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      for (const index of shuffled(examples.length, SEED + epoch)) {
        const example = examples[index];
        if (example) model.#learn(example, firstRate * (1 - step / steps), gradient, active);
        step += 1;
      }
    }
    return model;
  }

  /** Class probabilities; of a distribution they sum to 1. */
  probabilities(vector: SparseVector): Float64Array {
    const scores = new Float64Array(this.classes);
    this.#read(vector, scores);
    return scores;
  }

  /** Writes the class probabilities into `scores`: training reads hundreds of thousands of times and must not allocate. */
  #read({ ids, weights }: SparseVector, scores: Float64Array): void {
    const { classes, weights: rows } = this;
    scores.fill(0);
    for (let i = 0; i < ids.length; i += 1) {
      const row = (ids[i] as number) * classes;
      const weight = weights[i] as number;
      for (let c = 0; c < classes; c += 1) scores[c] = (scores[c] as number) + (rows[row + c] as number) * weight; // prettier-ignore
    }
    if (this.link === 'distribution') softmax(scores);
    else sigmoid(scores);
  }

  #learn(
    { vector: { ids, weights }, labels }: Example,
    rate: number,
    gradient: Float64Array,
    active: Uint16Array,
  ): void {
    // prettier-ignore
    const { classes, weights: rows } = this;
    this.#read({ ids, weights }, gradient);
    for (const label of labels) gradient[label] = (gradient[label] as number) - (this.link === 'apart' ? 1 : 1 / labels.length); // prettier-ignore
    let count = 0;
    for (let c = 0; c < classes; c += 1)
      if (Math.abs(gradient[c] as number) > NEGLIGIBLE) active[count++] = c;
    for (let i = 0; i < ids.length; i += 1) {
      const row = (ids[i] as number) * classes;
      const scaled = rate * (weights[i] as number);
      for (let a = 0; a < count; a += 1) {
        const c = active[a] as number;
        rows[row + c] = (rows[row + c] as number) - scaled * (gradient[c] as number);
      }
    }
  }
}

function sigmoid(scores: Float64Array): void {
  for (let c = 0; c < scores.length; c += 1) scores[c] = 1 / (1 + Math.exp(-(scores[c] as number)));
}

/** Turns scores into probabilities in place. */
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
