import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentile } from '../../../evals/metrics/latency.js';

// The textbook example of the nearest rank: ⌈p/100 · 5⌉ of 15, 20, 35, 40, 50.
test.each([
  [5, 15],
  [30, 20],
  [40, 20],
  [50, 35],
  [95, 50],
  [100, 50],
])('percentile %i of five values is %i', (p, expected) => {
  expect(percentile([35, 50, 15, 40, 20], p)).toBe(expected);
});

test.each([
  [55, 55],
  [7, 7],
  [29, 29],
  [99, 99],
  [99.9, 100],
])('percentile %d of 1 to 100 is %i, rounding errors apart', (p, expected) => {
  expect(percentile(Array.from({ length: 100 }, (_, i) => i + 1), p)).toBe(expected); // prettier-ignore
});

test('of no values there is none, of one it is that one', () => {
  expect([percentile([], 50), percentile([7], 1), percentile([7], 100)]).toEqual([null, 7, 7]);
});

const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 });

test('it is one of the values, whatever their order, and rises with p', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 99 }), (list, p) => {
      const found = percentile(list, p);
      expect(list).toContain(found);
      expect(percentile(list.toReversed(), p)).toBe(found);
      expect(percentile(list, p + 1)).toBeGreaterThanOrEqual(found ?? 0);
    }),
  );
});

test.each([50, 95, 99, 100])('at least %i in a hundred are not above it, and fewer are below it', (p) => {
  fc.assert(
    fc.property(values, (list) => {
      const found = percentile(list, p) ?? 0;
      expect(list.filter((one) => one <= found).length * 100).toBeGreaterThanOrEqual(p * list.length);
      expect(list.filter((one) => one < found).length * 100).toBeLessThan(p * list.length);
    }),
  );
});

test('numbers are sorted as numbers and the list is left alone', () => {
  const list = [10, 9, 100];
  expect(percentile(list, 50)).toBe(10);
  expect(list).toEqual([10, 9, 100]);
});
