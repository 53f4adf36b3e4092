import { expect, test } from 'vitest';
import { markdownReport } from '../../../evals/report/markdown.js';
import { caseOf } from '../made-up.js';
import { HOSTILE, HOSTILE_SUMMARY, inputOf, SUMMARY, summaryOf } from './run.js';

const GATES = [
  { name: 'Errors never', isPassed: false, detail: '1 of 14' },
  { name: 'Over-refusal ≤ 0.2', isPassed: true, detail: '0.111 [0.020, 0.435], n=9' },
];

test('gives verdict, headline slices, gates and the ids of failures', () => {
  const text = markdownReport(inputOf({ gates: GATES }));
  const right = SUMMARY.rows.filter(({ score }) => score.strict).length;
  expect(text).toContain('✗ failed (1 of 2 gates)');
  expect(text).toMatch(new RegExp(`\\| all \\| \\S+ % \\| .+ \\| ${right} / 14 \\|`, 'u'));
  expect(text).toContain('| official |');
  expect(text).toContain('| Errors never | ✗ | 1 of 14 |');
  expect(text).toContain('`complaints-2`');
});

test('holds no question', () => {
  const text = markdownReport(inputOf({ gates: GATES }));
  for (const { one } of SUMMARY.rows) expect(text).not.toContain(one.question);
});

test('names ten failures and counts the others', () => {
  const cases = Array.from({ length: 13 }, (_, i) => caseOf({ id: `case-${i}` }));
  const text = markdownReport(inputOf({ summary: summaryOf(cases, () => ({ outcome: 'refused' })) }));
  expect(text.match(/`case-\d+`/gu)).toHaveLength(10);
  expect(text).toContain(', and 3 more');
});

test('says so when nothing failed and when there are no gates', () => {
  const text = markdownReport(inputOf({ summary: summaryOf([caseOf()], () => ({ outcome: 'answered' })) }));
  expect(text).toContain('No case failed.');
  expect(text).toContain('no gates');
});

test('keeps hostile text in its cell', () => {
  const gates = [{ name: HOSTILE, isPassed: false, detail: 'a | b\nc' }];
  const text = markdownReport(inputOf({ summary: HOSTILE_SUMMARY, gates }));
  expect(text).not.toMatch(/(?<!\\)<(?:script|img)/u);
  expect(text).toContain('| ✗ | a \\| b c |');
});
