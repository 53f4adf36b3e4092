import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  auroc,
  coverageAtRisk,
  riskCoverage,
  riskCoverageArea,
  type Sure,
} from '../../../evals/metrics/selective.js';

const right = (confidence: number): Sure => ({ confidence, isPositive: true });
const wrong = (confidence: number): Sure => ({ confidence, isPositive: false });

describe('AUROC', () => {
  test('is the share of pairs in which the positive is surer, ties half', () => {
    // 0.9 > 0.6, 0.9 > 0.1, 0.6 = 0.6, 0.6 > 0.1: (1 + 1 + 0.5 + 1) / 4
    expect(auroc([right(0.9), right(0.6), wrong(0.6), wrong(0.1)])).toBe(0.875);
  });

  test('is 1 when all positives are surer, 0 when none is, 0.5 when all are alike', () => {
    expect(auroc([right(0.9), wrong(0.1)])).toBe(1);
    expect(auroc([right(0.1), wrong(0.9)])).toBe(0);
    expect(auroc([right(0.5), wrong(0.5), right(0.5)])).toBe(0.5);
  });

  test('is undefined without both kinds', () => {
    expect([auroc([]), auroc([right(1)]), auroc([wrong(1)])]).toEqual([null, null, null]);
  });
});

// the surest first: right; then one wrong and one right equally sure; then wrong
const ROWS = [wrong(0.3), right(0.8), right(0.9), wrong(0.8)];

describe('risk and coverage', () => {
  test('let equally sure answers in together', () => {
    expect(riskCoverage(ROWS)).toEqual([
      { coverage: 1 / 4, risk: 0 / 1 },
      { coverage: 3 / 4, risk: 1 / 3 },
      { coverage: 4 / 4, risk: 2 / 4 },
    ]);
  });

  test('have the area under the steps', () => {
    // 1/4 · 0 + 1/2 · 1/3 + 1/4 · 1/2 = 1/6 + 1/8
    expect(riskCoverageArea(ROWS)).toBeCloseTo(1 / 6 + 1 / 8, 12);
  });

  test.each([
    [0.01, 1 / 4],
    [0.34, 3 / 4],
    [0.5, 1],
  ])('at a risk of %f cover %f', (risk, expected) => {
    expect(coverageAtRisk(ROWS, risk)).toBe(expected);
  });

  test('cover nothing when the surest answer is wrong, and are undefined without answers', () => {
    expect(coverageAtRisk([wrong(0.9), right(0.1)], 0.01)).toBe(0);
    expect([coverageAtRisk([], 0.01), riskCoverageArea([]), riskCoverage([])]).toEqual([null, null, []]);
  });
});

describe('of any answers', () => {
  const rows = fc.array(fc.record({ confidence: fc.nat(20), isPositive: fc.boolean() }), {
    minLength: 1,
    maxLength: 25,
  });

  test('all figures are within 0 and 1 and the last coverage is 1', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const figures = [auroc(list) ?? 0, riskCoverageArea(list) ?? -1, coverageAtRisk(list, 0.1) ?? -1];
        for (const one of figures) expect(one >= 0 && one <= 1 + 1e-12).toBe(true);
        const share = list.filter(({ isPositive }) => !isPositive).length / list.length;
        expect(riskCoverage(list).at(-1)).toEqual({ coverage: 1, risk: share });
      }),
    );
  });

  test('order does not matter', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const other = list.toReversed();
        expect(auroc(other)).toBe(auroc(list));
        expect(riskCoverage(other)).toEqual(riskCoverage(list));
      }),
    );
  });

  test.each<[string, (x: number) => number]>([
    ['a line', (x) => 3 * x + 7],
    ['a cube', (x) => x ** 3],
    ['an exponential', (x) => Math.exp(x)],
  ])('AUROC and the curve are the same under %s that rises', (_, rise) => {
    fc.assert(
      fc.property(rows, (list) => {
        const moved = list.map(({ confidence, isPositive }) => ({
          confidence: rise(confidence),
          isPositive,
        }));
        expect(auroc(moved)).toBe(auroc(list));
        expect(riskCoverage(moved)).toEqual(riskCoverage(list));
      }),
    );
  });

  test('AUROC turns around with the labels and with the order of confidence', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const area = auroc(list);
        fc.pre(area !== null);
        const flipped = list.map(({ confidence, isPositive }) => ({ confidence, isPositive: !isPositive }));
        const upsideDown = list.map(({ confidence, isPositive }) => ({
          confidence: -confidence,
          isPositive,
        }));
        expect(auroc(flipped)).toBeCloseTo(1 - area, 12);
        expect(auroc(upsideDown)).toBeCloseTo(1 - area, 12);
      }),
    );
  });

  test('allowing more risk never covers less', () => {
    fc.assert(
      fc.property(rows, fc.nat(10), fc.nat(10), (list, a, b) => {
        const [less, more] = [Math.min(a, b) / 10, Math.max(a, b) / 10];
        expect(coverageAtRisk(list, more)).toBeGreaterThanOrEqual(coverageAtRisk(list, less) ?? 0);
      }),
    );
  });
});
