import { describe, expect, test } from 'vitest';
import { value } from '../../../evals/metric.js';
import { isGameable } from '../../../evals/report/gameable.js';
import type { Summary } from '../../../evals/summarize.js';
import { SUMMARY } from './run.js';

/** A reference run with one figure. */
function reference(system: string, figure: number | null, good: 'high' | 'low' = 'high'): Summary {
  return { ...SUMMARY, system, metrics: [value('Figure', figure, good)] };
}

describe('a figure is gameable', () => {
  test('when copying a clause is better at it', () => {
    expect(isGameable(value('Figure', 0.8), [reference('copy-top1', 0.9)])).toBe(true);
  });

  test('when refusing everything is just as good at it', () => {
    const references = [reference('always-refuse', 0.8), reference('oracle', 1)];
    expect(isGameable(value('Figure', 0.8), references)).toBe(true);
  });

  test('when low is good and a trivial system is lower', () => {
    expect(isGameable(value('Figure', 0.2, 'low'), [reference('always-refuse', 0.1, 'low')])).toBe(true);
    expect(isGameable(value('Figure', 0.2, 'low'), [reference('always-refuse', 0.3, 'low')])).toBe(false);
  });
});

describe('a figure is not gameable', () => {
  test('when both trivial systems are worse', () => {
    const references = [reference('copy-top1', 0.7), reference('always-refuse', 0.1)];
    expect(isGameable(value('Figure', 0.8), references)).toBe(false);
  });

  test('when every system has the same figure: nobody won', () => {
    const references = [reference('always-refuse', 0, 'low'), reference('oracle', 0, 'low')];
    expect(isGameable(value('Figure', 0, 'low'), references)).toBe(false);
  });

  test.each(['Errors', 'Unstable answers', 'Latency p50 (ms)'])('when it is %s, where doing nothing wins', (name) => {
    const rival = { ...reference('always-refuse', 0, 'low'), metrics: [value(name, 0, 'low')] };
    expect(isGameable(value(name, 0.2, 'low'), [rival])).toBe(false);
  }); // prettier-ignore

  test('because the oracle or a retriever is better', () => {
    expect(isGameable(value('Figure', 0.8), [reference('oracle', 1), reference('bm25', 0.9)])).toBe(false);
  });

  test('when either side has no value, or the reference does not know it', () => {
    expect(isGameable(value('Figure', null), [reference('copy-top1', 1)])).toBe(false);
    expect(isGameable(value('Figure', 0), [reference('copy-top1', null)])).toBe(false);
    expect(isGameable(value('Other', 0), [reference('copy-top1', 1)])).toBe(false);
  });
});
