import { expect, test } from 'vitest';
import { disagreements } from '../../../evals/judges/disagreements.js';
import { itemsOf } from '../../../evals/judges/items.js';
import type { Judgement } from '../../../evals/judges/judgement.js';
import { scoreCase } from '../../../evals/score-case.js';
import { caseOf, policy, quote, recordOf, statement, template } from '../made-up.js';
import { judgementOf } from './fake-model.js';

const COMPLAINTS = '夜间投诉率控制在5%以下';
const one = caseOf({ gold: { clauses: [{ id: 4, grade: 2, quote: COMPLAINTS }] } });
const record = recordOf(one, { outcome: 'answered', segments: [template('第4条：'), quote(4, COMPLAINTS), statement('社区食堂提供午餐', 2)] }); // prettier-ignore
const row = { one, record, score: scoreCase(one, record, policy) };
const { answerHash } = record;

const of = (label: string | number, fields: Partial<Judgement>) => judgementOf(label, { answerHash, segment: null, ...fields }); // prettier-ignore
const list = (judgements: readonly Judgement[], labels: Parameters<typeof disagreements>[2] = []) =>
  disagreements([row], itemsOf(judgements), labels, policy).map(({ judge, segment, judged, rules }) => [judge, segment, judged, rules]); // prettier-ignore

test('what judge and rules see alike is not listed', () => {
  const same = [
    of('full', { segment: 1 }),
    of('none', { segment: 2 }),
    of('no', { judge: 'contradiction' }),
    of(2, { judge: 'helpfulness' }),
    of(1, { judge: 'coherence' }),
  ];
  expect(list(same)).toEqual([]);
});

test('what they see differently is, either way', () => {
  const other = [
    of('partial', { segment: 1 }),
    of('full', { segment: 2 }),
    of('yes', { judge: 'contradiction' }),
    of(4, { judge: 'helpfulness' }),
  ];
  expect(list(other)).toEqual([
    ['support', 1, 'partial', 'sound'],
    ['support', 2, 'full', 'flawed'],
    ['contradiction', null, 'yes', 'sound'],
    ['helpfulness', null, '4', 'flawed'],
  ]);
});

test('it comes with all that is needed to settle it', () => {
  const [found] = disagreements([row], itemsOf([of('full', { segment: 2 })]), [], policy);
  expect(found).toEqual({
    ...{ caseId: 'one', at: 'made-up.yml:1', judge: 'support', segment: 2, answerHash },
    ...{ judged: 'full', rules: 'flawed', question: one.question, text: '社区食堂提供午餐', clauses: [2] },
    reasons: ['理由'],
  });
});

test('what a person has settled, what has no verdict and what is of another answer is left out', () => {
  const settled = { caseId: 'one', segment: 2, judge: 'support', label: 'none' } as const;
  const judged = of('full', { segment: 2 });
  expect(list([judged], [settled])).toEqual([]);
  expect(list([judged], [{ ...settled, answerHash: 'old' }])).toHaveLength(1);
  expect(list([of('?', { segment: 2 })])).toEqual([]);
  expect(list([of('full', { segment: 2, answerHash: 'old' })])).toEqual([]);
  expect(list([of('full', { segment: 9 })])).toEqual([]);
});
