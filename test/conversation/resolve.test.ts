import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/conversation/refer-back.js';
import type { Message } from '../../src/conversation/message.js';
import { resolve, type Memory, type Turn } from '../../src/conversation/resolve.js';
import { readingOf, resultOf } from '../answering/readings.js';
import { publishedMadeUpPolicy, readPolicy } from '../support/policies.js';

const policy = readPolicy(publishedMadeUpPolicy());

/** Finds the clause that the last known word stands for; small talk is small talk, anything else is clause 1. */
const read: Memory['read'] = (question, context) => {
  if (/^(?:谢谢|你好|天气)/u.test(question)) return readingOf({ outcome: 'chitchat' });
  const words = [...question.matchAll(/居民|摊位|照明/gu)].map(([word]) => word);
  const clauses: Readonly<Record<string, number>> = { 居民: 2, 摊位: 3, 照明: 4 };
  const clause = clauses[words.at(-1) ?? ''] ?? context?.clause ?? 1;
  const results = [clause, 1, 2, 3, 4].filter((one, i, all) => all.indexOf(one) === i);
  return readingOf({ results: results.map((number) => resultOf(policy, number)) });
};

/** The clause a question names, else the best one read, and its first sentence. */
const placesOf = ({ question, context }: Turn): Place[] => {
  const named = /第([0-9])条/u.exec(question)?.[1];
  const clause = named === undefined ? read(question, context).results[0]?.clause : Number(named);
  return clause === undefined ? [] : [{ clause, sentence: 1 }];
};
const memory: Memory = { read, placesOf };

const user = (content: string): Message => ({ role: 'user', content });
const bot = (content: string): Message => ({ role: 'assistant', content });
/** Resolves the last of these things said by the user. */
const said = (...all: readonly string[]) => resolve(all.at(-1) ?? '', all.slice(0, -1).map(user), memory);

test('a first question stands alone', () => {
  expect(said(' 攤位費免幾年？ ')).toEqual({
    typed: ' 攤位費免幾年？ ',
    question: '摊位费免几年?',
    context: undefined,
    interpretedAs: null,
  });
});

test('with no user turn before, nothing is leaned on', () => {
  expect(resolve('那摊位呢', [], memory)).toMatchObject({
    question: '那摊位呢',
    context: undefined,
    interpretedAs: null,
  });
  expect(resolve('那摊位呢', [bot('您好')], memory)).toMatchObject({
    context: undefined,
    interpretedAs: null,
  });
  expect(resolve('下一条', [bot('第4条写的是照明')], memory)).toMatchObject({
    question: '下一条',
    interpretedAs: null,
  });
  expect(resolve('哪条写的', [], memory)).toMatchObject({ question: '哪条写的', interpretedAs: null });
});

test.each([
  '那照明呢',
  '也免吗',
  '还有照明',
  '具体是多少',
  '照明呢？',
  '多少',
  '这个怎么申请要走哪些手续才行',
])('what opens, ends or is short like a follow-up leans on the question before: %s', (typed) => {
  const turn = said('摊位费免几年', typed);
  expect(turn.context).toEqual({ question: '摊位费免几年', clause: 3 });
  expect(turn.interpretedAs).toBe(`摊位费免几年 ${turn.question}`);
});

test('a whole question after another stands alone', () => {
  expect(said('摊位费免几年', '主要集市的照明改造由谁来做')).toMatchObject({
    context: undefined,
    interpretedAs: null,
  });
});

test('order numbers and the like pasted along with a question are no words of it', () => {
  expect(said('摊位费免几年', '那照明呢 a1b2c3d4')).toEqual({
    ...said('摊位费免几年', '那照明呢'),
    typed: '那照明呢 a1b2c3d4',
  });
  expect(said('a1b2c3d4').question).toBe('a1b2c3d4');
});

test('follow-ups lean on follow-ups', () => {
  expect(said('摊位费免几年', '那照明呢', '多少').context).toEqual({
    question: '摊位费免几年 那照明呢',
    clause: 4,
  });
});

test('what the assistant said is not built upon', () => {
  const before = [user('摊位费免几年'), bot('第4条照明改造 不对吧')];
  expect(resolve('那多少', before, memory)).toEqual(resolve('那多少', [user('摊位费免几年')], memory));
});

describe('the source', () => {
  test.each(['哪条写的', '这是第几条规定的？', '依据呢', '出处在哪', '在哪一章'])(
    'asked for gives the answer before again: %s',
    (typed) => {
      expect(said('摊位费免几年', typed)).toEqual({
        typed,
        question: '摊位费免几年',
        context: undefined,
        interpretedAs: '摊位费免几年',
      });
    },
  );

  test('of a follow-up is that of the whole', () => {
    expect(said('摊位费免几年', '那照明呢', '哪条写的')).toMatchObject({
      question: '那照明呢',
      context: { question: '摊位费免几年' },
      interpretedAs: '摊位费免几年 那照明呢',
    });
  });

  test('of a thing of its own is a question of its own', () => {
    expect(said('摊位费免几年', '照明改造的事情写在哪一条里').question).toBe('照明改造的事情写在哪一条里');
  });
});

test.each(['不对吧', '真的假的？', '你确定吗', '不会吧！', '瞎说'])(
  'a doubt gives the answer before again: %s',
  (typed) => {
    expect(said('摊位费免几年', typed)).toMatchObject({
      question: '摊位费免几年',
      interpretedAs: '摊位费免几年',
    });
  },
);

describe('step by step', () => {
  test.each([
    ['下一条', '第4条'],
    ['后面那条', '第4条'],
    ['上一条', '第2条'],
    ['前一款', '第2条'],
    ['下一条原文', '第4条原文'],
    ['这条全文', '第3条原文'],
    ['那条还写了什么', '第3条原文'],
  ])('%s is counted from the clause of the answer before', (typed, question) => {
    expect(said('摊位费免几年', typed)).toEqual({
      typed,
      question,
      context: undefined,
      interpretedAs: question,
    });
  });

  test('from a clause that is named it is counted from that one', () => {
    expect(said('第2条原文', '下一条').question).toBe('第3条');
    expect(said('第2条的居民和摊位', '上一条').question).toBe('第1条');
  });

  test('each step is counted from the one before', () => {
    expect(said('第2条原文', '下一条', '下一条').question).toBe('第4条');
    expect(said('第2条原文', '下一条', '上一条').question).toBe('第2条');
  });

  test('a sentence is counted within its clause', () => {
    expect(said('居民能参与吗', '下一句').question).toBe('第2条第2句');
  });

  test('before the first sentence there is none', () => {
    expect(said('居民能参与吗', '上一句')).not.toMatchObject({ question: expect.stringContaining('第') });
  });

  test('a step that names a number is a question of its own', () => {
    expect(said('摊位费免几年', '第1条下一条').question).toBe('第1条下一条');
  });
});

describe('going back', () => {
  test('leans on the last question about another clause', () => {
    const turn = said('摊位费免几年', '照明改造归谁来负责呢', '回到刚才的问题，怎么申请');
    expect(turn.context).toEqual({ question: '摊位费免几年', clause: 3 });
  });

  test('with one thing talked about, stays with it', () => {
    expect(said('摊位费免几年', '刚才说的怎么申请').context).toEqual({ question: '摊位费免几年', clause: 3 });
  });
});

describe('small talk', () => {
  test('between two questions is nothing to lean on', () => {
    expect(said('摊位费免几年', '谢谢', '那照明呢').context).toEqual({ question: '摊位费免几年', clause: 3 });
    expect(said('摊位费免几年', '你好', '天气不错', '哪条写的').question).toBe('摊位费免几年');
    expect(said('第2条原文', '谢谢', '下一条').question).toBe('第3条');
  });

  test('leans on nothing itself', () => {
    expect(said('摊位费免几年', '谢谢')).toMatchObject({
      question: '谢谢',
      context: undefined,
      interpretedAs: null,
    });
  });

  test('alone before leaves a follow-up alone', () => {
    expect(said('你好', '那照明呢')).toMatchObject({
      question: '那照明呢',
      context: undefined,
      interpretedAs: null,
    });
  });
});

test('the same turns give the same result, and are not changed', () => {
  const before = Object.freeze(
    [user('摊位费免几年'), bot('三年'), user('那照明呢'), bot('2032年')].map((one) => Object.freeze(one)),
  );
  expect(resolve('下一条', before, memory)).toEqual(resolve('下一条', [...before], memory));
});

test('going back and forth asks for the places of each turn once', () => {
  const asked: string[] = [];
  const counted: Memory = {
    read,
    placesOf: (turn) => {
      asked.push(turn.question);
      return placesOf(turn);
    },
  };
  const turns = Array.from({ length: 30 }, (_, i) => `回到刚才说的${['摊位', '照明', '居民'][i % 3]}${i}`);
  resolve('回到刚才的问题', turns.map(user), counted);
  expect(asked.length).toBeLessThanOrEqual(turns.length);
});
