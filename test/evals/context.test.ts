import { expect, test } from 'vitest';
import { runIdOf } from '../../evals/context.js';
import type { System } from '../../evals/systems/system.js';
import { CASES, TEXT_HASH } from './made-up.js';

const SYSTEM: System = { name: 'openai', textHash: TEXT_HASH, ask: () => Promise.reject(new Error('not asked')) }; // prettier-ignore
const OPTIONS = { repeats: 1, url: 'http://127.0.0.1:8787/v1', model: 'one' };
const RUN = runIdOf(SYSTEM, CASES, OPTIONS);

test('a run has the same name when nothing that decides its answers has changed', () => {
  const noted = CASES.map((one) => ({ ...one, note: '说明', tags: ['new'] }));
  expect(runIdOf({ ...SYSTEM }, noted, { ...OPTIONS })).toBe(RUN);
});

test.each([
  ['system', () => runIdOf({ ...SYSTEM, name: 'api' }, CASES, OPTIONS)],
  ['plan', () => runIdOf({ ...SYSTEM, textHash: 'f'.repeat(64) }, CASES, OPTIONS)],
  ['model', () => runIdOf(SYSTEM, CASES, { ...OPTIONS, model: 'two' })],
  ['address', () => runIdOf(SYSTEM, CASES, { ...OPTIONS, url: 'http://127.0.0.1:8788/v1' })],
  ['number of repeats', () => runIdOf(SYSTEM, CASES, { ...OPTIONS, repeats: 2 })],
  ['question', () => runIdOf(SYSTEM, CASES.map((one, i) => (i === 0 ? { ...one, question: '另一个' } : one)), OPTIONS)],
  ['rewrite', () => runIdOf(SYSTEM, CASES.map((one) => ({ ...one, standalone: '另一个' })), OPTIONS)],
])('another %s is another run, so that resuming never mixes the two', (_, other) => {
  expect(other()).not.toBe(RUN);
}); // prettier-ignore
