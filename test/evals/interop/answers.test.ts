import { describe, expect, test } from 'vitest';
import { toMtrag } from '../../../evals/interop/mtrag.js';
import { toAssignments, toNuggets } from '../../../evals/interop/nuggetizer.js';
import { toCaseFeedback, toFeedback } from '../../../evals/interop/openevals.js';
import { toRagas } from '../../../evals/interop/ragas.js';
import { textOfClause } from '../../../evals/interop/reference.js';
import { cases, linesOf, policy, runOf } from './support.js';

describe('Ragas samples', () => {
  test('have question, answer, contexts and reference with their ids', async () => {
    const { rows } = await runOf('oracle');
    const samples = linesOf(toRagas(rows, policy));
    expect(samples[0]).toEqual({
      user_input: cases[0]?.question,
      response: '每个街道设置摊位不少于十二个适用范围。',
      retrieved_contexts: [textOfClause(policy, 3), textOfClause(policy, 1)],
      reference: '每个街道设置摊位不少于十二个',
      reference_contexts: [textOfClause(policy, 3), textOfClause(policy, 1)],
      retrieved_context_ids: ['m03', 'm01'],
      reference_context_ids: ['m03', 'm01'],
    });
    expect(samples[1]).toMatchObject({ reference: textOfClause(policy, 4) });
    expect(samples[2]).toMatchObject({ user_input: '夜间投诉率控制在多少？' });
    expect(samples[4]).toMatchObject({ reference: null, reference_contexts: null, retrieved_contexts: [] });
  });

  test('have no more contexts than asked for', async () => {
    const { rows } = await runOf('bm25');
    expect(linesOf(toRagas(rows, policy, 2)).map((row) => (row['retrieved_contexts'] as []).length)).toEqual([2, 2, 2, 2, 2]); // prettier-ignore
  });
});

describe('MTRAG tasks', () => {
  test('are turns with their conversation, labels and prediction', async () => {
    const { rows } = await runOf('oracle');
    const tasks = linesOf(toMtrag(rows, policy));
    expect(tasks.map((task) => task['task_id'])).toEqual(['stalls<::>1', 'talk<::>1', 'talk<::>2', 'rent<::>1', 'weather<::>1']); // prettier-ignore
    expect(tasks[2]).toMatchObject({
      ...{ conversation_id: 'talk', turn: 2, Collection: 'qinghe-7' },
      input: [{ speaker: 'user' }, { speaker: 'agent' }, { speaker: 'user', text: '那投诉率呢？' }],
      contexts: [{ document_id: 'm04', title: '照明改造', text: textOfClause(policy, 4), score: 1 }],
      targets: [{ speaker: 'agent', text: '夜间投诉率控制在5%以下' }],
      ...{ answerability: ['ANSWERABLE'], Answerability: ['ANSWERABLE'] },
      ...{
        'Question Type': [],
        'Multi-Turn': ['Follow-up'],
        predictions: [{ text: '夜间投诉率控制在5%以下' }],
      },
    });
    expect(tasks.map((task) => task['answerability'])).toEqual([['ANSWERABLE'], ['ANSWERABLE'], ['ANSWERABLE'], ['PARTIAL'], ['UNANSWERABLE']]); // prettier-ignore
  });

  test('never share an id, even where a turn is worded twice', async () => {
    const { rows } = await runOf('oracle');
    const again = rows.map((row) => ({ ...row, one: { ...row.one, id: `${row.one.id}-b` } }));
    const ids = linesOf(toMtrag([...rows, ...again], policy)).map((task) => task['task_id']);
    expect(new Set(ids).size).toBe(10);
  });
});

describe('nuggets', () => {
  test('are written with their importance, in words where they have no text', () => {
    expect(linesOf(toNuggets(cases))).toEqual([
      {
        query: cases[0]?.question,
        qid: 'stalls',
        nuggets: [
          { text: '摊位 & 不少于十二个', importance: 'vital' },
          { text: '六成免费', importance: 'okay' },
        ],
      },
    ]);
  });

  test('are assigned as they are scored', async () => {
    const { rows } = await runOf('oracle');
    expect(linesOf(toAssignments(rows))).toMatchObject([
      {
        ...{ qid: 'stalls', run_id: 'r1', answer_text: '每个街道设置摊位不少于十二个适用范围。' },
        response_length: 19,
        nuggets: [{ assignment: 'support' }, { assignment: 'not_support' }],
      },
    ]);
  });
});

describe('feedback rows', () => {
  test('of a run hold every figure that has a value, with what it rests on', async () => {
    const summary = await runOf('oracle');
    const rows = toFeedback(summary);
    expect(rows).toHaveLength(summary.metrics.filter(({ value }) => value !== null).length);
    expect(rows[0]).toEqual({ key: 'strict_accuracy', score: 1, comment: expect.stringMatching(/^5\/5, 95% 0\.\d{3} to 1\.000, more is better$/u) }); // prettier-ignore
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  test('of an answer hold its checks and its measures, and none that the case does not ask for', async () => {
    const { rows } = await runOf('always-refuse');
    const [first, , , , last] = rows.map(toCaseFeedback);
    expect(first?.[0]).toEqual({ key: 'strict_accuracy', score: false, comment: 'case stalls: fails outcome, vital, clauses' }); // prettier-ignore
    expect(first).toContainEqual({ key: 'vital_recall', score: 0, comment: 'case stalls' });
    expect(last?.map(({ key }) => key)).not.toContain('vital_recall');
    expect(last?.[0]).toEqual({ key: 'strict_accuracy', score: true, comment: 'case weather' });
  });
});
