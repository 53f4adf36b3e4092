import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerText, type Answer } from '../../src/answering/answer.js';
import { createAssistant, type Assistant } from '../../src/assistant.js';
import type { Message } from '../../src/conversation/message.js';
import { clauseOf } from '../../src/domain/policy.js';
import { builtAssistant } from '../support/built-assistant.js';

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
let built: Assistant;
let saved: Assistant;

beforeAll(async () => {
  built = await createAssistant(root, join(directory, 'one'));
  saved = await builtAssistant(join(directory, 'two'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const user = (content: string): Message => ({ role: 'user', content });
const ask = (...said: string[]) => built.ask(said.map(user));

/** Written for these tests: of every kind of question, in several ways of speaking. */
const QUESTIONS = [
  ...[
    '外来打工的娃能进公立学校不',
    '公办学校就读比例是多少',
    '随遷子女入學看什麼證件',
    '孩子上学一年学费多少钱',
  ],
  ...[
    '南京落户现在好落吗',
    '全家一起迁过来支持吗',
    '落户要交几年社保',
    '居住证在网上能办吗',
    '办居住证要带什么材料',
  ],
  ...['异地看病直接结算率', '在外地看慢性病能直接报销吗', '送外卖的摔伤了有保障吗', '低保在住的地方能申请吗'],
  ...['灵活就业能交公积金吗', '公积金每月交多少钱', '租不起房政府管不管', '上海买房能用江苏公积金吗'],
  ...[
    '老小区什么样的给改造',
    '我们小区能不能列入改造',
    '燃气管道哪年换完',
    '燃气管道什么时候开工',
    '下雨老淹水管不管',
  ],
  ...['技工院校每年招多少人', '零工市场要建多少家', '万兆园区多少个', '公交通达率目标', '一小时通勤圈是哪里'],
  ...['徐州要建成什么样', '南京都市圈怎么搞', '苏州和南京落户各怎么说', '人才飞地是什么意思'],
  ...['第六条原文', '第4条第2句', '第9条标题', '第三部分有几条', '最后一条讲什么', '方案一共几条', '第40条'],
  ...['哪些条款提到居住证', '“飞地”出现在几个地方', '有哪些数字目标', '用百分比表示的目标有哪些'],
  ...['文号是多少', '谁发的文', '有效期到哪年', '制定依据是什么'],
  ...[
    '你好',
    '谢谢',
    '你是谁',
    '今天股票涨了吗',
    '帮我写首诗',
    '怎么骗补贴',
    '',
    '？？',
    '手机13812345678帮我查',
  ],
];
const CONVERSATIONS = [
  ['外来打工的娃能进公立学校不', '比例呢', '哪条写的', '下一条'],
  ['燃气管道哪年换完', '不对吧', '谢谢', '那供水管道呢'],
  ['第6条原文', '下一条', '上一条', '这条属于哪个部分'],
  ['公积金怎么改', '老小区什么样的给改造', '回到刚才那个，上海能用吗'],
  ['你好', '那居住证呢', '要什么材料'],
];

test('more than 50 questions give the same bytes from an index just built and one opened again', async () => {
  expect([built.index.origin, saved.index.origin]).toEqual(['built', 'saved']);
  expect(QUESTIONS.length).toBeGreaterThan(50);
  for (const question of QUESTIONS) {
    const [one, two, again] = await Promise.all([built, saved, built].map((assistant) => assistant.ask([user(question)]))); // prettier-ignore
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
    expect(JSON.stringify(again)).toBe(JSON.stringify(one));
  }
});

test('a history given at once is answered as if it had been said turn by turn, to whichever assistant', async () => {
  for (const said of CONVERSATIONS) {
    const messages: Message[] = [];
    for (const [i, content] of said.entries()) {
      messages.push(user(content));
      const answer = await (i % 2 === 0 ? built : saved).ask(messages);
      expect(answer).toEqual(await ask(...said.slice(0, i + 1)));
      messages.push({ role: 'assistant', content: answerText(answer) });
    }
  }
});

test('questions in between do not change what is answered', async () => {
  const before = JSON.stringify(await ask('公办学校就读比例是多少'));
  await ask('外来打工的娃能进公立学校不', '比例呢', '哪条写的');
  expect(JSON.stringify(await ask('公办学校就读比例是多少'))).toBe(before);
});

describe('of all answers', () => {
  let answers: readonly (readonly [string, Answer])[];
  beforeAll(async () => {
    const all = [...QUESTIONS.map((question) => [question]), ...CONVERSATIONS];
    answers = await Promise.all(all.map(async (said) => [said.join(' / '), await ask(...said)] as const));
  });
  const of = (outcome: Answer['outcome']) => answers.filter(([, answer]) => answer.outcome === outcome);

  test('every outcome occurs', () => {
    expect(new Set(answers.map(([, { outcome }]) => outcome)).size).toBeGreaterThanOrEqual(4);
    for (const outcome of ['answered', 'partial', 'refused', 'chat'] as const)
      expect(of(outcome)).not.toEqual([]);
  });

  test('what is answered, in whole or part, cites what stands there', () => {
    for (const [question, answer] of answers) {
      if (answer.outcome !== 'answered' && answer.outcome !== 'partial') continue;
      expect([question, answer.citations.length > 0]).toEqual([question, true]);
      expect(answer.segments.flatMap(({ citations }) => citations)).toEqual(answer.citations);
      for (const { clause, start, end, quote } of answer.citations) {
        expect(clauseOf(built.policy, clause)?.text.slice(start, end)).toBe(quote);
        expect(answerText(answer)).toContain(quote);
      }
    }
  });

  test('a partial answer names in its text what is missing', () => {
    for (const [question, answer] of of('partial')) {
      if (answer.outcome !== 'partial') continue;
      for (const missing of answer.missing) expect([question, answerText(answer)]).toEqual([question, expect.stringContaining(missing)]); // prettier-ignore
    }
  });

  test('what is not answered cites nothing', () => {
    for (const [, answer] of answers) {
      if (answer.outcome === 'answered' || answer.outcome === 'partial') continue;
      expect(answer.segments.flatMap(({ citations }) => citations)).toEqual([]);
      expect(answerText(answer)).not.toBe('');
    }
  });

  test('nothing outside a quote says that anybody is entitled to anything', () => {
    const said = answers.flatMap(([, { segments }]) => segments.filter(({ kind }) => kind !== 'quote'));
    expect(said.map(({ text }) => text).join('\n')).not.toMatch(/您可以|您符合|一定能|保证/u);
  });

  test('a confidence lies between 0 and 1', () => {
    for (const [, { confidence }] of answers) {
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });
});

test.each<[string, number, string]>([
  ['公办学校就读比例是多少', 4, '90%以上'],
  ['異地就醫直接結算率是多少', 6, '85%以上'],
  ['燃气管道哪年换完', 16, '2025年底前'],
  ['零工市场要建多少家', 3, '100家'],
])('a quantity is answered with the sentence that states it: %s', async (question, clause, words) => {
  const answer = await ask(question);
  expect(answer).toMatchObject({ outcome: 'answered', citations: [{ clause }] });
  expect(answerText(answer)).toContain(words);
});

test.each<[string, string]>([
  ['老小区加装电梯补贴多少钱', '具体金额'],
  ['申请居住证要什么材料', '所需材料'],
  ['我们小区能不能列入改造', '您的具体情况是否适用'],
  ['燃气管道什么时候开工', '具体时间'],
])('what the plan does not state is named: %s', async (question, missing) => {
  expect(await ask(question)).toMatchObject({ outcome: 'partial', missing: [missing] });
});

test('a follow-up says how it was understood, a question alone does not', async () => {
  expect((await ask('公办学校就读比例是多少')).interpretedAs).toBeNull();
  expect((await ask('外来打工的娃能进公立学校不', '比例呢')).interpretedAs).toBe(
    '外来打工的娃能进公立学校不 比例呢',
  );
});

test('what is typed is never said back', async () => {
  for (const typed of ['紫色大象能不能落户', '第3条说了<b>紫色大象</b>吗', '哪些条款提到“紫色大象”']) {
    expect(answerText(await ask(typed))).not.toContain('紫色大象');
  }
});
