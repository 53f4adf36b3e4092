import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attribution,
  goldCitations,
  isSupported,
  isValid,
  numbersHold,
  squeeze,
} from '../../../evals/metrics/citations.js';
import { cite, clauseOf } from '../../../src/domain/policy.js';
import { policyOf } from '../../support/policies.js';
import { policy, quote, statement, template } from '../made-up.js';

const COMPLAINTS = '夜间投诉率控制在5%以下';
const SCOPE = '本市夜间集市的设立和管理适用本规定';
const PRINCIPLES = '坚持便民、安全、有序';
const RESIDENTS = '鼓励社区居民参与夜间集市治理';

describe('a citation', () => {
  const good = quote(4, COMPLAINTS).citations[0] ?? { clause: 0, quote: '', start: 0, end: 0 };

  test('holds when its quote is that very slice of its clause', () => {
    expect(isValid(good, policy)).toBe(true);
  });

  test.each([
    ['names a clause that there is not', { clause: 5 }],
    ['names a negative clause', { clause: -1 }],
    ['names another clause', { clause: 3 }],
    ['is one character off', { start: (good.start ?? 0) + 1 }],
    ['quotes other words', { quote: '夜间投诉率控制在6%以下' }],
    ['quotes nothing at a place', { quote: '', start: 3, end: 3 }],
    ['reaches beyond the clause', { end: 10_000 }],
  ])('that %s does not hold', (_, change) => {
    expect(isValid({ ...good, ...change }, policy)).toBe(false);
  });

  test('without a place holds when its words stand in the clause, whatever their white space and width', () => {
    const placeless = { clause: 4, start: null, end: null };
    expect(isValid({ ...placeless, quote: '夜间投诉率 控制在５％以下' }, policy)).toBe(true);
    expect(isValid({ ...placeless, quote: '夜间投诉率控制在6%以下' }, policy)).toBe(false);
  });

  test('of a clause alone, without words, holds when the clause exists', () => {
    const bare = { quote: '', start: null, end: null };
    expect([0, 1, 4, 5].map((clause) => isValid({ ...bare, clause }, policy))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('of any span of any clause holds', () => {
    const place = fc
      .constantFrom(policy.frontMatter, ...policy.clauses)
      .chain((clause) =>
        fc.tuple(fc.constant(clause), fc.nat(clause.text.length - 1), fc.integer({ min: 1, max: 40 })),
      );
    fc.assert(
      fc.property(place, ([clause, start, length]) => {
        const end = Math.min(clause.text.length, start + length);
        expect(isValid(cite(clause, { start, end }), policy)).toBe(true);
      }),
    );
  });
});

describe('words are supported', () => {
  test.each([
    ['verbatim', COMPLAINTS, [4]],
    ['with other white space and width', ' 夜间投诉率 控制在５％以下', [4]],
    // 21 bigrams, of which 前要, 要完, 市的, 的照 are new: 17/21 = 0.81
    ['in a close paraphrase with the same numbers', '2032年6月底前要完成主要集市的照明改造', [4]],
    ['by two clauses together', `${COMPLAINTS},${RESIDENTS}`, [4, 2]],
  ])('%s', (_, words, clauses) => {
    expect(isSupported(words, clauses, policy)).toBe(true);
  });

  test.each([
    ['by a clause about something else', COMPLAINTS, [1]],
    ['with a changed number', '夜间投诉率控制在6%以下', [4]],
    ['with a changed bound', '夜间投诉率控制在5%以上', [4]],
    ['with a changed deadline', '2033年6月底前完成主要集市照明改造', [4]],
    ['with an added negation', '2032年6月底前不得完成主要集市照明改造', [4]],
    ['with added force', '2032年6月底前必须完成主要集市照明改造', [4]],
    ['when they are about something else', '社区食堂提供午餐', [1, 2, 3, 4]],
    ['by no clause', COMPLAINTS, []],
    ['by a clause that there is not', COMPLAINTS, [9]],
    ['by one clause of the two it takes', `${COMPLAINTS},${RESIDENTS}`, [4]],
  ])('not %s', (_, words, clauses) => {
    expect(isSupported(words, clauses, policy)).toBe(false);
  });

  test('only when a quoted term of four characters is the clause’s: it is no word short (ragas)', () => {
    const small = policyOf(['# 第一章 总则', '第一条 办理。推进居住证申领“全程网办”,方便群众办理各项业务。']);
    const said = (term: string) => isSupported(`推进居住证申领“${term}”,方便群众办理业务。`, [1], small);
    expect(clauseOf(small, 1)?.text).toContain('“全程网办”');
    expect([said('全程网办'), said('全城网办'), said('网办')]).toEqual([true, false, true]);
  });
});

describe('attribution', () => {
  test('counts supported segments, citations that help and segments cited to the wrong clause', () => {
    const segments = [
      template('方案是这样写的：'),
      quote(4, COMPLAINTS), // supported; its citation helps
      statement(SCOPE, 2), // clause 1 says it, clause 2 does not: misattributed
      statement(PRINCIPLES, 2, 4), // supported; 4 is needless: it fails alone and 2 suffices
      statement('社区食堂提供午餐'), // no citation, and nowhere in the policy
    ];
    // facts 4, supported 2; citations 1 + 1 + 2 + 0 = 4, of which 1 + 0 + 1 help; misattributed 1
    expect(attribution({ segments }, policy)).toEqual({
      recall: 2 / 4,
      precision: 2 / 4,
      misattribution: 1 / 4,
    });
  });

  test('finds both citations needed when a segment takes both', () => {
    const segments = [statement(`${COMPLAINTS},${RESIDENTS}`, 4, 2)];
    expect(attribution({ segments }, policy)).toEqual({ recall: 1, precision: 1, misattribution: 0 });
  });

  test('finds no citation of an unsupported segment to help', () => {
    const segments = [statement('社区食堂提供午餐', 1, 2)];
    expect(attribution({ segments }, policy)).toEqual({ recall: 0, precision: 0, misattribution: 0 });
  });

  test('looks at every line, not the first alone (ALCE)', () => {
    const segments = [quote(4, COMPLAINTS), statement('\n社区食堂提供午餐', 1)];
    expect(attribution({ segments }, policy).recall).toBe(1 / 2);
  });

  test('of an empty answer, or one of fixed wording alone, is undefined, never 1.0 (DeepEval, RAGAS)', () => {
    const nothing = { recall: null, precision: null, misattribution: null };
    expect(attribution({ segments: [] }, policy)).toEqual(nothing);
    expect(attribution({ segments: [template('方案里没有这方面的内容。')] }, policy)).toEqual(nothing);
  });

  test('does not depend on the order of segments and stays within 0 and 1', () => {
    const segment = fc
      .tuple(
        fc.constantFrom(COMPLAINTS, SCOPE, PRINCIPLES, RESIDENTS, '社区食堂提供午餐'),
        fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
      )
      .map(([text, clauses]) => statement(text, ...clauses));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const scores = attribution({ segments }, policy);
        expect(attribution({ segments: segments.toReversed() }, policy)).toEqual(scores);
        for (const one of Object.values(scores)) expect(one ?? 0).toSatisfy((x: number) => x >= 0 && x <= 1);
        expect((scores.recall ?? 0) + (scores.misattribution ?? 0)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('numbers hold', () => {
  test('when the clause that the very segment cites states them', () => {
    expect(numbersHold({ segments: [quote(4, COMPLAINTS), statement('三年内免收', 3)] }, policy)).toBe(true);
  });

  test('not when another segment cites the clause that states them', () => {
    const segments = [statement('投诉率5%以下', 3), quote(4, '照明改造')];
    expect(numbersHold({ segments }, policy)).toBe(false);
  });

  test('not without a citation, nor when one of many is changed', () => {
    expect(numbersHold({ segments: [statement('投诉率5%以下')] }, policy)).toBe(false);
    expect(numbersHold({ segments: [quote(4, COMPLAINTS), statement('四年内免收', 3)] }, policy)).toBe(false);
  });

  test('whatever fixed wording says', () => {
    expect(numbersHold({ segments: [template('共有3处:')] }, policy)).toBe(true);
  });
});

describe('clauses cited against gold', () => {
  const grades = new Map([
    [4, 2],
    [6, 1],
    [9, 2],
  ]);

  test('are precise by any gold clause, complete by the required', () => {
    // of 4, 6, 1 two are gold; of 4, 9 one is cited
    expect(goldCitations([4, 6, 1], grades)).toEqual({ precision: 2 / 3, recall: 1 / 2 });
  });

  test('have no precision when there are none and no recall when none is required', () => {
    expect(goldCitations([], grades)).toEqual({ precision: null, recall: 0 });
    expect(goldCitations([6], new Map([[6, 1]]))).toEqual({ precision: 1, recall: null });
    expect(goldCitations([6], new Map())).toEqual({ precision: 0, recall: null });
  });
});

test('squeezing folds width and takes white space out, once and for all', () => {
  expect(squeeze(' ９０％ 以上\n　办 ')).toBe('90%以上办');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(squeeze(squeeze(text))).toBe(squeeze(text));
    }),
  );
});
