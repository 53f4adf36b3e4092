import { describe, expect, test } from 'vitest';
import {
  answerHash,
  clausesCited,
  factsOf,
  NO_REPLY,
  recordKey,
  runRecord,
  textOf,
} from '../../evals/record.js';
import { caseOf, quote, recordOf, statement, template } from './made-up.js';

const reply = {
  ...{ ...NO_REPLY, outcome: 'answered' as const, confidence: 0.5 },
  segments: [template('方案写道：'), quote(4, '照明改造'), statement('\n三年内免收', 3, 4)],
};

describe('the hash of an answer', () => {
  test.each([
    ['outcome', { outcome: 'refused' as const }],
    ['missing', { missing: ['金额'] }],
    ['segments', { segments: reply.segments.slice(1) }],
    ['reading of the question', { interpretedAs: '夜市' }],
  ])('changes with its %s', (_, change) => {
    expect(answerHash({ ...reply, ...change })).not.toBe(answerHash(reply));
  });

  test('does not change with the order in which fields were written', () => {
    const segments = reply.segments.map(({ kind, text, citations }) => ({
      citations: citations.map(({ clause, quote: words, start, end }) => ({
        end,
        start,
        quote: words,
        clause,
      })),
      ...{ text, kind },
    }));
    expect(answerHash({ ...reply, segments })).toBe(answerHash(reply));
  });

  test('does not change with its confidence or ranking, which nobody reads', () => {
    const other = { ...reply, confidence: 0.9, retrieved: [{ clause: 1, score: 3, spans: [] }] };
    expect(answerHash(other)).toBe(answerHash(reply));
  });
});

test('the text is of all segments, with every line', () => {
  expect(textOf(reply)).toBe('方案写道：照明改造\n三年内免收');
});

test('facts are all but fixed wording', () => {
  expect(factsOf(reply).map(({ kind }) => kind)).toEqual(['quote', 'statement']);
});

test('clauses cited come in the order of the answer, each once', () => {
  expect(clausesCited(reply)).toEqual([4, 3]);
});

test('a line is named by case, variant and repeat', () => {
  const record = recordOf(caseOf({ id: 'a' }));
  const others = [{ caseId: 'b' }, { variant: 'rewrite' as const }, { repeat: 1 }];
  const keys = [record, ...others.map((change) => ({ ...record, ...change }))].map(recordKey);
  expect(new Set(keys).size).toBe(4);
});

test('a record is the same after it was written and read', () => {
  const record = recordOf(caseOf(), { ...reply, retrieved: [{ clause: 4, score: 1.5, spans: [[0, 4]] }] });
  expect(runRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
});
