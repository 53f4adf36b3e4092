import { describe, expect, test } from 'vitest';
import { followUpMetric, mean, rate, value } from '../../evals/metric.js';
import type { RunRecord } from '../../evals/record.js';
import { scoreCase } from '../../evals/score-case.js';
import { clusterBootstrap, wilson } from '../../evals/statistics/interval.js';
import { caseOf, policy, recordOf } from './made-up.js';

const verdicts = (...list: (boolean | null)[]) =>
  list.map((verdict, i) => ({ caseId: String(i), cluster: String(i), verdict }));

describe('a rate', () => {
  test('counts the cases that are asked about it alone', () => {
    // 2 of 3; the fourth has no verdict
    const metric = rate('Strict accuracy', verdicts(true, false, null, true));
    expect(metric).toMatchObject({ value: 2 / 3, n: 3, count: 2, good: 'high', interval: wilson(2, 3) });
    expect(metric.rows.map((row) => [row.caseId, row.value])).toEqual([
      ['0', 1],
      ['1', 0],
      ['3', 1],
    ]);
  });

  test('nobody is asked about has no value and no interval', () => {
    expect(rate('x', verdicts(null, null))).toMatchObject({ value: null, interval: null, n: 0, count: 0 });
  });

  test('of cases that hang together has the wider bounds of Wilson and the bootstrap', () => {
    const pairs = [true, false, true].flatMap((verdict, i) => [
      { caseId: `${i}a`, cluster: String(i), verdict },
      { caseId: `${i}b`, cluster: String(i), verdict },
    ]);
    const { interval, rows } = rate('x', pairs);
    const [one, other] = [wilson(4, 6), clusterBootstrap(rows)];
    // three flips: 1/27 of the draws are all false, 8/27 all true
    expect(other).toEqual({ low: 0, high: 1 });
    expect(interval).toEqual({ low: 0, high: 1 });
    expect(one?.low).toBeGreaterThan(0);
  });

  test('of cases that hang together and all hold is not certain', () => {
    const all = ['a', 'a', 'b', 'b'].map((cluster, i) => ({ caseId: String(i), cluster, verdict: true }));
    expect(rate('x', all).interval).toEqual(wilson(4, 4));
  });
});

test('a mean has the bootstrap’s interval and no count', () => {
  const rows = [0, 0.5, 1, 1].map((one, i) => ({ caseId: String(i), cluster: String(i), value: one }));
  expect(mean('x', rows, 'low')).toEqual({
    ...{ name: 'x', value: 2.5 / 4, interval: clusterBootstrap(rows), n: 4, count: null, good: 'low', rows },
  });
  expect(mean('x', [])).toMatchObject({ value: null, interval: null, n: 0 });
});

test('a mean of equal values has no interval: drawing them again says nothing', () => {
  const rows = [1, 1, 1].map((one, i) => ({ caseId: String(i), cluster: String(i), value: one }));
  expect(mean('x', rows)).toMatchObject({ value: 1, interval: null, n: 3 });
  // one conversation is drawn the same every time
  const talk = [0, 1].map((one, i) => ({ caseId: String(i), cluster: 'talk', value: one }));
  expect(mean('x', talk)).toMatchObject({ value: 1 / 2, interval: null });
});

test('a figure of the whole run stands without an interval', () => {
  expect(value('x', 3, 'low')).toEqual({
    ...{ name: 'x', value: 3, interval: null, n: 0, count: null, good: 'low', rows: [] },
  });
});

describe('follow-ups', () => {
  const cases = ['a', 'b', 'c', 'd'].map((id) =>
    caseOf({ id, standalone: '夜间投诉率控制在多少?', gold: { clauses: [{ id: 4, grade: 2 }] } }),
  );
  const found = (variant: RunRecord['variant'], hits: readonly boolean[], repeat = 0) =>
    cases.map((one, i) =>
      recordOf(one, {
        variant,
        repeat,
        retrieved: [{ clause: hits[i] === true ? 4 : 1, score: 1, spans: [] }],
      }),
    );
  const rowsOf = (records: readonly RunRecord[]) =>
    cases.flatMap((one) => {
      const record = records.find(({ caseId, variant }) => caseId === one.id && variant === 'full');
      return record === undefined ? [] : [{ one, record, score: scoreCase(one, record, policy) }];
    });

  test('show their first clause and how much of the gap to the rewrite the history closes', () => {
    const records = [
      ...found('full', [true, true, true, false]),
      // a repeat is not another follow-up
      ...found('full', [false, false, false, false], 1),
      ...found('last_turn', [true, false, false, false]),
      ...found('rewrite', [true, true, true, true]),
    ];
    const [system, gap] = followUpMetric(rowsOf(records), records, policy);
    // 3/4; (3/4 - 1/4) / (4/4 - 1/4) = 2/3
    expect(system).toMatchObject({ name: 'Follow-up Hit@1', value: 3 / 4, n: 4 });
    expect(gap).toMatchObject({ name: 'Follow-up gap closed', value: 2 / 3 });
  });

  test('asked in one way alone close no gap that is known', () => {
    const records = found('full', [true, true, true, false]);
    const [system, gap] = followUpMetric(rowsOf(records), records, policy);
    expect(system).toMatchObject({ name: 'Follow-up Hit@1', value: 3 / 4 });
    expect(gap).toMatchObject({ name: 'Follow-up gap closed', value: null });
  });

  test('are listed without values where a set has none, so that a gate can name them', () => {
    const metrics = followUpMetric([], [], policy).map(({ name, value: figure, n }) => [name, figure, n]);
    expect(metrics).toEqual([
      ['Follow-up Hit@1', null, 0],
      ['Follow-up gap closed', null, 0],
    ]);
  });

  test('that crashed are no misses', () => {
    const records = [
      ...found('full', [true, true, true, true]).map((record, i) => (i === 0 ? { ...record, error: 'down', retrieved: [] } : record)), // prettier-ignore
      ...found('last_turn', [false, false, false, false]),
      ...found('rewrite', [true, true, true, true]),
    ];
    expect(followUpMetric(rowsOf(records), records, policy)[0]).toMatchObject({ value: 1, n: 3 });
  });
});
