import { Embeddings } from '@langchain/core/embeddings';
import { expect, test } from 'vitest';
import { buildIndex } from '../../src/retrieval/policy-index.js';
import type { QuestionData } from '../../src/retrieval/question-data.js';
import { Retriever } from '../../src/retrieval/retriever.js';
import { SemanticRetriever } from '../../src/retrieval/semantic-retriever.js';
import { publishedMadeUpPolicy, readPolicy } from '../support/policies.js';

const policy = readPolicy(publishedMadeUpPolicy());
const ask = (clause: number, question: string) => ({ clause, sentence: 1, question, set: 'test', asks: 'what' as const, covered: true }); // prettier-ignore
const data: QuestionData = {
  questions: [
    ask(1, '白天的集市归谁管'),
    ask(2, '街坊怎么参加治理'),
    ask(3, '一条街能摆多少摊子'),
    ask(4, '路灯什么时候修好'),
  ],
  negatives: [
    { question: '你好呀', kind: 'chitchat', near: null },
    { question: '地铁通到集市吗', kind: 'near_miss', near: 1 },
  ],
  lexicon: [],
};
const index = await buildIndex(policy, data);
const offline = new Retriever(policy, index, data);

/** Knows one thing that words do not show: 照明 is about lamps, which are clause 4. */
class TwoMeanings extends Embeddings {
  generation = 1;
  calls: string[] = [];
  isDown = false;
  constructor() {
    super({});
  }
  override async embedQuery(text: string) {
    this.calls.push(text);
    if (this.isDown) throw new Error('down');
    return /照明|路灯/u.test(text) ? [0.8, 0.6] : [1, 0];
  }
  override embedDocuments(texts: string[]) {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}
const opened = async (model = new TwoMeanings(), now?: () => number) => {
  const retriever = new SemanticRetriever(policy, index, data, { model, now });
  await retriever.open();
  return { model, retriever };
};

test('a question that was prepared is ranked by its meaning as well', async () => {
  const { retriever } = await opened();
  await retriever.prepare(['晚上照明怎么办']);
  const scoreOf = (reading: ReturnType<Retriever['read']>) => reading.results.find(({ clause }) => clause === 4)?.score ?? 0; // prettier-ignore
  expect(scoreOf(retriever.read('晚上照明怎么办'))).toBeGreaterThan(scoreOf(offline.read('晚上照明怎么办')));
  expect([...(await retriever.semanticScores('晚上照明怎么办'))]).toEqual([0, 0, 0, 1]);
});

test('results stay ordered, each clause once', async () => {
  const { retriever } = await opened();
  await retriever.prepare(['照明']);
  const scores = retriever.read('照明').results.map(({ score }) => score);
  expect(scores).toHaveLength(policy.clauses.length);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test('a question that was not prepared is read as offline, to the byte', async () => {
  const { retriever } = await opened();
  expect(JSON.stringify(retriever.read('一条街能摆多少摊子'))).toBe(
    JSON.stringify(offline.read('一条街能摆多少摊子')),
  );
});

test('when the model is down, preparing succeeds and reading is offline', async () => {
  const { model, retriever } = await opened();
  expect(retriever.isReady).toBe(true);
  model.isDown = true;
  await retriever.prepare(['照明']);
  expect(retriever.isReady).toBe(false);
  expect(JSON.stringify(retriever.read('照明'))).toBe(JSON.stringify(offline.read('照明')));
});

test('a model that was down at the start is tried again a minute later', async () => {
  const clock = { now: 0 };
  const broken = Object.assign(new TwoMeanings(), { isDown: true });
  const { retriever } = await opened(broken, () => clock.now);
  expect(retriever.isReady).toBe(false);
  broken.isDown = false;
  broken.calls.length = 0;
  await retriever.prepare(['照明']);
  expect(broken.calls).toEqual([]);
  clock.now = 60_000;
  await retriever.prepare(['照明']);
  await retriever.open();
  await retriever.prepare(['照明']);
  expect(retriever.isReady).toBe(true);
});

test('a model that changed embeds the plan again before it is used', async () => {
  const { model, retriever } = await opened();
  model.calls.length = 0;
  model.generation = 2;
  await retriever.prepare(['照明']);
  await retriever.open();
  expect(model.calls.length).toBeGreaterThanOrEqual(policy.clauses.length);
  await retriever.prepare(['照明']);
  expect(model.calls.at(-1)).toBe('照明');
});
