import { expect, test } from 'vitest';
import { listRequest, listWithinSection, type ListRequest } from '../../src/answering/list-request.js';
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

const wordsOf = (request: ListRequest | undefined) =>
  request?.kind === 'scan' ? request.groups.flat() : undefined;

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

test.each(['哪几项是年底前要完成的', '里头写明了哪一年年底的事有几件'])(
  'reads that what is dated is asked for: %s',
  (typed) => expect(read(typed)).toEqual({ kind: 'targets', which: 'dated' }),
);

test.each(['哪些任务写了完成时限', '所有时间节点', '列出有期限的任务'])(
  'reads that the deadlines are asked for: %s',
  (typed) => expect(read(typed)).toEqual({ kind: 'targets', which: 'deadline' }),
);

test('reads that so many of something are asked for, and with percentages everything', () => {
  expect(read('有哪些数量指标')).toEqual({ kind: 'targets', which: 'counted' });
  expect(read('把百分比和数量目标都列出来')).toEqual({ kind: 'targets', which: 'all' });
});

test.each<[string, string[]]>([
  ['哪些条款提到居住证', ['居住证']],
  ['哪几条写到“试点”', ['试点']],
  ['「飞地」出现在几个地方', ['飞地']],
  ['提到公积金的条款有哪些', ['公积金']],
  ['涉及南京的条款', ['南京']],
  ['哪些條款提到居住證', ['居住证']],
])('reads a word to be looked for in every clause: %s', (typed, terms) => {
  expect(wordsOf(read(typed))).toEqual(terms);
});

test('a word people use is looked for by the plan’s name for it', () => {
  expect(wordsOf(read('哪些条款提到暂住证'))).toEqual(['居住证']);
  expect(wordsOf(read('哪些条提到金陵'))).toEqual(['南京']);
});

test('a quoted word that the plan does not hold leaves nothing to look for', () => {
  expect(read('哪些条款提到“元宇宙”')).toEqual({ kind: 'scan', groups: [] });
});

test('a question that names a place and nothing else asks for all the plan has for it', () => {
  for (const typed of ['南京', '金陵市有什么', '方案里有没有提到南京'])
    expect(read(typed)).toEqual({ kind: 'scan', groups: [['南京']], isPlace: true });
  expect(read('那南京呢')).toBeUndefined();
  expect(read('南京落户要什么条件')).toBeUndefined();
});

test('reads that titles alone are looked at, and that it is asked how often', () => {
  expect(read('“城市更新”是第几条的标题')).toEqual({ kind: 'scan', groups: [['城市更新']], isTitle: true });
  expect(read('全文“试点”出现几次')).toEqual({ kind: 'scan', groups: [['试点']], isCounted: true });
});

test('what is listed side by side is looked for apart, and what asks is not looked for', () => {
  expect(read('哪些条款涉及公积金和居住证')).toMatchObject({ groups: [['公积金'], ['居住证']] });
  expect(wordsOf(read('关于公积金的表述，全部列出'))).toEqual(['公积金']);
});

test('reads that all cities, or all words in quotation marks, are asked for', () => {
  expect(wordsOf(read('方案提了哪些城市'))).toEqual(['南京']);
  expect(wordsOf(read('请列出所有带引号的词'))).toContain('“人才飞地”');
});

test('within a section the section’s own name is not looked for', () => {
  const lexicon = new Lexicon(entries, plan.text);
  expect(listWithinSection(fold('第一部分提到居住证的有哪些条'), 1, plan, lexicon)).toEqual({ kind: 'scan', groups: [['居住证']], section: 1 }); // prettier-ignore
  expect(listWithinSection(fold('第一部分有几条'), 1, plan, lexicon)).toBeUndefined();
});

test.each(['居住证有什么用', '公办学校比例是多少', '随迁子女怎么入学', '落户', ''])(
  'a question about one thing asks for no list: %j',
  (typed) => expect(read(typed)).toBeUndefined(),
);

test('on another policy the same rules hold', () => {
  expect(read('哪些条款提到地摊街', madeUp)).toMatchObject({ kind: 'scan', groups: [['夜间集市']] });
  expect(read('哪几条写到“改造”', madeUp)).toMatchObject({ kind: 'scan', groups: [['改造']] });
  expect(read('哪些条款提到居住证', madeUp)).toBeUndefined();
  expect(read('规定了哪些量化指标', madeUp)).toEqual({ kind: 'targets', which: 'all' });
});

test.each([
  ['带“试点”字样的工作,全部列出', ['试点']],
  ['梳理各类“清单”名目', ['清单']],
  ['凡是带“试点”二字的事项逐条拉出来，对账用', ['试点']],
  ['写到90%的是哪几条', ['90%']],
  ['上次把两个90%搞混了，麻烦并排放出来', ['90%']],
])('reads what is to be looked for, in however many words: %s', (typed, words) => {
  expect(wordsOf(read(typed))).toEqual(words);
});

test('a number that the plan does not have is not looked for', () => {
  expect(wordsOf(read('出现87%的是哪几条'))).not.toEqual(['87%']);
});

test.each([
  ['下限类指标全部摘出', 'floor'],
  ['不低于多少的硬性要求有哪些', 'floor'],
  ['有上限的数字目标有哪些', 'ceiling'],
])('reads which numbers are asked for: %s', (typed, which) => {
  expect(read(typed)).toEqual({ kind: 'targets', which });
});

test('a clause that is named is left aside', () => {
  expect(read('除了第9条还有哪些条款提到飞地')).toMatchObject({
    kind: 'scan',
    except: 9,
    groups: [['飞地']],
  });
});
