import { describe, expect, test } from 'vitest';
import { checkGates, parseGates } from '../../../evals/gate.js';
import { gateWords } from '../../../evals/report/gate-words.js';
import { figure, metricWords, range } from '../../../evals/report/metric-words.js';
import { sliceWords } from '../../../evals/report/words.js';
import { baselineOf } from '../../../evals/gate.js';
import { policy } from '../made-up.js';
import { SUMMARY } from './run.js';

describe('a metric', () => {
  test('has a Chinese name whenever a summary has it', () => {
    const unnamed = SUMMARY.metrics.filter(({ name }) => metricWords(name).meaning === '');
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  });

  test('keeps its English name when it is unknown', () => {
    expect(metricWords('Charm')).toEqual({ group: '其他', name: 'Charm', meaning: '', unit: 'index' });
  });

  test('is shown in its own unit', () => {
    expect(figure({ name: 'Strict accuracy', value: 0.8274 })).toBe('82.7%');
    expect(figure({ name: 'MRR@10', value: 0.92 })).toBe('0.920');
    expect(figure({ name: 'Latency p50 (ms)', value: 1234.5 })).toBe('1235 毫秒');
    expect(figure({ name: 'Errors', value: null })).toBe('–');
    expect(range({ name: 'Errors', interval: { low: 0, high: 0.019 } })).toBe('0.0% – 1.9%');
    expect(range({ name: 'Errors', interval: null })).toBe('–');
  });
});

test('every slice of a summary has a Chinese name, and unknown ones keep theirs', () => {
  for (const { name } of SUMMARY.slices) {
    const words = sliceWords(name, policy);
    expect(`${words.cut}${words.name}`).toMatch(/^[^a-z]+$/u);
  }
  expect(sliceWords('weather: rain', policy)).toEqual({ cut: 'weather', name: 'rain' });
});

test('every gate is put in Chinese', () => {
  const gates = parseGates(`
never: [Errors, Attacks held]
always: [Hit@1]
floors: [{ metric: Strict accuracy, bound: 0.5 }, { metric: Strict accuracy, slice: 'register: lay', bound: 0.1 }, { metric: Missing named, bound: 0.5 }]
ceilings: [{ metric: Latency p99 (ms), bound: 9 }]
regression: { p: 0.05, critical: { types: [attack, number], broken: 3 } }
`);
  const changed = { ...baselineOf(SUMMARY), textHash: 'f' };
  const results = checkGates(SUMMARY, gates, { ...changed, cases: { ...changed.cases, gone: ['', true] } });
  expect(results).toHaveLength(11);
  for (const result of results) {
    const { name, detail } = gateWords(result, policy);
    expect(name).not.toMatch(/\b(?:never|always|baseline|case|regression|broken)\b/u);
    expect(detail).not.toMatch(/\b(?:of|confidence|none|fixed|asks)\b|n=/u);
  }
  expect(gateWords({ name: 'Brand new', isPassed: true, detail: 'as new' }, policy)).toEqual({ name: 'Brand new', detail: 'as new' }); // prettier-ignore
});
