import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findTargets, type Target } from '../../src/domain/find-targets.js';
import { clauseOf } from '../../src/domain/policy.js';
import { policyOf, publishedMadeUpPolicy, publishedPlan, readPolicy } from '../support/policies.js';

const plan = readPolicy(publishedPlan());
const targets = findTargets(plan);

/** What a rule reads in one sentence: [expression, comparator, value, unit, deadline, kind]. */
function readingsOf(sentence: string): unknown[] {
  return findTargets(policyOf([`第一条 目标。${sentence}。`])).map(summary);
}

function summary({ expression, comparator, value, unit, deadline, kind }: Target): unknown[] {
  return [expression, comparator, value, unit, deadline, kind];
}

describe('the targets of the plan', () => {
  test('are the 13 that were checked by hand against the published text', () => {
    const golden = readFileSync(`${import.meta.dirname}/targets.golden.json`, 'utf8');
    expect(targets).toEqual(JSON.parse(golden));
    expect(targets).toHaveLength(13);
  });

  test('quote their clause, and the quote holds the expression', () => {
    for (const { clause, start, end, quote, expression } of targets) {
      expect(clauseOf(plan, clause)?.text.slice(start, end)).toBe(quote);
      expect(quote).toContain(expression);
    }
  });

  test('have one deadline, in clause 16', () => {
    expect(targets.filter(({ deadline }) => deadline !== null).map(({ id }) => id)).toEqual(['16-1']);
  });

  test('leave out no digit of the clauses but 3+3', () => {
    const left = plan.clauses.map(({ number, text }) =>
      targets
        .filter(({ clause }) => clause === number)
        .reduce((rest, { expression }) => rest.replace(expression, ''), text),
    );
    expect(left.join('\n').match(/[0-9]\S?[0-9]*/gu)).toEqual(['3+3']);
  });

  test('leave out 一县一策, 两为主, 三权 and the front matter’s 17号 and 102号', () => {
    const all = targets.map(({ expression }) => expression).join(' ');
    expect(all).not.toMatch(/一县|两为主|两纳入|三权|四港|三级|号|\+/u);
    expect(targets.every(({ clause }) => clause > 0)).toBe(true);
  });
});

test('the targets of the made-up policy are a floor, a period, two percentages and a deadline', () => {
  const found = findTargets(readPolicy(publishedMadeUpPolicy()));
  expect(found.map((target) => [target.id, target.subject, ...summary(target)])).toEqual([
    ['3-1', '每个街道设置摊位', '不少于十二个', '>=', 12, '个', null, 'target'],
    ['3-2', '免收摊位费', '三年', 'within', 3, '年', null, 'scope'],
    ['3-3', '三年内免收摊位费的比例', '达到百分之六十', '>=', 60, '%', null, 'target'],
    ['4-1', '主要集市照明改造', '2032年6月底前', 'by', 2032, '年6月底', '2032-06-30', 'deadline'],
    ['4-2', '夜间投诉率', '控制在5%以下', '<=', 5, '%', null, 'target'],
  ]);
});

describe('a rule reads', () => {
  test.each([
    ['补助总额不超过三千万元', ['不超过三千万元', '<=', 3e7, '元', null, 'target']],
    ['新增学位至少1.5万个', ['至少1.5万个', '>=', 15000, '个', null, 'target']],
    ['覆盖率达百分之百', ['达百分之百', '>=', 100, '%', null, 'target']],
    ['2028年2月底前建成图书馆', ['2028年2月底前', 'by', 2028, '年2月底', '2028-02-29', 'deadline']],
    ['2026年底前完成全市的改造', ['2026年底前', 'by', 2026, '年底', '2026-12-31', 'deadline']],
    ['改造2005年底前建成的住宅', ['2005年底前', 'by', 2005, '年底', null, 'scope']],
    ['打造15分钟生活圈', ['15分钟', 'within', 15, '分钟', null, 'target']],
  ])('%s', (sentence, reading) => {
    expect(readingsOf(sentence)).toEqual([reading]);
  });
});

describe('a rule leaves out', () => {
  test.each([
    '实施中高职“3+3”贯通培养项目',
    '推行“一县一策”',
    '落实“两为主、两纳入、以居住证为主要依据”的政策',
    '落实国发〔2024〕17号文件',
    '探索户籍与“三权”分离',
    '支持四港联动发展,建设一批平台',
    '支持医院转设为三级',
    '吸引超过万人参与',
    '本办法自2031年5月1日起施行',
    '每逢5月1日开放',
    '到2027年取得明显成效',
    '依照本办法第3条和第12条办理',
  ])('%s', (sentence) => {
    expect(readingsOf(sentence)).toEqual([]);
  });
});
