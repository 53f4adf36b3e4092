import { describe, expect, test } from 'vitest';
import { decide, isInPlan } from '../../src/answering/decide.js';
import { findTargets } from '../../src/domain/find-targets.js';
import type { Policy } from '../../src/domain/policy.js';
import { fold } from '../../src/retrieval/fold.js';
import type { OutcomeClass } from '../../src/retrieval/outcome-features.js';
import { publishedMadeUpPolicy, publishedPlan, readPolicy } from '../support/policies.js';
import { readingOf, resultOf } from './readings.js';

const plan = readPolicy(publishedPlan());
const madeUp = readPolicy(publishedMadeUpPolicy());

type Place = readonly [clause: number, sentence: number];
/** Decides a question whose answer was found at a place. */
function decided(
  policy: Policy,
  typed: string,
  [clause, sentence]: Place,
  fields: Parameters<typeof readingOf>[0] = {},
) {
  const reading = readingOf({ ...fields, results: [resultOf(policy, clause, sentence)] });
  return decide(fold(typed), reading, findTargets(policy), undefined);
}
const target = (policy: Policy, id: string) => findTargets(policy).find((one) => one.id === id);

describe('by what a question is', () => {
  test.each<[OutcomeClass, object]>([
    ['clarify', { outcome: 'clarify' }],
    ['chitchat', { outcome: 'chat', topic: 'chitchat' }],
    ['about_bot', { outcome: 'chat', topic: 'about_bot' }],
    ['not_in_plan', { outcome: 'refused', reason: 'not_in_plan' }],
    ['off_topic', { outcome: 'refused', reason: 'off_topic' }],
    ['unsafe', { outcome: 'refused', reason: 'unsafe' }],
    ['in_plan', { outcome: 'answered' }],
  ])('%s', (outcome, decision) => {
    expect(decide('夜市灯光', readingOf({ outcome }), [], undefined)).toMatchObject(decision);
  });

  test('a follow-up is never asked to be clearer: it has what it leans on', () => {
    const reading = readingOf({ outcome: 'clarify' });
    expect(decide('那呢', reading, [], '夜市灯光').outcome).not.toBe('clarify');
  });

  test('a follow-up is held to be about the plan sooner than a question alone', () => {
    const reading = readingOf({ outcome: 'not_in_plan', sure: 0.5 });
    const outcomes = { ...reading.outcomes, in_plan: 0.4 };
    expect(decide('那条巷子里的路灯坏了呢', { ...reading, outcomes }, [], undefined).outcome).toBe('refused');
    expect(decide('那条巷子里的路灯坏了呢', { ...reading, outcomes }, [], '夜市').outcome).toBe('answered');
  });

  test('what is not stated is partial, and names what is missing', () => {
    const reading = readingOf({ asks: 'who', stated: 0.1 });
    expect(decide('谁来摆', reading, [], undefined)).toEqual({ outcome: 'partial', missing: 'who' });
  });

  test('only a question that is likeliest to be about the plan is', () => {
    expect(isInPlan('摊位费免不免的事', readingOf())).toBe(true);
    expect(isInPlan('摊位费免不免的事', readingOf({ outcome: 'off_topic' }))).toBe(false);
  });
});

describe('whatever the models think', () => {
  test.each(['我们小区能不能列入改造', '俺家够不够条件', '我们村符合吗', '我家这栋楼在不在名单里'])(
    'a ruling on one person’s case is missing: %s',
    (typed) => {
      expect(decided(plan, typed, [15, 1], { stated: 1 })).toEqual({
        outcome: 'partial',
        missing: 'personal',
      });
    },
  );

  test.each([
    ['documents', '居住证申领要什么材料'],
    ['contact', '公积金的咨询电话是多少'],
    ['list', '老旧小区名单'],
    ['how', '低保的申请流程'],
  ])('no %s is ever stated: %s', (missing, typed) => {
    expect(decided(plan, typed, [2, 1], { stated: 1 })).toEqual({ outcome: 'partial', missing });
  });

  test('a way of doing that is only guessed at may be stated', () => {
    expect(decided(plan, '剩下的孩子咋上学', [4, 1], { asks: 'how', stated: 1 })).toEqual({
      outcome: 'answered',
    });
  });
});

test.each<[string, Place, string]>([
  ['公办学校就读比例是多少', [4, 1], '4-1'],
  ['异地就医直接结算率是多少', [6, 3], '6-1'],
  ['公交通达率百分之几', [19, 2], '19-1'],
  ['燃气老旧管道更新改造哪年完成', [16, 1], '16-1'],
  ['技工院校每年招多少人', [3, 3], '3-1'],
  ['建成多少家零工市场', [3, 3], '3-2'],
  ['建成多少个万兆园区', [17, 2], '17-2'],
  ['万兆先锋城市多少个', [17, 2], '17-1'],
  ['老旧小区要哪年以前建的', [15, 1], '15-1'],
  ['不改变用地主体能过渡多久', [21, 4], '21-1'],
])('of the plan, the quantity asked for is the one stated of the thing asked: %s', (typed, place, id) => {
  expect(decided(plan, typed, place)).toEqual({ outcome: 'answered', target: target(plan, id) });
});

test.each<[string, Place, string]>([
  ['夜间投诉率是多少', [4, 1], '4-2'],
  ['照明改造哪年完成', [4, 1], '4-1'],
  ['每个街道设置摊位多少个', [3, 1], '3-1'],
  ['免收摊位费的比例是多少', [3, 1], '3-3'],
  ['免收摊位费多久', [3, 1], '3-2'],
])('of another policy too: %s', (typed, place, id) => {
  expect(decided(madeUp, typed, place)).toEqual({ outcome: 'answered', target: target(madeUp, id) });
});

test.each<[string, Place, string]>([
  ['随迁子女一个月补多少钱', [4, 1], 'amount'],
  ['入廊率什么时候提高', [16, 2], 'when'],
  ['燃气管道什么时候开工', [16, 1], 'when'],
  ['招生分给我们市多少人', [3, 3], 'count'],
  ['落户比例是多少', [1, 1], 'ratio'],
  ['电子居住证办理时限', [2, 3], 'duration'],
  ['目前公办学校就读比例是多少', [4, 1], 'ratio'],
  ['已经建成多少家零工市场', [3, 3], 'count'],
])('a quantity the plan does not state of that is missing: %s', (typed, place, missing) => {
  expect(decided(plan, typed, place, { stated: 1 })).toEqual({ outcome: 'partial', missing });
});

test.each<[string, Place, string]>([
  ['摊位费多少钱', [3, 1], 'amount'],
  ['摊位什么时候能有', [3, 1], 'when'],
  ['照明改造什么时候开始', [4, 1], 'when'],
  ['照明改造要多久', [4, 1], 'duration'],
])('of another policy it is missing too: %s', (typed, place, missing) => {
  expect(decided(madeUp, typed, place, { stated: 1 })).toEqual({ outcome: 'partial', missing });
});

test('a quantity of another clause than the best is not given', () => {
  expect(decided(plan, '公办学校就读比例是多少', [5, 1])).toEqual({ outcome: 'partial', missing: 'ratio' });
});

test('what a follow-up leans on helps to name the thing', () => {
  const reading = readingOf({ results: [resultOf(plan, 17, 1)] });
  const targets = findTargets(plan);
  expect(decide('多少个', reading, targets, '万兆园区')).toEqual({
    outcome: 'answered',
    target: target(plan, '17-2'),
  });
  expect(decide('多少个', reading, targets, undefined)).toMatchObject({
    outcome: 'partial',
    missing: 'count',
  });
});
