import { expect, test } from 'vitest';
import { LinearClassifier, type Example } from '../../src/retrieval/linear-classifier.js';

const example = (ids: readonly number[], labels: readonly number[]): Example => ({
  vector: { ids: Uint32Array.from(ids), weights: Float32Array.from(ids, () => 1 / Math.sqrt(ids.length)) },
  labels,
});
/** Three classes, each with features of its own and one that all share. */
const examples = Array.from({ length: 60 }, (_, i) => example([i % 3, 3 + (i % 3), 6], [i % 3]));
const trained = () => LinearClassifier.train(examples, 7, 3);
const best = (probabilities: Float64Array) => probabilities.indexOf(Math.max(...probabilities));

test('learns to tell classes apart', () => {
  const model = trained();
  for (const { vector, labels } of examples) {
    const probabilities = model.probabilities(vector);
    expect(best(probabilities)).toBe(labels[0]);
    expect(Math.max(...probabilities)).toBeGreaterThan(0.8);
  }
  expect(best(model.probabilities(example([4], []).vector))).toBe(1);
});

test('probabilities lie between 0 and 1 and sum to 1', () => {
  const model = trained();
  for (const ids of [[], [0], [6], [0, 1, 2, 3, 4, 5, 6]]) {
    const probabilities = [...model.probabilities(example(ids, []).vector)];
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(probabilities.every((p) => p > 0 && p < 1)).toBe(true);
  }
});

test('scores of any size give probabilities, not infinities', () => {
  const model = LinearClassifier.of(2, Float32Array.from([5000, -5000]));
  expect([...model.probabilities(example([0], []).vector)]).toEqual([1, 0]);
});

test('what is not known is equally likely of every class', () => {
  expect([...trained().probabilities({ ids: new Uint32Array(), weights: new Float32Array() })]).toEqual(
    Array.from({ length: 3 }, () => 1 / 3),
  );
});

test('the labels of one example share its probability', () => {
  const both = Array.from({ length: 400 }, (_, i) => example([0], i % 2 === 0 ? [0, 2] : [1]));
  const model = LinearClassifier.train(both, 1, 3, { epochs: 10, firstRate: 0.1 });
  const [first, second, third] = model.probabilities(example([0], []).vector);
  expect(first).toBeCloseTo(0.25, 1);
  expect(second).toBeCloseTo(0.5, 1);
  expect(third).toBeCloseTo(0.25, 1);
});

test('the same examples give the same bytes, others give others', () => {
  const bytes = (model: LinearClassifier) => Buffer.from(model.steps.buffer).toString('hex');
  expect(bytes(trained())).toBe(bytes(trained()));
  expect(bytes(LinearClassifier.train(examples.slice(1), 7, 3))).not.toBe(bytes(trained()));
});

test('without examples every weight is zero', () => {
  const { scales, steps } = LinearClassifier.train([], 2, 2);
  expect([...scales, ...steps]).toEqual([0, 0, 0, 0, 0, 0]);
});

test('weights are rounded by a thirty-thousandth of the greatest in their row', () => {
  const weights = Float32Array.from([3, -0.001, 0.5, 1e-9, -2e-9, 0]);
  const { scales, steps } = LinearClassifier.of(3, weights);
  for (const [i, weight] of weights.entries()) {
    const scale = scales[Math.floor(i / 3)] ?? 0;
    expect(Math.abs((steps[i] ?? 0) * scale - weight)).toBeLessThanOrEqual(scale * 0.5001);
  }
  expect([Math.max(...steps), Math.min(...steps)]).toEqual([32_767, -32_767]);
});
