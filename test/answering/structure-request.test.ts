import { expect, test } from 'vitest';
import { at, structureRequest } from '../../src/answering/structure-request.js';
import { fold } from '../../src/retrieval/fold.js';
import { publishedMadeUpPolicy, publishedPlan, readPolicy } from '../support/policies.js';

const plan = readPolicy(publishedPlan());
const madeUp = readPolicy(publishedMadeUpPolicy());
const read = (typed: string, policy = plan) => structureRequest(fold(typed), policy);

test.each<[string, number]>([
  ['第7条', 7],
  ['第十一条原文', 11],
  ['把第二十条原样抄给我', 20],
  ['第（三）条写了什么', 3],
  ['第０９条内容', 9],
  ['18条说的是什么', 18],
  ['条款五讲什么', 5],
  ['show me clause 12', 12],
  ['what does article 4 say', 4],
  ['第一百零二条', 102],
  ['第0条', 0],
])('reads a clause by its number: %s', (typed, number) => {
  expect(read(typed)).toEqual({ kind: 'clause', number, part: 'text' });
});

test.each<[string, number]>([
  ['第7条的下一条', 8],
  ['第七条上一条', 6],
  ['第3条后面那条原文', 4],
  ['第3条前面那条写什么', 2],
  ['第1条的前一条', 0],
])('counts on from a clause that is named: %s', (typed, number) => {
  expect(read(typed)).toMatchObject({ kind: 'clause', number });
});

test.each<[string, number]>([
  ['第4条第2句', 2],
  ['第4条最后一句', -1],
  ['第四条末句是什么', -1],
  ['第4条开头一句', 1],
  ['第4条的第三句话', 3],
])('reads a sentence of a clause: %s', (typed, sentence) => {
  expect(read(typed)).toEqual({ kind: 'clause', number: 4, part: 'text', sentence });
});

test.each(['第8条标题', '第八条叫什么', '第8条的题目是什么'])(
  'reads that a title is asked for: %s',
  (typed) => {
    expect(read(typed)).toEqual({ kind: 'clause', number: 8, part: 'title' });
  },
);

test.each(['第8条属于哪个部分', '第8条在哪一章', '第八条归哪个板块'])(
  'reads that the section of a clause is asked for: %s',
  (typed) => expect(read(typed)).toEqual({ kind: 'clause', number: 8, part: 'section' }),
);

test('something asked within a clause keeps its words without the clause’s name', () => {
  const request = read('第6条有没有提到异地就医');
  expect(request).toMatchObject({ kind: 'within', numbers: [6] });
  expect(request).toHaveProperty('rest', expect.stringContaining('异地就医'));
  expect(request).toHaveProperty('rest', expect.not.stringContaining('第6条'));
});

test('several clauses named are read in the order of the question', () => {
  expect(read('第19条和第6条的比例各是多少')).toMatchObject({ kind: 'within', numbers: [19, 6] });
});

test.each<[string, number, number]>([
  ['第3条到第5条', 3, 5],
  ['第七至九条都有什么', 7, 9],
  ['第３-５条标题', 3, 5],
])('reads a range of clauses: %s', (typed, from, to) => {
  expect(read(typed)).toEqual({ kind: 'range', from, to });
});

test('from a later clause to an earlier one is no range', () => {
  expect(read('第5条到第3条')).not.toMatchObject({ kind: 'range' });
});

test.each<[string, number]>([
  ['第三部分有哪些条', 3],
  ['第2章讲什么', 2],
  ['最后一部分有什么', 6],
  ['开头那个部分', 1],
  ['what is in part four', 4],
  ['section 5', 5],
  ['第9部分', 9],
])('reads a section by its place: %s', (typed, number) => {
  expect(read(typed)).toEqual({ kind: 'section', number });
});

test.each<[string, number]>([
  ['讲都市圈的那个部分有几条', 3],
  ['县域城镇化那一章', 2],
  ['体制机制部分', 6],
  ['城乡融合发展那个板块列了什么', 5],
])('reads a section by words that only its title has: %s', (typed, number) => {
  expect(read(typed)).toEqual({ kind: 'section', number });
});

test('words that several titles have name no section', () => {
  expect(read('水平提升行动')).toBeUndefined();
});

test.each<[string, number, number]>([
  ['第二部分第3条', 2, 3],
  ['第五部分最后一条', 5, -1],
  ['第四部分的第一项', 4, 1],
  ['第一部分倒数第二条', 1, -2],
  ['最后一章头一条', 6, 1],
  ['讲都市圈的部分第二条', 3, 2],
])('reads a clause by its place in a section: %s', (typed, number, nth) => {
  expect(read(typed)).toEqual({ kind: 'section', number, nth });
});

test.each([
  '方案一共多少条',
  '全文分几个部分',
  '目录',
  '几大行动分别叫什么名字',
  'how many clauses are there',
  '总共几条措施',
])('reads that the outline is asked for: %s', (typed) => expect(read(typed)).toEqual({ kind: 'outline' }));

test.each([
  '落户要什么条件',
  '建几家零工市场',
  '5条地铁什么时候建',
  '一共列了5条线路',
  '公办学校比例是多少',
  '',
])('a question about what the plan is about is none about its order: %j', (typed) =>
  expect(read(typed)).toBeUndefined(),
);

test('on a policy of chapters and articles the same rules hold', () => {
  expect(read('第二条原文', madeUp)).toEqual({ kind: 'clause', number: 2, part: 'text' });
  expect(read('第二条最后一句', madeUp)).toMatchObject({ number: 2, sentence: -1 });
  expect(read('第一章有哪些内容', madeUp)).toEqual({ kind: 'section', number: 1 });
  expect(read('最后一章', madeUp)).toEqual({ kind: 'section', number: 2 });
  expect(read('扶持措施那一章最后一条', madeUp)).toEqual({ kind: 'section', number: 2, nth: -1 });
  expect(read('总则部分', madeUp)).toEqual({ kind: 'section', number: 1 });
  expect(read('照明改造那一章', madeUp)).toBeUndefined();
  expect(read('全文一共几条', madeUp)).toEqual({ kind: 'outline' });
});

test.each<[string, object]>([
  ['倒数第二条是什么', { kind: 'clause', number: 23, part: 'text' }],
  ['最后一条讲什么', { kind: 'clause', number: 24, part: 'text' }],
  ['介于第3条和第5条之间的是哪条', { kind: 'clause', number: 4, part: 'text' }],
  ['第-1条', { kind: 'clause', number: 0, part: 'text' }],
  ['第1.5条', { kind: 'clause', number: 1.5, part: 'text' }],
  ['第十二条第三款', { kind: 'clause', number: 12, part: 'text', sentence: 3 }],
  ['第21条一共几句话', { kind: 'clause', number: 21, part: 'sentences' }],
  ['第14条在第三部分吗', { kind: 'clause', number: 14, part: 'section' }],
  ['倒数第二部分有哪些条', { kind: 'section', number: 5 }],
])('reads a place however it is counted: %s', (typed, request) => {
  expect(read(typed)).toEqual(request);
});

test.each<[string, object]>([
  ['比较一下第9条和第10条', { numbers: [9, 10], part: 'text' }],
  ['第1、2、3条标题', { numbers: [1, 2, 3], part: 'title' }],
  ['第12条和第14条是不是一个部分的', { numbers: [12, 14], part: 'section' }],
])('several clauses of which nothing else is asked are read as such: %s', (typed, request) => {
  expect(read(typed)).toEqual({ kind: 'clauses', ...request });
});

test.each<[string, object]>([
  ['字数最多的是哪一条', { of: 'characters', end: 'most' }],
  ['最短的一条是哪条', { of: 'characters', end: 'least' }],
  ['哪一条分的句子最多', { of: 'sentences', end: 'most' }],
  ['哪个部分条数最少', { of: 'clauses', end: 'least' }],
])('reads that the longest or shortest is asked for: %s', (typed, request) => {
  expect(read(typed)).toEqual({ kind: 'extreme', ...request });
});

test('what stands beside the clause of a topic is read with the topic', () => {
  expect(read('说海绵城市的那条，紧跟着的一条叫什么')).toEqual({
    kind: 'beside',
    topic: '说海绵城市',
    steps: [1],
  });
  expect(read('管土地改革那条，夹在哪两条当中')).toMatchObject({ kind: 'beside', steps: [-1, 1] });
});

test('how many clauses there are on something is no question about the outline', () => {
  expect(read('住房方面一共提了几条举措')).toBeUndefined();
});

test('an ordinal counts from the front, or from the end when negative', () => {
  const list = ['a', 'b', 'c'];
  expect([1, 3, -1, -3, 4, -4].map((ordinal) => at(list, ordinal))).toEqual(['a', 'c', 'c', 'a', undefined, undefined]); // prettier-ignore
});

test.each([
  ['土地那一条的倒数第三句请摘录', '土地', '的倒数第三句请摘录'],
  ['写海绵城市的那条标题叫什么', '写海绵城市', '标题叫什么'],
])('a part of the clause of a topic is read with the topic: %s', (typed, topic, rest) => {
  expect(read(typed)).toEqual({ kind: 'ofTopic', topic, rest });
});

test.each(['第14条一字不落抄给我，贴会议材料用，别动标点', 'Print clause 14 word for word. No summary.'])(
  'who asks for a clause word for word gets it whole, whatever it is wanted for: %s',
  (typed) => expect(read(typed)).toEqual({ kind: 'clause', number: 14, part: 'text' }),
);

test('who asks for some words of a clause gets what holds them', () => {
  expect(read('第4条里随迁子女那句原话抄给我')).toMatchObject({ kind: 'within', numbers: [4] });
});
