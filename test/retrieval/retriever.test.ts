import { expect, test } from 'vitest';
import { buildIndex } from '../../src/retrieval/policy-index.js';
import type { QuestionData } from '../../src/retrieval/question-data.js';
import { Retriever } from '../../src/retrieval/retriever.js';
import { publishedMadeUpPolicy, readPolicy } from '../support/policies.js';

const policy = readPolicy(publishedMadeUpPolicy());
const asked = (clause: number, sentence: number, question: string) => ({
  ...{ clause, sentence, question, set: 'test' },
  ...{ asks: 'what' as const, covered: true },
});
const data: QuestionData = {
  questions: [
    asked(1, 1, '这规定管不管白天的集市'),
    asked(1, 1, '白天的集市归这规定管吗'),
    asked(2, 2, '街坊能参加集市治理吗'),
    asked(2, 2, '街坊怎么参加集市治理'),
    asked(3, 1, '一条街能摆多少摊子'),
    asked(3, 1, '摊子的钱能免多少'),
    asked(4, 1, '路灯什么时候修好'),
    asked(4, 1, '修路灯要到什么时候'),
  ],
  negatives: [
    { question: '你好呀', kind: 'chitchat', near: null },
    { question: '你好啊', kind: 'chitchat', near: null },
    { question: '地铁通到集市吗', kind: 'near_miss', near: 1 },
    { question: '有没有地铁到集市', kind: 'near_miss', near: 1 },
  ],
  lexicon: [],
};
const retriever = new Retriever(policy, await buildIndex(policy, data), data);
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

test.each([
  ['白天的集市归谁管', 1],
  ['摊子的钱', 3],
  ['每个街道设置摊位', 3],
  ['修路灯', 4],
  ['街坊参加', 2],
])('finds by the clause’s words and by those of its questions: %s', (question, clause) => {
  expect(retriever.read(question).results[0]).toMatchObject({ clause });
});

test('every clause is ranked once, best first, each with all its sentences but the title, best first', () => {
  const { results } = retriever.read('街坊参加集市治理');
  expect(results.map(({ clause }) => clause).toSorted()).toEqual([1, 2, 3, 4]);
  expect(results.map(({ score }) => score)).toEqual(
    results.map(({ score }) => score).toSorted((a, b) => b - a),
  );
  for (const { clause, sentences } of results) {
    const body = policy.clauses[clause - 1]?.sentences.filter(({ index }) => index > 0) ?? [];
    expect(sentences.map(({ text }) => text).toSorted()).toEqual(body.map(({ text }) => text).toSorted());
    expect(sentences.map(({ score }) => score)).toEqual(
      sentences.map(({ score }) => score).toSorted((a, b) => b - a),
    );
  }
  expect(results[0]?.sentences[0]?.text).toBe('鼓励社区居民参与夜间集市治理。');
});

test('what the signals add is the score', () => {
  for (const context of [undefined, { question: '修路灯', clause: 4 }]) {
    for (const { score, signals } of retriever.read('集市', context).results) {
      expect(sum(Object.values(signals))).toBeCloseTo(score, 12);
    }
  }
});

test.each(['修路灯', '你好', '', '？', 'xyz'])('probabilities sum to 1, whatever is read: %j', (question) => {
  const reading = retriever.read(question);
  for (const shares of [reading.kinds, reading.outcomes, reading.asks])
    expect(sum(Object.values(shares))).toBeCloseTo(1, 9);
  expect(sum(reading.clauseProbabilities)).toBeCloseTo(1, 9);
  expect(reading.stated).toBeGreaterThanOrEqual(0);
  expect(reading.stated).toBeLessThanOrEqual(1);
});

test('what nothing is known of ranks the clauses in their own order, with no score', () => {
  const { results } = new Retriever(policy, retriever.index, data, { clause: 1, neighbours: 1, expanded: 1, linear: 0 }).read('xyz'); // prettier-ignore
  expect(results.map(({ clause, score }) => [clause, score])).toEqual(
    [1, 2, 3, 4].map((clause) => [clause, 0]),
  );
});

test('a follow-up is drawn to the clause it leans on', () => {
  const context = { question: '修路灯要到什么时候', clause: 4 };
  expect(retriever.read('那几盏呢', context).results[0]).toMatchObject({ clause: 4 });
  expect(retriever.read('那摊子的钱能免多少呢', context).results[0]).toMatchObject({ clause: 3 });
  const signal = (asked?: typeof context) => retriever.read('多少', asked).results.map(({ signals }) => signals.context); // prettier-ignore
  expect(Math.max(...signal(context))).toBeGreaterThan(0);
  expect(signal()).toEqual([0, 0, 0, 0]);
});
