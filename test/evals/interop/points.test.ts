import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatPattern,
  formatPoints,
  parsePoints,
  patternOf,
  type Point,
} from '../../../evals/interop/points.js';
import { assign } from '../../../evals/metrics/nuggets.js';

const point = (match: Point['match'], more: Partial<Point> = {}): Point => ({ importance: 'vital', clause: undefined, match, ...more }); // prettier-ignore

describe('points', () => {
  test.each<[string, Point[]]>([
    ['公办；90%以上', [point({ all: ['公办'] }), point({ all: ['90%以上'] })]],
    ['网办 | 掌办', [point({ any: ['网办', '掌办'] })]],
    ['网办 & 掌办 ~20', [point({ near: { words: ['网办', '掌办'], within: 20 } })]],
    ['公办 & [>=90%]', [point({ all: ['公办'], number: { value: 90, unit: '%', comparator: '>=' } })]],
    ['[by2032年6月]', [point({ number: { value: 2032, unit: '年6月', comparator: 'by' } })]],
    ['/不少于.{0,4}个/', [point({ regex: '不少于.{0,4}个' })]],
    ['（4：公办）', [point({ all: ['公办'] }, { importance: 'okay', clause: 4 })]],
    ['3+3', [point({ all: ['3+3'] })]],
  ])('%s is read and written alike', (cell, points) => {
    expect(parsePoints(cell)).toEqual(points);
    expect(formatPoints(points, undefined)).toBe(cell);
  });

  test('of any words come back as they were', () => {
    const words = fc
      .string({
        unit: fc.constantFrom(
          '甲',
          '；',
          ';',
          '：',
          ':',
          '&',
          '|',
          '~',
          '\\',
          '/',
          '[',
          '(',
          '（',
          '）',
          '1',
        ),
      })
      .filter((text) => text !== '');
    const list = fc.array(words, { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            words.map((one) => ({ all: [one] })),
            list.map((any) => ({ any })),
            list.map((all) => ({ near: { words: all, within: 9 } })),
          ),
          { minLength: 1 },
        ),
        (matches) => {
          // prettier-ignore
          const points = matches.map((match) => point(match, { clause: 4 }));
          expect(parsePoints(formatPoints(points, undefined))).toEqual(points);
        },
      ),
    );
  });

  test('that cannot be told apart are refused', () => {
    expect(() => parsePoints('/甲/ & /乙/')).toThrow('write two points');
    expect(() => parsePoints('甲 ~20')).toThrow('fewer than two words');
    expect(() => parsePoints('[甲]')).toThrow('is no number');
  });
});

describe('patterns', () => {
  test('with separators in them mean the same after writing', () => {
    const [one] = parsePoints(formatPattern('甲[；;&]乙'));
    const nugget = { match: one?.match ?? {} };
    expect(['甲；乙', '甲&乙', '甲丙乙'].map((text) => assign(nugget, text))).toEqual(['support', 'support', 'not_support']); // prettier-ignore
  });

  test('of plain words match them literally, in the form that answers are matched in', () => {
    expect(patternOf('每月 100元（含）?')).toBe('每月100元\\(含\\)\\?');
    expect(patternOf('/\\d+元/')).toBe('\\d+元');
  });
});
