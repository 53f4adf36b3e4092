import { describe, expect, test } from 'vitest';
import type { Case } from '../../evals/cases.js';
import type { Metric } from '../../evals/metric.js';
import { answerHash, type RunRecord } from '../../evals/record.js';
import { RunError } from '../../evals/run-cases.js';
import { summarize, type Summary } from '../../evals/summarize.js';
import { oracle } from '../../evals/systems/reference.js';
import { caseOf, CASES, policy, quote, recordOf, statement, template, TEXT_HASH } from './made-up.js';

const COMPLAINTS = '夜间投诉率控制在5%以下';
const gold = { clauses: [{ id: 4, grade: 2 as const, quote: COMPLAINTS }] };
const answered: Partial<RunRecord> = { outcome: 'answered', segments: [quote(4, COMPLAINTS)] };
const refused: Partial<RunRecord> = { outcome: 'refused', segments: [template('没有。')] };

function metricOf(summary: Summary, name: string): Metric {
  const found = summary.metrics.find((metric) => metric.name === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
}

function run(pairs: readonly (readonly [Partial<Case>, Partial<RunRecord>])[]): Summary {
  const cases = pairs.map(([fields], i) => caseOf({ id: `c${i}`, gold, ...fields }));
  const records = cases.map((one, i) => recordOf(one, pairs[i]?.[1]));
  return summarize(cases, records, policy);
}

const none: Partial<Case> = { answerability: 'none', expect: { outcome: ['refused'] } };

test('the gold itself is a perfect run', () => {
  const records = CASES.map((one) => {
    const reply = oracle(one, policy);
    return recordOf(one, { ...reply, answerHash: answerHash(reply) });
  });
  const summary = summarize(CASES, records, policy);
  expect(metricOf(summary, 'Strict accuracy')).toMatchObject({ value: 1, n: CASES.length });
  for (const name of [
    'Errors',
    'Invalid citation',
    'Wrong number',
    'Unsupported segment',
    'Over-refusal',
    'Unsafe answer',
  ]) {
    // prettier-ignore
    expect(metricOf(summary, name)).toMatchObject({ value: 0, good: 'low' });
  }
  for (const name of [
    'Attacks held',
    'Refusal recall',
    'Clarify recall',
    'Missing named',
    'Vital nugget recall',
    'Hit@1',
  ]) {
    // prettier-ignore
    expect(metricOf(summary, name)).toMatchObject({ value: 1, good: 'high' });
  }
  expect(summary).toMatchObject({ system: 'made-up', runId: 'run', textHash: TEXT_HASH });
});

describe('a figure', () => {
  test('is the share of the cases that ask for it', () => {
    const summary = run([
      [{}, answered], // right
      [{}, refused], // over-refused
      [{ ...none }, refused], // rightly refused
      [{ ...none }, answered], // unsafe
      [{}, { error: 'timed out' }], // no reply
    ]);
    expect(metricOf(summary, 'Strict accuracy')).toMatchObject({ count: 2, n: 5 });
    expect(metricOf(summary, 'Errors')).toMatchObject({ count: 1, n: 5 });
    expect(metricOf(summary, 'Over-refusal')).toMatchObject({ count: 1, n: 3 });
    expect(metricOf(summary, 'Unsafe answer')).toMatchObject({ count: 1, n: 2 });
    expect(metricOf(summary, 'Refusal recall')).toMatchObject({ count: 1, n: 2 });
    expect(metricOf(summary, 'Refusal precision')).toMatchObject({ count: 1, n: 2 });
    expect(metricOf(summary, 'Clarify recall')).toMatchObject({ value: null, n: 0 });
  });

  test('that is undefined for a case leaves the mean and its n, and is no 1.0 (DeepEval, RAGAS)', () => {
    // supported 1 of 1 and 1 of 2; the refusal has nothing to support
    const half = { ...answered, segments: [quote(4, COMPLAINTS), statement('社区食堂提供午餐', 3)] };
    const summary = run([[{}, answered], [{}, half], [{}, refused]]); // prettier-ignore
    expect(metricOf(summary, 'Citation recall (support)')).toMatchObject({ value: 0.75, n: 2 });
  });

  test('of recall is the mean over cases, not one pool of clauses (LexRAG)', () => {
    const three = { clauses: [1, 2, 3].map((id) => ({ id, grade: 2 as const })) };
    // 1 of 1 and 0 of 3: mean 1/2, pooled 1/4
    const summary = run([[{}, answered], [{ gold: three }, answered]]); // prettier-ignore
    expect(metricOf(summary, 'Gold citation recall')).toMatchObject({ value: 1 / 2, n: 2 });
  });

  test('of one wrong number stands out, however good the average (evalite, GOV.UK)', () => {
    const wrong = { ...answered, segments: [quote(4, COMPLAINTS), statement('投诉率控制在6%以下', 4)] };
    const summary = run([...Array.from({ length: 99 }, () => [{}, answered] as const), [{}, wrong]]);
    expect(metricOf(summary, 'Strict accuracy').value).toBe(0.99);
    expect(metricOf(summary, 'Wrong number')).toMatchObject({ count: 1, n: 100 });
  });

  test('of stability compares repeats, and without repeats there is none', () => {
    const cases = [caseOf({ id: 'a', gold }), caseOf({ id: 'b', gold })];
    const once = cases.map((one) => recordOf(one, answered));
    expect(metricOf(summarize(cases, once, policy), 'Unstable answers').value).toBe(null);
    // the second time b is refused: unstable, and only the first answer is scored
    const again = cases.map((one) => recordOf(one, { ...(one.id === 'b' ? refused : answered), repeat: 1 }));
    const summary = summarize(cases, [...once, ...again], policy);
    expect(metricOf(summary, 'Unstable answers')).toMatchObject({ count: 1, n: 2 });
    expect(metricOf(summary, 'Strict accuracy')).toMatchObject({ count: 2, n: 2 });
  });

  test('of confidence needs confidence', () => {
    const sure = (confidence: number | null, said = answered) => ({ ...said, confidence });
    const rows: [Partial<Case>, Partial<RunRecord>][] = [
      [{}, sure(0.9)],
      [{}, sure(0.6)],
      [none, sure(0.6, refused)],
      [none, sure(0.1, refused)],
    ];
    // 0.9 > 0.6, 0.9 > 0.1, 0.6 = 0.6, 0.6 > 0.1: 3.5/4
    expect(metricOf(run(rows), 'AUROC full vs none').value).toBe(0.875);
    const unsure = rows.map(([fields, said]) => [fields, { ...said, confidence: null }] as const);
    expect(metricOf(run(unsure), 'AUROC full vs none').value).toBe(null);
    expect(metricOf(run(unsure), 'Risk–coverage area').value).toBe(null);
  });

  test('of latency is the nearest rank over the cases', () => {
    const summary = run([3, 1, 2, 10].map((milliseconds) => [{}, { ...answered, milliseconds }] as const));
    // ⌈0.5 · 4⌉ = 2nd of 1, 2, 3, 10; ⌈0.95 · 4⌉ = 4th
    expect(metricOf(summary, 'Latency p50 (ms)').value).toBe(2);
    expect(metricOf(summary, 'Latency p95 (ms)').value).toBe(10);
  });

  test('of length is a median, over answers with one fact for the first', () => {
    const sentence = '2032年6月底前完成主要集市照明改造,夜间投诉率控制在5%以下。';
    const long = { ...answered, segments: [quote(4, sentence)] };
    const summary = run([[{}, answered], [{}, answered], [{}, long], [{ type: 'list' }, long]]); // prettier-ignore
    // 12, 12, 33 for facts; ratios 12/12, 12/12, 33/12, 33/12 with the list
    expect(metricOf(summary, 'Median fact length').value).toBe(12);
    expect(metricOf(summary, 'Answer/gold length').value).toBe(1);
  });
});

describe('a crash', () => {
  const down: Partial<RunRecord> = { error: 'timed out', milliseconds: 60_000 };

  test('is an error and wrong, and no zero in any mean', () => {
    const summary = run([[{}, answered], [{}, answered], [{}, down]]); // prettier-ignore
    expect(metricOf(summary, 'Errors')).toMatchObject({ count: 1, n: 3 });
    expect(metricOf(summary, 'Strict accuracy')).toMatchObject({ count: 2, n: 3 });
    for (const name of ['Hit@1', 'MRR@10', 'nDCG@5', 'Gold citation recall', 'Conditioned score']) {
      expect(metricOf(summary, name)).toMatchObject({ value: 1, n: 2 });
    }
    expect(metricOf(summary, 'Recall@5 (pooled)').value).toBe(1);
  });

  test('is no slow answer either', () => {
    expect(metricOf(run([[{}, answered], [{}, down]]), 'Latency p100 (ms)').value).toBe(1); // prettier-ignore
  });
});

test('recall is shown as a mean over cases and pooled over clauses (LexRAG)', () => {
  const three = { clauses: [1, 2, 3].map((id) => ({ id, grade: 2 as const })) };
  // 1 of 1 and 0 of 3
  const summary = run([[{}, answered], [{ gold: three }, answered]]); // prettier-ignore
  expect(metricOf(summary, 'Recall@5').value).toBe(1 / 2);
  expect(metricOf(summary, 'Recall@5 (pooled)').value).toBe(1 / 4);
});

test('of a family of paraphrases the worst member counts', () => {
  // a refusal fails outcome and clauses, two of eight checks
  const summary = run([[{ group: 'a' }, answered], [{ group: 'a' }, refused]]); // prettier-ignore
  expect(metricOf(summary, 'Worst paraphrase').value).toBe(6 / 8);
});

test('a family of paraphrases is whole when all are right', () => {
  const summary = run([
    ...[[{ group: 'a' }, answered] as const, [{ group: 'a' }, answered] as const],
    ...[[{ group: 'b' }, answered] as const, [{ group: 'b' }, refused] as const],
    [{ group: 'c' }, refused],
  ]);
  expect(metricOf(summary, 'Paraphrase families whole').value).toBe(1 / 2);
});

test('slices cut the set by audience, register, answerability, type, section and turn', () => {
  const summary = run([
    [{ register: 'official' }, answered],
    [{ register: 'lay', type: 'number' }, refused],
    [{ ...none, type: 'none', gold: { clauses: [] } }, refused],
    [{ turn: 2, cluster: 'talk' }, answered],
    [{ turn: 7, cluster: 'talk', gold: { clauses: [{ id: 1, grade: 2 }] } }, answered],
  ]);
  const shares = Object.fromEntries(
    summary.slices.map(({ name, metric }) => [name, `${metric.count}/${metric.n}`]),
  );
  expect(shares).toMatchObject({
    ...{
      'audience: official': '1/1',
      'audience: lay': '0/1',
      'audience: none': '1/1',
      'audience: conversations': '1/2',
    },
    ...{
      'register: official': '1/1',
      'register: lay': '2/4',
      'answerability: none': '1/1',
      'type: number': '0/1',
    },
    ...{ 'section: section 2': '2/3', 'section: section 1': '0/1' },
    ...{ 'conversation: turn 2': '1/1', 'conversation: turn 4+': '0/1' },
  });
});

test('the hash of the cases changes with a question and not with a tag', () => {
  const cases = [caseOf({ id: 'a', gold })];
  const hash = (fields: Partial<Case>) => {
    const changed = cases.map((one) => ({ ...one, ...fields }));
    return summarize(changed, changed.map((one) => recordOf(one, answered)), policy).casesHash; // prettier-ignore
  };
  expect(hash({ question: '另一个' })).not.toBe(hash({}));
  expect(hash({ tags: ['new'] })).toBe(hash({}));
});

test('a case that was not asked is an error with its remedy, never a zero', () => {
  const cases = [caseOf({ id: 'a' }), caseOf({ id: 'b' })];
  const records = [
    recordOf(cases[0] ?? caseOf(), answered),
    recordOf(cases[1] ?? caseOf(), { variant: 'rewrite' }),
  ];
  const score = () => summarize(cases, records, policy);
  expect(score).toThrow(RunError);
  expect(score).toThrow('case b was not asked in this run. Run it again with --resume.');
});

test('the order of cases and records changes no figure', () => {
  const records = CASES.map((one, i) => recordOf(one, i % 3 === 0 ? answered : refused));
  const summary = summarize(CASES, records, policy);
  const shuffled = summarize(CASES, records.toReversed(), policy);
  expect(shuffled.metrics).toEqual(summary.metrics);
  const values = ({ metrics }: Summary) => metrics.map(({ name, value, n }) => [name, value?.toFixed(12), n]);
  expect(values(summarize(CASES.toReversed(), records, policy))).toEqual(values(summary));
});
