import type { SparseVector } from './vocabulary.js';

/** One labelled example; several labels share the probability equally. */
export type Example = { readonly vector: SparseVector; readonly labels: readonly number[] };

const EPOCHS = 8;
const FIRST_RATE = 6; // unit-length inputs give small gradients; measured on held-out hypothetical questions
const SEED = 20241205;

/** Softmax regression over sparse vectors. Training is deterministic: same examples, same weights. */
export class LinearClassifier {
  constructor(
    readonly classes: number,
    /** Row per feature, column per class. */
    readonly weights: Float32Array,
  ) {}

  /** Trains by stochastic gradient descent with a rate falling linearly to zero. */
  static train(examples: readonly Example[], features: number, classes: number): LinearClassifier {
    const model = new LinearClassifier(classes, new Float32Array(features * classes));
    const steps = EPOCHS * examples.length;
    let step = 0;
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      for (const index of shuffled(examples.length, SEED + epoch)) {
        const example = examples[index];
        if (example) model.#learn(example, FIRST_RATE * (1 - step / steps));
        step += 1;
      }
    }
    return model;
  }

  /** Class probabilities, summing to 1. */
  probabilities({ ids, weights }: SparseVector): Float64Array {
    const scores = new Float64Array(this.classes);
    for (let i = 0; i < ids.length; i += 1) {
      const row = (ids[i] ?? 0) * this.classes;
      const weight = weights[i] ?? 0;
      for (let c = 0; c < this.classes; c += 1)
        scores[c] = (scores[c] ?? 0) + (this.weights[row + c] ?? 0) * weight;
    }
    return softmax(scores);
  }

  #learn({ vector, labels }: Example, rate: number): void {
    const gradient = this.probabilities(vector);
    for (const label of labels) gradient[label] = (gradient[label] ?? 0) - 1 / labels.length;
    for (let i = 0; i < vector.ids.length; i += 1) {
      const row = (vector.ids[i] ?? 0) * this.classes;
      const scaled = rate * (vector.weights[i] ?? 0);
      for (let c = 0; c < this.classes; c += 1) {
        this.weights[row + c] = (this.weights[row + c] ?? 0) - scaled * (gradient[c] ?? 0);
      }
    }
  }
}

function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
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
