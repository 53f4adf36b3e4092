import { expect, test } from 'vitest';
import { askedParts, asksOfEach, joinsThings } from '../../src/answering/asked-parts.js';
import { Lexicon } from '../../src/retrieval/lexicon.js';

const lexicon = new Lexicon(
  [
    { canonical: '青禾', aliases: ['青禾市'], kind: 'city', in_plan: true },
    { canonical: '白榆', aliases: [], kind: 'city', in_plan: false },
    { canonical: '河口', aliases: [], kind: 'region', in_plan: true },
  ],
  '青禾与河口的集市',
);
const parts = (typed: string) => askedParts(typed, lexicon);

test.each(['摊位费免几年', '摊位费免几年？', '我在青禾摆摊三年了，摊位费还能免吗', '', '夜市'])(
  'one question is one part: %j',
  (typed) => expect(parts(typed)).toHaveLength(1),
);

test('two questions are two parts', () => {
  expect(parts('摊位费免几年？灯什么时候修好？')).toEqual(['摊位费免几年', '灯什么时候修好']);
});

test('what is told goes with the question after it', () => {
  expect(parts('我是外地人，能摆摊吗？家里有老人，怎么照顾？')).toEqual([
    '我是外地人能摆摊吗',
    '家里有老人怎么照顾',
  ]);
});

test('spaces between Chinese words part them', () => {
  expect(parts('摊位费多少 路灯归谁管')).toEqual(['摊位费多少', '路灯归谁管']);
});

test('what is left at the end asks too when it is joined on', () => {
  expect(parts('摊位怎么申请，还有照明')).toEqual(['摊位怎么申请', '还有照明']);
});

test('the same thing asked of several places is asked of each', () => {
  expect(parts('青禾和白榆的集市有什么不同')).toEqual(['青禾的集市有什么不同', '白榆的集市有什么不同']);
  expect(parts('青禾、白榆、河口分别怎么管')).toEqual(['青禾分别怎么管', '白榆分别怎么管', '河口分别怎么管']);
});

test('things that are compared are the parts', () => {
  expect(parts('摊位支持和照明改造有什么区别').slice(0, 2)).toEqual(['摊位支持', '照明改造有什么区别']);
});

test('full-width marks and letters part a question as the others do', () => {
  expect(parts('摊位费免几年？　灯什么时候修好！')).toEqual(parts('摊位费免几年? 灯什么时候修好!'));
});

test.each<[string, boolean]>([
  ['摊位和照明各定了什么', true],
  ['摊位与照明的区别', true],
  ['摊位和照明', false],
  ['摊位有什么区别', false],
])('knows whether one thing is asked of several: %s', (question, isOfEach) => {
  expect(asksOfEach(question)).toBe(isOfEach);
});

test.each<[string, boolean]>([
  ['摊位和照明归谁管', true],
  ['摊位有几个?灯有几盏?', true],
  ['摊位有几个', false],
  ['同步推进什么', false],
])('knows whether a question may be about two things: %s', (question, joins) => {
  expect(joinsThings(question)).toBe(joins);
});
