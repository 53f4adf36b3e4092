import { expect, test } from 'vitest';
import { Breaker } from '../../src/model/breaker.js';
import { ModelError, type ModelFault } from '../../src/model/model-error.js';

function breakerAt() {
  const clock = { now: 0 };
  const breaker = new Breaker(() => clock.now);
  const fail = (fault: ModelFault = 'model_timeout', retryAfterMs?: number) =>
    breaker.admit().failed(new ModelError(fault, 'no', retryAfterMs));
  const succeed = () => breaker.admit().succeeded();
  return { clock, breaker, fail, succeed };
}

test('five failures in a row open it, for ten seconds', () => {
  const { clock, breaker, fail } = breakerAt();
  for (let i = 0; i < 4; i += 1) fail();
  expect(breaker.state).toBe('closed');
  fail();
  expect(breaker.state).toBe('open');
  expect(() => breaker.admit()).toThrow(ModelError);
  clock.now = 9999;
  expect(breaker.state).toBe('open');
  clock.now = 10_000;
  expect(breaker.state).toBe('half-open');
});

test('half of ten calls open it as well, with successes in between', () => {
  const { breaker, fail, succeed } = breakerAt();
  for (let i = 0; i < 4; i += 1) {
    succeed();
    fail();
  }
  succeed();
  expect(breaker.state).toBe('closed');
  fail();
  expect(breaker.state).toBe('open');
});

test('what happened half a minute ago no longer counts', () => {
  const { clock, breaker, fail, succeed } = breakerAt();
  for (let i = 0; i < 4; i += 1) {
    fail();
    succeed();
  }
  clock.now = 30_001;
  succeed();
  fail();
  expect(breaker.state).toBe('closed');
});

test('one call tries whether it is over, and the others are refused meanwhile', () => {
  const { clock, breaker, fail } = breakerAt();
  for (let i = 0; i < 5; i += 1) fail();
  clock.now = 10_000;
  const probe = breaker.admit();
  expect(() => breaker.admit()).toThrow('left alone');
  probe.succeeded();
  expect(breaker.state).toBe('closed');
  for (let i = 0; i < 4; i += 1) fail();
  expect(breaker.state).toBe('closed');
});

test('a probe that fails opens it again', () => {
  const { clock, breaker, fail } = breakerAt();
  for (let i = 0; i < 5; i += 1) fail();
  clock.now = 10_000;
  fail();
  expect(breaker.state).toBe('open');
  clock.now = 20_000;
  expect(breaker.state).toBe('half-open');
});

test('a probe whose caller leaves tells nothing, and the next call is the probe', () => {
  const { clock, breaker, fail } = breakerAt();
  for (let i = 0; i < 5; i += 1) fail();
  clock.now = 10_000;
  fail('model_aborted');
  expect(breaker.state).toBe('half-open');
  breaker.admit().succeeded();
  expect(breaker.state).toBe('closed');
});

test.each<ModelFault>(['model_length', 'model_filtered', 'model_aborted', 'model_budget'])(
  '%s says nothing about the endpoint',
  (fault) => {
    const { breaker, fail } = breakerAt();
    for (let i = 0; i < 50; i += 1) fail(fault);
    expect(breaker.state).toBe('closed');
  },
);

test.each([
  [120_000, 60_000],
  [30_000, 30_000],
  [3000, 10_000],
])('a server that asks for %d ms is left alone for %d', (asked, open) => {
  const { clock, breaker, fail } = breakerAt();
  fail('model_busy', asked);
  clock.now = open - 1;
  expect(breaker.state).toBe('open');
  clock.now = open;
  expect(breaker.state).toBe('half-open');
});
