import { expect, test } from 'vitest';
import { listRequest } from '../../src/answering/list-request.js';
import { fold } from '../../src/retrieval/fold.js';
import { Lexicon } from '../../src/retrieval/lexicon.js';
import type { QuestionData } from '../../src/retrieval/question-data.js';
import { publishedMadeUpPolicy, publishedPlan, readPolicy } from '../support/policies.js';

const plan = readPolicy(publishedPlan());
const madeUp = readPolicy(publishedMadeUpPolicy());
const entries: QuestionData['lexicon'] = [
  { canonical: '居住证', aliases: ['暂住证'], kind: 'term', in_plan: true },
  { canonical: '南京', aliases: ['金陵'], kind: 'city', in_plan: true },
  { canonical: '夜间集市', aliases: ['地摊街'], kind: 'term', in_plan: true },
];
const read = (typed: string, policy = plan) =>
  listRequest(fold(typed), policy, new Lexicon(entries, policy.text));

test.each([
  '方案定了哪些数字目标',
  '有哪些量化指标',
  '把所有指标列出来',
  '一共多少个指标',
  '硬性要求有哪些',
  'list all the targets',
])('reads that the targets are asked for: %s', (typed) => {
  expect(read(typed)).toEqual({ kind: 'targets', which: 'all' });
});

test.each(['用百分比表示的目标有哪些', '全文有几个百分数', '所有带百分号的列出来'])(
  'reads that the percentages are asked for: %s',
  (typed) => expect(read(typed)).toEqual({ kind: 'targets', which: 'percent' }),
);

test.each(['哪些任务写了完成时限', '所有时间节点', '列出有期限的任务', '哪几项是年底前要完成的'])(
  'reads that what is dated is asked for: %s',
  (typed) => expect(read(typed)).toEqual({ kind: 'targets', which: 'dated' }),
);

test.each<[string, string[]]>([
  ['哪些条款提到居住证', ['居住证']],
  ['哪几条写到“试点”', ['试点']],
  ['「飞地」出现在几个地方', ['飞地']],
  ['提到公积金的条款有哪些', ['公积金']],
  ['涉及南京的条款', ['南京']],
  ['哪些條款提到居住證', ['居住证']],
])('reads a word to be looked for in every clause: %s', (typed, terms) => {
  expect(read(typed)).toEqual({ kind: 'scan', terms });
});

test('a word people use is looked for by the plan’s name for it', () => {
  expect(read('哪些条款提到暂住证')).toEqual({ kind: 'scan', terms: ['居住证'] });
  expect(read('哪些条提到金陵')).toEqual({ kind: 'scan', terms: ['南京'] });
});

test('a quoted word that the plan does not hold is looked for nowhere', () => {
  expect(read('哪些条款提到“元宇宙”')).toBeUndefined();
});

test.each(['居住证有什么用', '公办学校比例是多少', '随迁子女怎么入学', '落户', ''])(
  'a question about one thing asks for no list: %j',
  (typed) => expect(read(typed)).toBeUndefined(),
);

test('on another policy the same rules hold', () => {
  expect(read('哪些条款提到地摊街', madeUp)).toEqual({ kind: 'scan', terms: ['夜间集市'] });
  expect(read('哪几条写到“改造”', madeUp)).toEqual({ kind: 'scan', terms: ['改造'] });
  expect(read('哪些条款提到居住证', madeUp)).toBeUndefined();
  expect(read('规定了哪些量化指标', madeUp)).toEqual({ kind: 'targets', which: 'all' });
});
