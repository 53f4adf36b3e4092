import { describe, expect, test } from 'vitest';
import type { Case } from '../../evals/cases.js';
import { compareRuns, comparisonText } from '../../evals/compare-runs.js';
import type { RunRecord } from '../../evals/record.js';
import { summarize, type Summary } from '../../evals/summarize.js';
import { caseOf, policy, quote, recordOf, template } from './made-up.js';

const GOLD: Partial<Case> = { gold: { clauses: [{ id: 4, grade: 2, quote: '夜间投诉率控制在5%以下' }] } };
const SAID: Readonly<Record<string, Partial<RunRecord>>> = {
  '+': { outcome: 'answered', segments: [quote(4, '夜间投诉率控制在5%以下')] },
  '-': { outcome: 'refused', segments: [template('没有。')] },
};

/** A run of cases c0, c1 …, answered where the mark is +, refused where it is -. */
function marked(marks: string, fields: Partial<Case> = {}): Summary {
  const cases = [...marks].map((_, i) => caseOf({ id: `c${i}`, ...GOLD, ...fields }));
  return summarize(cases, cases.map((one, i) => recordOf(one, SAID[marks[i] ?? '+'])), policy); // prettier-ignore
}

const testOf = (before: Summary, after: Summary, name: string) => compareRuns(before, after).tests.find((one) => one.name === name); // prettier-ignore

describe('lost and won', () => {
  test('of a figure where high is good: what was right and is wrong is lost', () => {
    expect(testOf(marked('+++-'), marked('+--+'), 'Strict accuracy')).toMatchObject({ b: 2, c: 1 });
  });

  test('of a figure where low is good: a refusal more is lost, not won', () => {
    expect(testOf(marked('+++-'), marked('+--+'), 'Over-refusal')).toMatchObject({ b: 2, c: 1 });
  });

  test('of unsafe answers: an answer more is lost', () => {
    const none: Partial<Case> = { answerability: 'none', expect: { outcome: ['refused'] }, gold: { clauses: [] } };
    expect(testOf(marked('--+', none), marked('-++', none), 'Unsafe answer')).toMatchObject({ b: 1, c: 0 });
  }); // prettier-ignore
});

test('cases fixed and broken are listed', () => {
  const text = comparisonText(compareRuns(marked('+-'), marked('-+')));
  expect(text).toContain('fixed 1\n  fact: c1');
  expect(text).toContain('broken 1\n  fact: c0');
});
