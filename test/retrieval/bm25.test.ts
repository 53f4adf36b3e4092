import { expect, test } from 'vitest';
import { Bm25 } from '../../src/retrieval/bm25.js';

// Lengths 3, 2, 1: two on average. k1 = 1.2, b = 0.75.
const documents = [['a', 'a', 'b'], ['a', 'c'], ['c']];
const bm25 = new Bm25(documents);

test('scores as worked out by hand', () => {
  const [first, second, third] = bm25.scores(['a']);
  const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5)); // a stands in two of three
  expect(idf).toBeCloseTo(0.470004, 6);
  expect(first).toBeCloseTo((0.470004 * 2 * 2.2) / (2 + 1.2 * (0.25 + 0.75 * 1.5)), 5);
  expect(first).toBeCloseTo(0.566581, 5);
  expect(second).toBeCloseTo(0.470004, 5); // of average length, once: the factor is 1
  expect(third).toBe(0);
});

test('the terms of a query add up, and one said twice counts once', () => {
  const both = bm25.scores(['b', 'c']);
  for (let i = 0; i < documents.length; i += 1) {
    expect(both[i]).toBeCloseTo((bm25.scores(['b'])[i] ?? 0) + (bm25.scores(['c'])[i] ?? 0), 12);
  }
  expect(bm25.scores(['a', 'a'])).toEqual(bm25.scores(['a']));
});

test('a rarer term weighs more, a shorter document scores higher', () => {
  const [first] = bm25.scores(['b']);
  expect(first).toBeGreaterThan(new Bm25([['a', 'a', 'b'], ['b', 'c'], ['c']]).scores(['b'])[0] ?? 0);
  const [, long, short] = bm25.scores(['c']);
  expect(short).toBeGreaterThan(long ?? 0);
});

test('an unknown term, no query and no documents score nothing', () => {
  expect([...bm25.scores(['z'])]).toEqual([0, 0, 0]);
  expect([...bm25.scores([])]).toEqual([0, 0, 0]);
  expect([...new Bm25([]).scores(['a'])]).toEqual([]);
  expect([...new Bm25([[], ['a']]).scores(['a'])].map(Number.isFinite)).toEqual([true, true]);
});
