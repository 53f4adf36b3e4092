import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm, kappa, mcnemar, pairedDifference } from '../../../evals/statistics/compare.js';

describe('McNemar’s exact p', () => {
  test.each([
    [5, 0, 2 / 32, 0.063],
    [6, 0, 2 / 64, 0.031],
    [8, 1, (2 * (1 + 9)) / 512, 0.039],
    [10, 2, (2 * (1 + 12 + 66)) / 4096, 0.039],
    [9, 2, (2 * (1 + 11 + 55)) / 2048, 0.065],
  ])('of %i to %i is %f, as published %f', (b, c, expected, published) => {
    expect(mcnemar(b, c)).toBeCloseTo(expected, 12);
    expect(Math.round(expected * 1000) / 1000).toBe(published);
  });

  test('without flips and of a tie is 1', () => {
    expect([mcnemar(0, 0), mcnemar(1, 1), mcnemar(4, 4)]).toEqual([1, 1, 1]);
  });

  test('is not below 0.05 for fewer than six flips, however one-sided', () => {
    expect([1, 2, 3, 4, 5].filter((flips) => mcnemar(flips, 0) < 0.05)).toEqual([]);
  });

  test('agrees with whole-number binomials for any counts', () => {
    const exact = (b: number, c: number) => {
      const n = BigInt(b + c);
      let choose = 1n;
      let tail = 0n;
      for (let i = 0n; i <= BigInt(Math.min(b, c)); i += 1n) {
        tail += choose;
        choose = (choose * (n - i)) / (i + 1n);
      }
      return Math.min(1, Number((2n * tail * 10n ** 15n) / 2n ** n) / 1e15);
    };
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (b, c) => {
        expect(mcnemar(b, c)).toBeCloseTo(exact(b, c), 9);
        expect(mcnemar(c, b)).toBe(mcnemar(b, c));
      }),
    );
  });

  test('falls as the same number of flips leans more to one side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(99), (half, less) => {
        fc.pre(less < half);
        expect(mcnemar(less, 2 * half - less)).toBeLessThanOrEqual(mcnemar(less + 1, 2 * half - less - 1));
      }),
    );
  });
});

describe('a paired difference', () => {
  const rows = (entries: Record<string, number>) =>
    new Map(Object.entries(entries).map(([id, value]) => [id, { cluster: id, value }]));

  test('is after minus before over the cases of both', () => {
    // a: +1, b: 0, c: +0.5; d and e have no partner: mean 0.5
    const found = pairedDifference(rows({ a: 0, b: 1, c: 0.5, d: 1 }), rows({ e: 0, c: 1, b: 1, a: 1 }));
    expect(found).toMatchObject({ mean: 0.5, n: 3 });
    expect(found?.interval).toEqual({ low: 0, high: 1 });
  });

  test('of a run with itself is 0 without width', () => {
    const run = rows({ a: 0, b: 1 });
    expect(pairedDifference(run, run)).toEqual({ mean: 0, interval: { low: 0, high: 0 }, n: 2 });
  });

  test('without common cases is none', () => {
    expect(pairedDifference(rows({ a: 1 }), rows({ b: 1 }))).toBe(null);
  });
});

describe('Holm', () => {
  test('multiplies the least by all, the next by one less, and never steps back', () => {
    // sorted 0.01·3 = 0.03, 0.03·2 = 0.06, 0.04·1 = 0.04 → 0.06
    const adjusted = holm([0.01, 0.04, 0.03]);
    for (const [i, expected] of [0.03, 0.06, 0.06].entries()) expect(adjusted[i]).toBeCloseTo(expected, 12);
  });

  test('leaves one p alone and none empty, and stops at 1', () => {
    expect([holm([0.04]), holm([]), holm([0.9, 0.8])]).toEqual([[0.04], [], [1, 1]]);
  });

  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 10 });

  test('never lowers a p, never passes 1, never exceeds Bonferroni', () => {
    fc.assert(
      fc.property(values, (list) => {
        for (const [i, adjusted] of holm(list).entries()) {
          expect(adjusted).toBeGreaterThanOrEqual(list[i] ?? 2);
          expect(adjusted).toBeLessThanOrEqual(Math.min(1, list.length * (list[i] ?? 0)));
        }
      }),
    );
  });

  test('keeps the order of the ps and follows them when they are moved', () => {
    fc.assert(
      fc.property(values, (list) => {
        const adjusted = holm(list);
        const order = [...list.keys()].toSorted((a, b) => (list[a] ?? 0) - (list[b] ?? 0));
        const inOrder = order.map((i) => adjusted[i]);
        expect(inOrder).toEqual(inOrder.toSorted((a = 0, b = 0) => a - b));
        expect(holm(list.toReversed())).toEqual(adjusted.toReversed());
      }),
    );
  });
});

describe('Cohen’s κ', () => {
  const table = (counts: readonly (readonly [string, string, number])[]) =>
    counts.flatMap(([a, b, n]) => Array.from({ length: n }, (): [string, string] => [a, b]));

  test('of the textbook table is 0.4', () => {
    // agreed 35/50 = 0.7; chance 25/50 · 30/50 + 25/50 · 20/50 = 0.5; (0.7 - 0.5) / 0.5
    const pairs = table([['是', '是', 20], ['是', '否', 5], ['否', '是', 10], ['否', '否', 15]]); // prettier-ignore
    expect(kappa(pairs)).toBeCloseTo(0.4, 12);
  });

  test('of labels that never agree is negative, of independent ones 0', () => {
    expect(kappa([['是', '否'], ['否', '是']])).toBe(-1); // prettier-ignore
    expect(kappa(table([['是', '是', 1], ['是', '否', 1], ['否', '是', 1], ['否', '否', 1]]))).toBe(0); // prettier-ignore
  });

  test('is undefined without items and where one label is all there is', () => {
    expect([kappa([]), kappa([['是', '是']])]).toEqual([null, null]);
  });

  const label = fc.constantFrom('full', 'partial', 'none');

  test('is 1 on agreement about more than one label', () => {
    fc.assert(
      fc.property(fc.array(label, { minLength: 2, maxLength: 30 }), (labels) => {
        fc.pre(new Set(labels).size > 1);
        expect(kappa(labels.map((one) => [one, one]))).toBeCloseTo(1, 12);
      }),
    );
  });

  test('is at most 1 and the same whoever comes first and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 30 }), (pairs) => {
        const found = kappa(pairs);
        fc.pre(found !== null);
        expect(found).toBeLessThanOrEqual(1 + 1e-12);
        expect(kappa(pairs.map(([a, b]) => [b, a]))).toBeCloseTo(found, 9);
        expect(kappa(pairs.toReversed())).toBeCloseTo(found, 9);
      }),
    );
  });
});
