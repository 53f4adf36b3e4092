import { afterAll, expect, test } from 'vitest';
import { estimateTokens, TokenBudget } from '../../src/model/token-budget.js';
import { startFakeModel } from '../support/fake-model/server.js';
import { loadFirst, modelAt, read } from './support.js';

loadFirst();
const server = await startFakeModel('ok');
afterAll(() => server.close());

test('five thousand questions against a budget for a few cause no more calls than it pays for', async () => {
  const perCall = 60 + 300; // an estimate of the prompt, and what may be written
  const model = modelAt(server.baseUrl, {
    budgets: { perDay: 20 * perCall, perClientDay: 1e9 },
    slots: 50,
    queue: 5000,
  });
  const ends = await Promise.all(
    Array.from({ length: 5000 }, (_, i) => read(model, { client: `client-${i}` })),
  );
  const faults = ends.map(({ error }) => error?.fault);
  expect(new Set(faults)).toEqual(new Set([undefined, 'model_budget']));
  expect(server.received.length).toBe(faults.filter((fault) => fault === undefined).length);
  expect(server.received.length).toBeLessThanOrEqual(20);
});

test('one client’s budget is not another’s', async () => {
  const model = modelAt(server.baseUrl, { budgets: { perDay: 1e9, perClientDay: 450 } });
  expect((await read(model, { client: 'one' })).error).toBeUndefined();
  expect((await read(model, { client: 'one' })).error?.fault).toBe('model_budget');
  expect((await read(model, { client: 'two' })).error).toBeUndefined();
});

test('what was taken in advance and not used is given back', () => {
  const budget = new TokenBudget({ perDay: 1000, perClientDay: 1000 });
  budget.reserve('a', 900).settle(100);
  expect(() => budget.reserve('a', 900)).not.toThrow();
  expect(() => budget.reserve('a', 1)).toThrow('CHAT_TOKENS_PER_DAY');
});

test('after 24 hours there is a new budget', () => {
  const clock = { now: 5 };
  const budget = new TokenBudget({ perDay: 100, perClientDay: 100 }, () => clock.now);
  budget.reserve('a', 100).settle(100);
  expect(() => budget.reserve('b', 1)).toThrow('spent');
  clock.now += 24 * 60 * 60 * 1000;
  expect(() => budget.reserve('b', 100)).not.toThrow();
});

test('what is settled after its day has ended gives nobody more than a day’s tokens', () => {
  const clock = { now: 5 };
  const budget = new TokenBudget({ perDay: 100, perClientDay: 100 }, () => clock.now);
  const begun = budget.reserve('a', 90);
  clock.now += 24 * 60 * 60 * 1000;
  budget.reserve('b', 10).settle(10);
  begun.settle(5);
  expect(budget.spent.tokens).toBeGreaterThanOrEqual(0);
  expect(() => budget.reserve('c', 101)).toThrow('CHAT_TOKENS_PER_DAY');
});

test('however many clients come, a bounded number is remembered', () => {
  const budget = new TokenBudget({ perDay: 1e12, perClientDay: 1 });
  for (let i = 0; i < 100_500; i += 1) budget.reserve(`client-${i}`, 1);
  expect(budget.spent).toEqual({ tokens: 100_500, clients: 100_000 });
});

test('tokens are estimated too high rather than too low', () => {
  expect(estimateTokens([{ content: '常住人口城镇化率' }])).toBeGreaterThanOrEqual(8);
  expect(estimateTokens([{ content: 'the resident population' }])).toBeGreaterThanOrEqual(6);
});
