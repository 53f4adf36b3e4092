import { describe, expect, test } from 'vitest';
import { cleanLines } from '../../src/domain/read-lines.js';
import { understandPolicy } from '../../src/domain/understand-policy.js';
import { publishedMadeUpPolicy, publishedPlan, readPolicy } from '../support/policies.js';

const understand = (lines: readonly string[]) => understandPolicy(cleanLines(lines.join('\n'), 'a.txt'), 'a.txt', { id: 'a' }); // prettier-ignore

const NOTICE = ['江宁市人民政府办公室关于印发《江宁市促进民营经济若干措施》的通知', '江宁政办发〔2033〕12号', '各区人民政府：', '现将《江宁市促进民营经济若干措施》印发给你们。', '江宁市人民政府办公室', '二〇三三年五月六日', '江宁市促进民营经济若干措施']; // prettier-ignore

describe('the published policies', () => {
  test.each([
    ['the plan', publishedPlan()],
    ['the made-up policy', publishedMadeUpPolicy()],
  ])('%s is understood as it is read, metadata and all', (_, published) => {
    const { bytes, file, description } = published;
    const lines = cleanLines(new TextDecoder().decode(bytes), file);
    expect(readPolicy(published)).toMatchObject(understandPolicy(lines, file, { id: description.id }).policy);
  });
});

describe('a notice in two levels', () => {
  const { policy, levels, doubts } = understand([
    ...NOTICE,
    '一、总体要求',
    '坚持优化环境。',
    '二、主要任务',
    '（一）降低成本',
    '对小微企业给予补贴。',
    '1. 房租减免50%。',
    '（二）优化服务。推行一网通办。',
    '三、加强领导。各地要高度重视。',
    '附件：1.任务分工表',
    '（此件公开发布）',
    '附件1',
    '1.甲',
  ]);

  test('has its clauses where the text is, numbered or not', () => {
    expect(levels).toEqual({ section: '一、', clause: '（一）' });
    expect(policy.clauses.map(({ number, section, title }) => [number, section, title])).toEqual([
      [1, 1, '坚持优化环境'],
      [2, 2, '降低成本'],
      [3, 2, '优化服务'],
      [4, 3, '加强领导'],
    ]);
    expect(policy.clauses[1]?.text).toBe('降低成本\n对小微企业给予补贴。\n1.房租减免50%。');
  });

  test('says of itself what stands in its front matter', () => {
    expect(policy).toMatchObject({
      title: '江宁市促进民营经济若干措施',
      documentNumber: '江宁政办发〔2033〕12号',
      issuer: '江宁市人民政府办公室',
      issuedOn: '2033-05-06',
    });
  });

  test('leaves attachments out and says so', () => {
    expect(policy.text).not.toContain('甲');
    expect(doubts.join('\n')).toMatch(/3 lines of attachments are left out/u);
    expect(doubts.join('\n')).toMatch(/clauses 1, 4 have no number/u);
  });

  test('has every clause where its offset says', () => {
    for (const { offset, text } of policy.clauses) expect(policy.text.slice(offset, offset + text.length)).toBe(text); // prettier-ignore
  });
});

test.each([
  [
    '第一条',
    ['第一章 总则', '第一条 为了便民，制定本办法。', '第二章 附则', '第二条 本办法自2031年1月1日起施行。'],
  ],
  ['1.', ['一、任务', '1. 修路。修好路。', '二、保障', '2. 出钱。出够钱。']],
  ['一、', ['一、修路。修好路。', '二、出钱。出够钱。']],
])('clauses are %s', (level, lines) => {
  const { policy, levels } = understand(['某市办法', ...lines]);
  expect(levels.clause).toBe(level);
  expect(policy.clauses.map(({ number }) => number)).toEqual([1, 2]);
});

test('a clause without a title goes by its first words, and all of it is body', () => {
  const [clause] = understand(['某市办法', '第一条 为了便民，制定本办法。', '第二条 好。']).policy.clauses;
  expect([clause?.title, clause?.sentences[0]?.index]).toEqual(['为了便民', 1]);
});

test.each([
  ['no numbers', ['某市办法', '大家要努力。'], /no numbered clauses/u],
  ['a gap', ['某市办法', '第一条 好。', '第三条 好。'], /a\.txt:3: expected 第2条, found 第3条/u],
  [
    'a repetition',
    ['某市办法', '第一条 好。', '第二条 好。', '第二条 好。'],
    /a\.txt:4: 第2条 appears twice/u,
  ],
])('%s refuses the document', (_, lines, message) => {
  expect(() => understand(lines)).toThrow(message);
});

test('what is not said is asked for, and a closing signature is no part of the last clause', () => {
  const { doubts, policy } = understand([
    '某市办法',
    '第一条 好。',
    '第二条 都好。',
    '某市人民政府',
    '2031年3月9日',
  ]);
  expect(policy.clauses[1]?.text).toBe('都好。');
  expect([policy.issuer, policy.issuedOn]).toEqual(['某市人民政府', '2031-03-09']);
  expect(doubts).toEqual(['no documentNumber found; give it with --number']);
});
