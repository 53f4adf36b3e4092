import type { SparseVector } from './vocabulary.js';

/** One labelled example; several labels share the probability equally. */
export type Example = { readonly vector: SparseVector; readonly labels: readonly number[] };

const EPOCHS = 10;
const FIRST_RATE = 4; // unit-length inputs give small gradients; measured on held-out hypothetical questions
const SEED = 20241205;

/** Softmax regression over sparse vectors. Training is deterministic: same examples, same weights. */
export class LinearClassifier {
  constructor(
    readonly classes: number,
    /** Row per feature, column per class. */
    readonly weights: Float32Array,
  ) {}

  /** Trains by stochastic gradient descent with a rate falling linearly to zero. */
  static train(
    examples: readonly Example[],
    features: number,
    classes: number,
    epochs = EPOCHS,
    firstRate = FIRST_RATE,
  ): LinearClassifier {
    const model = new LinearClassifier(classes, new Float32Array(features * classes));
    const gradient = new Float64Array(classes);
    const steps = epochs * examples.length;
    let step = 0;
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      for (const index of shuffled(examples.length, SEED + epoch)) {
        const example = examples[index];
        if (example) model.#learn(example, firstRate * (1 - step / steps), gradient);
        step += 1;
      }
    }
    return model;
  }

  /** Class probabilities, summing to 1. */
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
    softmax(scores);
  }

  #learn({ vector: { ids, weights }, labels }: Example, rate: number, gradient: Float64Array): void {
    const { classes, weights: rows } = this;
    this.#read({ ids, weights }, gradient);
    for (const label of labels) gradient[label] = (gradient[label] as number) - 1 / labels.length;
    for (let i = 0; i < ids.length; i += 1) {
      const row = (ids[i] as number) * classes;
      const scaled = rate * (weights[i] as number);
      for (let c = 0; c < classes; c += 1) rows[row + c] = (rows[row + c] as number) - scaled * (gradient[c] as number); // prettier-ignore
    }
  }
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

/** Fisher–Yates with a small linear congruential generator: the order must not depend on the machine. */
function shuffled(length: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  let state = seed >>> 0;
  for (let i = length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
