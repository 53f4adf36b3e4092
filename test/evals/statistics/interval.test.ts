import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterBootstrap, wilson, zeroFailureBound } from '../../../evals/statistics/interval.js';

describe('Wilson’s interval', () => {
  test('of 17 in 24 is 51 to 85 %', () => {
    // p = 0.708333, z² = 3.841459: middle (0.708333 + 0.080030) / 1.160061 = 0.679588,
    // half 1.959964 / 1.160061 · √(0.206597/24 + 3.841459/2304) = 0.171286… : 0.508 to 0.851
    const interval = wilson(17, 24);
    expect(interval?.low).toBeCloseTo(0.5083, 4);
    expect(interval?.high).toBeCloseTo(0.8509, 4);
  });

  test('of 0 in 10 ends at z²/(10 + z²), of 10 in 10 begins at the rest', () => {
    // 3.841459 / 13.841459 = 0.277533
    expect(wilson(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.277533, 6) });
    expect(wilson(10, 10)).toEqual({ low: expect.closeTo(0.722467, 6), high: 1 });
  });

  test('of nothing is none', () => {
    expect(wilson(0, 0)).toBe(null);
  });

  test('holds the share, stays within 0 and 1, mirrors, and narrows with n', () => {
    const counts = fc.integer({ min: 1, max: 500 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([successes, n]) => {
        const { low, high } = wilson(successes, n) ?? { low: 2, high: -1 };
        expect(0 <= low && low <= successes / n && successes / n <= high && high <= 1).toBe(true);
        const mirrored = wilson(n - successes, n);
        expect(mirrored?.low).toBeCloseTo(1 - high, 12);
        expect(mirrored?.high).toBeCloseTo(1 - low, 12);
        const four = wilson(successes * 4, n * 4) ?? { low: 0, high: 1 };
        expect(four.high - four.low).toBeLessThan(high - low);
      }),
    );
  });
});

describe('without a failure in n trials the rate is below', () => {
  test.each([
    [60, 0.0487],
    [100, 0.0295],
    [240, 0.0124],
    [508, 0.0059],
  ])('for n = %i: %f', (n, expected) => {
    expect(zeroFailureBound(n)).toBeCloseTo(expected, 4);
  });

  test('anything for n = 0, 95 % for n = 1', () => {
    expect(zeroFailureBound(0)).toBe(1);
    expect(zeroFailureBound(1)).toBeCloseTo(0.95, 12);
  });

  test('ever less for more trials, and so that no failure has a chance of 5 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (n) => {
        expect(zeroFailureBound(n + 1)).toBeLessThan(zeroFailureBound(n));
        expect((1 - zeroFailureBound(n)) ** n).toBeCloseTo(0.05, 9);
      }),
    );
  });
});

describe('the bootstrap over clusters', () => {
  const apart = (values: readonly number[]) => values.map((value, i) => ({ cluster: String(i), value }));

  test('of two cases, 0 and 1, spans both: a draw is 0 a quarter of the time, 1 as often', () => {
    expect(clusterBootstrap(apart([0, 1]))).toEqual({ low: 0, high: 1 });
  });

  test('of one cluster knows only its mean', () => {
    const rows = [2, 3, 7].map((value) => ({ cluster: 'one', value }));
    expect(clusterBootstrap(rows)).toEqual({ low: 4, high: 4 });
  });

  test('weighs a cluster by its size', () => {
    // drawn twice: 0 (sum 0 of 2), 1 (3 of 3 … ) or both: (0 + 3) / (1 + 3) = 0.75, never the mean of means 0.5
    const rows = [{ cluster: 'a', value: 0 }, ...[1, 1, 1].map((value) => ({ cluster: 'b', value }))];
    const draws = Array.from({ length: 40 }, (_, seed) => clusterBootstrap(rows, 1, seed)?.low);
    expect([...new Set(draws)].toSorted()).toEqual([0, 0.75, 1]);
  });

  test('of a hundred coin flips is near the normal interval', () => {
    // 0.5 ± 1.96 · √(0.25/100) = 0.402 to 0.598
    const interval = clusterBootstrap(apart(Array.from({ length: 100 }, (_, i) => i % 2)));
    expect(interval?.low).toBeCloseTo(0.4, 1);
    expect(interval?.high).toBeCloseTo(0.6, 1);
  });

  test('is wider when the same cases hang together', () => {
    const flips = Array.from({ length: 100 }, (_, i) => Math.floor(i / 10) % 2);
    const width = (rows: Parameters<typeof clusterBootstrap>[0]) => {
      const { low, high } = clusterBootstrap(rows) ?? { low: 0, high: 0 };
      return high - low;
    };
    const together = flips.map((value, i) => ({ cluster: String(Math.floor(i / 10)), value }));
    // ten independent flips instead of a hundred: √10 = 3.2 times as wide
    expect(width(together) / width(apart(flips))).toBeGreaterThan(2);
  });

  test('of nothing is none', () => {
    expect(clusterBootstrap([])).toBe(null);
  });

  const rows = fc.array(
    fc.record({ cluster: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.integer({ min: -9, max: 9 }) }),
    { minLength: 1, maxLength: 12 },
  );

  test('of any rows stays within their least and greatest and holds low ≤ high', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (list, seed) => {
        const { low, high } = clusterBootstrap(list, 200, seed) ?? { low: Number.NaN, high: Number.NaN };
        const values = list.map(({ value }) => value);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  test('gives the same for the same seed and whatever the order within a cluster', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (list, seed) => {
        const interval = clusterBootstrap(list, 200, seed);
        expect(clusterBootstrap(list, 200, seed)).toEqual(interval);
        const first = list.filter(({ cluster }) => cluster === list[0]?.cluster);
        const rest = list.filter(({ cluster }) => cluster !== list[0]?.cluster);
        expect(clusterBootstrap([...first.toReversed(), ...rest], 200, seed)).toEqual(
          clusterBootstrap([...first, ...rest], 200, seed),
        );
      }),
    );
  });

  test('gives other draws for another seed', () => {
    const list = apart([0, 1, 2, 3, 4, 5, 6, 7]);
    const lows = Array.from({ length: 10 }, (_, seed) => clusterBootstrap(list, 1, seed)?.low);
    expect(new Set(lows).size).toBeGreaterThan(1);
  });
});
