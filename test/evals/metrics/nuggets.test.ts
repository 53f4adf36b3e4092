import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Nugget } from '../../../evals/cases.js';
import { assign, nuggetRecall } from '../../../evals/metrics/nuggets.js';

const nugget = (importance: Nugget['importance'], match: Nugget['match']): Nugget => ({
  ...{ id: 'n', importance, clause: 4, match },
});

describe('a fact is held', () => {
  test.each<[string, Nugget['match'], string, string]>([
    ['all of all', { all: ['便民', '安全'] }, '坚持安全、便民', 'support'],
    ['half of all', { all: ['便民', '安全'] }, '坚持便民', 'partial_support'],
    ['none of all', { all: ['便民', '安全'] }, '坚持有序', 'not_support'],
    ['one of any', { any: ['便民', '方便'] }, '方便居民', 'support'],
    ['none of any', { any: ['便民', '方便'] }, '居民', 'not_support'],
    // 公办 ends at 2, 90% begins at 4: 2 characters between, 90% ends 5 after 公办 does
    ['near words within reach', { near: { words: ['公办', '90%'], within: 5 } }, '公办比例90%', 'support'],
    [
      'near words out of reach',
      { near: { words: ['公办', '90%'], within: 4 } },
      '公办比例90%',
      'partial_support',
    ],
    ['near words before', { near: { words: ['90%', '公办'], within: 5 } }, '公办比例90%', 'support'],
    [
      'near words out of reach, listed the other way round',
      { near: { words: ['90%', '公办'], within: 4 } },
      '公办比例90%',
      'partial_support',
    ],
    ['three near words in any order', { near: { words: ['90%', '公办', '比例'], within: 5 } }, '公办比例90%', 'support'], // prettier-ignore
    ['a pattern with full-width signs', { regex: '９０％，（公办）' }, '90%,(公办)', 'support'],
    ['one near word alone', { near: { words: ['公办', '90%'], within: 5 } }, '公办比例', 'partial_support'],
    ['no near word', { near: { words: ['公办', '90%'], within: 5 } }, '民办', 'not_support'],
    [
      'a later pair that is near',
      { near: { words: ['公办', '90%'], within: 3 } },
      '公办和民办学校中公办90%',
      'support',
    ],
    ['a pattern', { regex: '三年.{0,3}免' }, '三年内免收', 'support'],
    ['no pattern', { regex: '三年.{0,3}免' }, '免收三年', 'not_support'],
    ['a number in another notation', { number: { value: 90, unit: '%' } }, '占百分之九十', 'support'],
    ['a number with its bound', { number: { value: 90, unit: '%', comparator: '>=' } }, '90%以上', 'support'],
    [
      'a number without its bound',
      { number: { value: 90, unit: '%', comparator: '>=' } },
      '90%',
      'partial_support',
    ],
    ['a number of another unit', { number: { value: 90, unit: '%' } }, '90个', 'not_support'],
    ['a number within another', { number: { value: 5, unit: '个' } }, '50个', 'not_support'],
    ['words across white space and width', { all: ['90%以上'] }, '９０％\n以上', 'support'],
    ['one of two matchers', { all: ['便民'], any: ['安全'] }, '便民', 'partial_support'],
    ['neither of two matchers', { all: ['便民'], any: ['安全'] }, '有序', 'not_support'],
    ['a shared word of an alias: not enough (MultiHop-RAG)', { any: ['照明改造'] }, '照明', 'not_support'],
    ['an empty answer', { all: ['便民'] }, '', 'not_support'],
  ])('%s', (_, match, text, expected) => {
    expect(assign({ match }, text)).toBe(expected);
  });
});

describe('recall', () => {
  const nuggets = [
    nugget('vital', { all: ['便民', '安全'] }), // support
    nugget('vital', { all: ['有序', '高效'] }), // partial
    nugget('okay', { any: ['鼓励'] }), // not
    nugget('okay', { any: ['居民'] }), // support
  ];

  test('is AutoNuggetizer’s four shares', () => {
    // vital: 1 of 2 whole, (1 + 0.5)/2; all: 2 of 4 whole, (1 + 0.5 + 0 + 1)/4
    expect(nuggetRecall(nuggets, '便民、安全、有序,居民参与')).toEqual({
      ...{ strictVital: 1 / 2, strictAll: 2 / 4, vital: 0.75, all: 0.625 },
    });
  });

  test('of an empty answer is 0, and undefined where there are no facts to hold (DeepEval, RAGAS)', () => {
    expect(nuggetRecall(nuggets, '')).toEqual({ strictVital: 0, strictAll: 0, vital: 0, all: 0 });
    expect(nuggetRecall([], '便民')).toEqual({ strictVital: null, strictAll: null, vital: null, all: null });
  });

  test('has no vital share where no fact is vital', () => {
    expect(nuggetRecall(nuggets.slice(2), '居民')).toEqual({
      strictVital: null,
      strictAll: 0.5,
      vital: null,
      all: 0.5,
    });
  });

  test('reads every line, not the first alone (ALCE)', () => {
    expect(nuggetRecall(nuggets, '先看原则。\n便民、安全。\n有序、高效。').strictVital).toBe(1);
  });
});

describe('of any facts and text', () => {
  test('the order in which near words are listed makes no difference', () => {
    const list = fc.uniqueArray(fc.constantFrom('甲', '甲乙', '丙', '丁丁'), { minLength: 2, maxLength: 3 });
    const said = fc.array(fc.constantFrom('甲', '乙', '丙', '丁', '。'), { maxLength: 12 }).map((all) => all.join('')); // prettier-ignore
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 6 }), said, (words, within, text) => {
        const of = (near: string[]) => assign({ match: { near: { words: near, within } } }, text);
        expect(of(words.toReversed())).toBe(of(words));
      }),
    );
  });

  const word = fc.constantFrom('甲', '乙', '丙', '丁');
  const words = fc.array(word, { minLength: 1, maxLength: 3 });
  const match = fc.oneof(
    words.map((all): Nugget['match'] => ({ all })),
    words.map((any): Nugget['match'] => ({ any })),
    fc.tuple(word, word, fc.integer({ min: 1, max: 4 })).map(([a, b, within]): Nugget['match'] => ({ near: { words: [a, b], within } })), // prettier-ignore
  );
  const list = fc.array(
    fc.tuple(fc.constantFrom<Nugget['importance']>('vital', 'okay'), match).map(([importance, one]) => nugget(importance, one)), // prettier-ignore
    { minLength: 1, maxLength: 5 },
  );
  const text = fc.array(fc.constantFrom('甲', '乙', '丙', '丁', '。', '无'), { maxLength: 12 }).map((all) => all.join('')); // prettier-ignore

  test('shares are within 0 and 1, strict ones not above the others, whatever the order of facts', () => {
    fc.assert(
      fc.property(list, text, (nuggets, said) => {
        const shares = nuggetRecall(nuggets, said);
        for (const one of Object.values(shares)) expect(one ?? 0).toSatisfy((x: number) => x >= 0 && x <= 1);
        expect(shares.strictAll).toBeLessThanOrEqual(shares.all ?? 0);
        expect(shares.strictVital ?? 0).toBeLessThanOrEqual(shares.vital ?? 0);
        expect(nuggetRecall(nuggets.toReversed(), said)).toEqual(shares);
      }),
    );
  });

  test('saying more never loses a fact', () => {
    fc.assert(
      fc.property(list, text, text, (nuggets, said, more) => {
        expect(nuggetRecall(nuggets, `${said}。${more}`).all).toBeGreaterThanOrEqual(nuggetRecall(nuggets, said).all ?? 0); // prettier-ignore
      }),
    );
  });
});
