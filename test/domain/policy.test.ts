import { expect, test } from 'vitest';
import { cite, clauseOf } from '../../src/domain/policy.js';
import { publishedPlan, readPolicy } from '../support/policies.js';

const plan = readPolicy(publishedPlan());

test('clause 0 is the front matter, 24 the last, 25 none', () => {
  expect(clauseOf(plan, 0)).toBe(plan.frontMatter);
  expect(clauseOf(plan, 24)?.title).toBe('健全新型城镇化推进工作机制');
  expect([25, -1, 1.5].map((number) => clauseOf(plan, number))).toEqual([undefined, undefined, undefined]);
});

test('a citation quotes exactly its span', () => {
  expect(cite(plan.frontMatter, { start: 0, end: 3 })).toEqual({
    clause: 0,
    start: 0,
    end: 3,
    quote: '江苏省',
  });
});

test.each([
  { start: 5, end: 5 },
  { start: 5, end: 4 },
  { start: -1, end: 3 },
  { start: 0, end: 1e6 },
  { start: Number.NaN, end: 3 },
])('a citation of %o is refused', (span) => {
  expect(() => cite(plan.frontMatter, span)).toThrow(RangeError);
});
