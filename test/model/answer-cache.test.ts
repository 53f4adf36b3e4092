import { expect, test } from 'vitest';
import { AnswerCache, type AnswerKey } from '../../src/model/answer-cache.js';

const key: AnswerKey = { index: 'i', prompt: 'p', model: 'm', question: '怎么落户？' };
type Kept = { readonly text: string };
const bytesOf = ({ text }: Kept) => text.length;

test('an answer is found again by the same key', () => {
  const cache = new AnswerCache<Kept>(bytesOf);
  expect(cache.get(key)).toBeUndefined();
  cache.set(key, { text: '见第6条' });
  expect(cache.get({ ...key })).toEqual({ text: '见第6条' });
  expect(cache.stats).toMatchObject({ hits: 1, misses: 1, entries: 1 });
});

test.each(['index', 'prompt', 'model', 'question'] as const)('another %s is another answer', (field) => {
  const cache = new AnswerCache<Kept>(bytesOf);
  cache.set(key, { text: '见第6条' });
  expect(cache.get({ ...key, [field]: 'other' })).toBeUndefined();
});

test('fields do not run into each other', () => {
  const cache = new AnswerCache<Kept>(bytesOf);
  cache.set({ index: 'a', prompt: 'bc', model: 'm', question: 'q' }, { text: '一' });
  expect(cache.get({ index: 'ab', prompt: 'c', model: 'm', question: 'q' })).toBeUndefined();
});

test('an answer is forgotten when it is old', () => {
  const clock = { now: 1 };
  const cache = new AnswerCache<Kept>(bytesOf, { maxAgeMs: 1000, now: () => clock.now });
  cache.set(key, { text: '见第6条' });
  clock.now = 1000;
  expect(cache.get(key)).toBeDefined();
  clock.now = 1002;
  expect(cache.get(key)).toBeUndefined();
});

test('memory is bounded, and what was asked least lately goes first', () => {
  const cache = new AnswerCache<Kept>(bytesOf, { maxBytes: 1000 });
  for (let i = 0; i < 100; i += 1) cache.set({ ...key, question: `${i}` }, { text: 'x'.repeat(100) });
  expect(cache.stats).toMatchObject({ entries: 10, bytes: 1000 });
  expect(cache.get({ ...key, question: '99' })).toBeDefined();
  expect(cache.get({ ...key, question: '0' })).toBeUndefined();
});

test('an answer larger than the whole is not kept', () => {
  const cache = new AnswerCache<Kept>(bytesOf, { maxBytes: 50 });
  cache.set(key, { text: 'x'.repeat(51) });
  expect(cache.get(key)).toBeUndefined();
});

test('all can be forgotten at once', () => {
  const cache = new AnswerCache<Kept>(bytesOf);
  cache.set(key, { text: '见第6条' });
  cache.clear();
  expect(cache.get(key)).toBeUndefined();
});
