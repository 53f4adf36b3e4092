import { expect, test } from 'vitest';
import { asksValidity, factsAsked, type Fact } from '../../src/answering/document-facts.js';
import { fold } from '../../src/retrieval/fold.js';

const read = (typed: string) => factsAsked(fold(typed));

test.each<[Fact, string[]]>([
  [
    'documentNumber',
    ['文号是多少', '这个方案的发文字号', '红头文件编号多少号', '该文件编号是？', '請問文號'],
  ],
  ['issuedOn', ['方案什么时候印发的', '文件是哪一年出台的', '印发日期', '何时发布', '通知的落款日期是哪天']],
  ['issuer', ['谁发的文', '文件是哪个部门印发的', '发文机关', '落款单位是谁', '方案是谁出台的']],
  ['basis', ['制定依据', '这个方案是根据什么制定的', '本文件的上位文件是哪个', '方案贯彻的是什么']],
  ['title', ['文件全称', '这份方案叫什么', '通知的标题是什么']],
  ['recipients', ['主送机关有哪些', '通知印发给谁', '这个文件发给了哪些单位']],
])('reads that the %s is asked for', (fact, questions) => {
  for (const question of questions) expect([question, read(question)]).toEqual([question, [fact]]);
});

test('several facts asked at once come in the order of the front matter', () => {
  expect(read('文件的文号、发文机关和印发日期')).toEqual(['documentNumber', 'issuedOn', 'issuer']);
});

test.each([
  '老旧小区改造什么时候完成',
  '燃气管道更新改造哪一年完成',
  '落户政策根据什么条件办理',
  '住房公积金异地贷款什么时候出台办法',
  '随迁子女入学依据是什么证件',
  '夜间集市归谁管',
])('a question about what the plan is about asks for no fact of the document: %s', (question) => {
  expect(read(question)).toEqual([]);
});

test.each(['有效期到哪年', '这个文件什么时候失效', '方案何时作废', '本通知执行到什么时候'])(
  'reads that it is asked until when the document holds: %s',
  (question) => expect(asksValidity(fold(question))).toBe(true),
);

test.each(['居住证在别的城市用有没有有效期限制', '文号是多少', '方案什么时候印发的'])(
  'the validity of something else is not the document’s: %s',
  (question) => expect(asksValidity(fold(question))).toBe(false),
);
