import { expect, test } from 'vitest';
import { readRequest } from '../../src/answering/request.js';
import { fold } from '../../src/retrieval/fold.js';
import { Lexicon } from '../../src/retrieval/lexicon.js';
import { publishedMadeUpPolicy, readPolicy } from '../support/policies.js';

const policy = readPolicy(publishedMadeUpPolicy());
const lexicon = new Lexicon([], policy.text);
const read = (typed: string) => readRequest(fold(typed), policy, lexicon);

test.each<[string, object]>([
  ['', { kind: 'guard', guard: 'empty' }],
  ['我电话13912345678，第3条怎么说', { kind: 'guard', guard: 'personal_data' }],
  ['帮我写首诗', { kind: 'guard', guard: 'creative' }],
  ['第3条原文', { kind: 'structure', structure: { kind: 'clause', number: 3, part: 'text' } }],
  ['第3条和第4条的比例', { kind: 'within', numbers: [3, 4] }],
  ['一共几条', { kind: 'structure', structure: { kind: 'outline' } }],
  ['文号', { kind: 'facts', facts: ['documentNumber'] }],
  ['哪些条款提到摊位', { kind: 'list', list: { kind: 'scan', groups: [['摊位']] } }],
  ['有哪些量化指标', { kind: 'list', list: { kind: 'targets', which: 'all' } }],
  ['摆摊要不要交钱', { kind: 'topic' }],
])('reads a question by its surest sign: %j', (typed, request) => {
  expect(read(typed)).toMatchObject(request);
});

test.each(['谢谢', '好的，谢谢啦！', '多谢', 'thanks', 'thank you'])('reads thanks: %s', (typed) => {
  expect(read(typed)).toEqual({ kind: 'thanks' });
});

test('who thanks and goes on asking is answered', () => {
  expect(read('谢谢，那摊位费怎么免')).toEqual({ kind: 'topic' });
  expect(read('谢谢你刚才说的那些，照明改造哪年完成')).toEqual({ kind: 'topic' });
});

test('reads that it is asked until when the document holds', () => {
  expect(read('有效期到哪年')).toEqual({ kind: 'validity' });
});
