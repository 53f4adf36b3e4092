import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { PolicyError } from '../../src/domain/errors.js';
import { findTargets } from '../../src/domain/find-targets.js';
import { parsePolicy, type PolicyDescription } from '../../src/domain/parse-policy.js';

const file = 'corpus/su-zheng-fa-2024-102.md';
const bytes = readFileSync(file);
const description = parse(readFileSync('corpus/su-zheng-fa-2024-102.yml', 'utf8')) as PolicyDescription;
const plan = parsePolicy(bytes, file, description);

test('the plan has 6 sections, 24 clauses and 116 sentences', () => {
  expect(plan.sections.map(({ clauses }) => clauses.length)).toEqual([6, 4, 4, 3, 3, 4]);
  expect(plan.clauses.map(({ number }) => number)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  expect(plan.clauses.flatMap(({ sentences }) => sentences)).toHaveLength(116);
});

test('every clause equals the published text without white space', () => {
  const published = bytes
    .toString('utf8')
    .replace(/^#+.*$/gmu, '')
    .replace(/\s/gu, '');
  const canonical = plan.clauses.map(({ number, text }) => `${number}.${text}`).join('');
  expect(published.endsWith(canonical)).toBe(true);
});

test('offsets of clauses and sentences slice their text', () => {
  for (const clause of plan.clauses) {
    expect(plan.text.slice(clause.offset, clause.offset + clause.text.length)).toBe(clause.text);
    for (const { start, end, text } of clause.sentences) expect(clause.text.slice(start, end)).toBe(text);
  }
});

test('the targets of the plan are exactly these', () => {
  const rows = findTargets(plan).map((t) => [
    t.id,
    t.subject,
    t.comparator,
    t.value,
    t.unit,
    t.deadline,
    t.kind,
  ]);
  expect(rows).toEqual([
    ['3-1', '技工院校招生农业转移人口', '>=', 40000, '人/年', null, 'target'],
    ['3-2', '省级规范化零工市场', '=', 100, '家', null, 'target'],
    ['4-1', '公办学校就读比例', '>=', 90, '%', null, 'target'],
    ['6-1', '异地就医直接结算率', '>=', 85, '%', null, 'target'],
    ['7-1', '优势主导产业集群', '=', 1, '个', null, 'count'],
    ['7-2', '潜力突破产业集群', '=', 1, '个', null, 'count'],
    ['12-1', '通勤圈', 'within', 1, '小时', null, 'target'],
    ['15-1', '需改造城镇老旧小区改造任务', 'by', 2000, '年底', null, 'scope'],
    [
      '16-1',
      '存量城市燃气老旧管道更新改造和“带病运行”专项治理',
      'by',
      2025,
      '年底',
      '2025-12-31',
      'deadline',
    ],
    ['17-1', '万兆先锋城市', '=', 5, '个', null, 'target'],
    ['17-2', '万兆园区', '=', 50, '个', null, 'target'],
    ['19-1', '毗邻县(市、区)公交通达率', '>=', 90, '%', null, 'target'],
    ['21-1', '不改变用地主体和规划条件', 'within', 5, '年', null, 'scope'],
  ]);
});

const damaged = (change: (text: string) => string) => () =>
  parsePolicy(Buffer.from(change(bytes.toString('utf8'))), file, description);

test('a missing or repeated clause is refused with its line and a remedy', () => {
  expect(damaged((text) => text.replace(/^7\. .*$/mu, ''))).toThrow(
    /md:\d+: expected 第7条, found 第8条.*compare/u,
  );
  expect(damaged((text) => text.replace(/^8\. /mu, '7. '))).toThrow(/md:\d+: 第7条 appears twice/u);
});

test('an empty clause, bytes that are not UTF-8 and hidden characters are refused with their line', () => {
  expect(damaged((text) => text.replace(/^7\. .*$/mu, '7.'))).toThrow(PolicyError);
  const broken = Buffer.from(bytes);
  broken[broken.length - 2] = 0xff;
  expect(() => parsePolicy(broken, file, description)).toThrow(/:\d{2,}: the bytes are not valid UTF-8/u);
  expect(damaged((text) => text.replace('公办', '公\u200b办'))).toThrow(/:\d+: hidden character U\+200B/u);
});

test('another policy with chapters, 第N条 and Chinese numerals parses by the same rules', () => {
  const name = 'test/fixtures/made-up-policy';
  const other = parsePolicy(
    readFileSync(`${name}.md`),
    name,
    parse(readFileSync(`${name}.yml`, 'utf8')) as PolicyDescription,
  );
  expect(other.sections.map(({ title, clauses }) => [title, clauses])).toEqual([
    ['总则', [1, 2]],
    ['扶持措施', [3, 4]],
  ]);
  const rows = findTargets(other).map((t) => [t.id, t.comparator, t.value, t.unit, t.deadline, t.kind]);
  expect(rows).toEqual([
    ['3-1', '>=', 12, '个', null, 'target'],
    ['3-2', 'within', 3, '年', null, 'scope'],
    ['3-3', '>=', 60, '%', null, 'target'],
    ['4-1', 'by', 2032, '年6月底', '2032-06-30', 'deadline'],
    ['4-2', '<=', 5, '%', null, 'target'],
  ]);
});
