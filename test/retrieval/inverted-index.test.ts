import { describe, expect, test } from 'vitest';
import { InvertedIndex } from '../../src/retrieval/inverted-index.js';
import { generatePolicies } from '../support/generate-policies.js';

const TEXTS = [
  '夜间集市摊位费每月五十元',
  '家庭养老床位建设补贴',
  '夜间公交延长到零点',
  '摊位摊位摊位摊位',
  '垃圾分类投放点',
];

describe('an inverted index', () => {
  const index = new InvertedIndex(TEXTS);
  const found = (query: string, k = 3) => index.search(query, k).map(({ document }) => document);

  test('puts the text that covers more of the question before one that repeats a word', () => {
    expect(found('夜间摊位费')).toEqual([0, 3, 2]);
  });

  test('says how much of the question a text covers', () => {
    const [best] = index.search('夜间集市摊位费', 1);
    expect(best?.coverage).toBeCloseTo(1);
    expect(index.search('养老院', 1)[0]?.coverage).toBeGreaterThan(0.4);
    expect(index.search('核电站', 1)).toEqual([]);
  });

  test('searches a range only', () => {
    expect(index.search('夜间摊位', 3, 2, 4).map(({ document }) => document)).toEqual([3, 2]);
    expect(index.search('夜间摊位', 3, 4, 5)).toEqual([]);
  });

  test('does not mind an empty question, an empty text or none at all', () => {
    expect(found('')).toEqual([]);
    expect(new InvertedIndex([]).search('摊位', 3)).toEqual([]);
    expect(new InvertedIndex(['', '摊位']).search('摊位', 3)).toHaveLength(1);
  });

  test('counts the same on every search', () => {
    expect(index.search('夜间摊位', 3)).toEqual(index.search('夜间摊位', 3));
  });
});

test('finds known clauses among two thousand that are much alike', () => {
  const policies = generatePolicies(3, 80, 25);
  const texts = policies.flatMap(({ text }) => text.split('\n').filter((line) => /^(?:第.+条 |[0-9]+\. |（)/u.test(line))); // prettier-ignore
  const index = new InvertedIndex(texts);
  const known = policies.flatMap(({ questions }, p) => questions.map(({ clause, question }) => ({ question, at: p * 25 + clause - 1 }))); // prettier-ignore
  const right = known.filter(({ question, at }) => index.search(question, 1)[0]?.document === at);
  expect(texts).toHaveLength(2000);
  expect(right.length / known.length).toBeGreaterThan(0.95);
});
