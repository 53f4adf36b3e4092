import fc from 'fast-check';
import { expect, test } from 'vitest';
import { random } from '../../../evals/statistics/random.js';

const take = (seed: number, n: number) => {
  const next = random(seed);
  return Array.from({ length: n }, next);
};

test('the same seed gives the same numbers, all of them in [0, 1)', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const numbers = take(seed, 50);
      expect(take(seed, 50)).toEqual(numbers);
      expect(numbers.filter((one) => !(one >= 0 && one < 1))).toEqual([]);
      expect(new Set(numbers).size).toBeGreaterThan(45);
    }),
  );
});

test('another seed gives other numbers', () => {
  expect(take(1, 5)).not.toEqual(take(2, 5));
});

test('a hundred thousand fill ten equal parts evenly', () => {
  const parts = Array.from({ length: 10 }, () => 0);
  for (const one of take(20241205, 100_000)) {
    const part = Math.floor(one * 10);
    parts[part] = (parts[part] ?? 0) + 1;
  }
  // 10 000 each, standard deviation √(100 000 · 0.1 · 0.9) = 95
  for (const count of parts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 95);
});
