import { expect, test } from 'vitest';
import { lintCases } from '../../evals/lint.js';
import { caseOf, CASES, policy } from './made-up.js';

const GOLD = { clauses: [{ id: 4, grade: 2 as const, quote: '夜间投诉率控制在5%以下' }] };

test('sound cases have no problem', () => {
  // A conversation of one group looks like one without a name.
  const cases = CASES.map((one) => (one.turn === undefined ? one : { ...one, cluster: 'night' }));
  expect(lintCases(cases, policy, [])).toEqual([]);
});

test('one question in two splits is found, both places named with the remedy', () => {
  const cases = [
    caseOf({ id: 'a', group: 'same', cluster: 'talk-1', split: 'dev', question: '投诉率多少', gold: GOLD, at: 'x.yml:1' }), // prettier-ignore
    caseOf({ id: 'b', group: 'same', cluster: 'talk-2', split: 'holdout', question: '吵不吵有啥指标', gold: GOLD, at: 'x.yml:9' }), // prettier-ignore
    caseOf({ id: 'c', group: 'same', cluster: 'talk-1', split: 'dev', question: '晚上闹腾要压到几成', gold: GOLD, at: 'x.yml:17' }), // prettier-ignore
  ];
  expect(lintCases(cases, policy, [])).toEqual([
    {
      ...{ at: 'x.yml:9', id: 'b' },
      problem:
        'is of split holdout, but a (x.yml:1) of the same group same is of dev; give both one cluster, or both the same split',
    },
  ]);
});
