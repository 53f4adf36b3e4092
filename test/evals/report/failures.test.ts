import { describe, expect, test } from 'vitest';
import { failures, nuggetWords } from '../../../evals/report/failures.js';
import { policy } from '../made-up.js';
import { SUMMARY } from './run.js';

function failuresOf(id: string): string[] {
  return SUMMARY.rows.filter(({ one }) => one.id === id).flatMap((row) => failures(row, policy));
}

describe('what failed is said in words', () => {
  test('and not at all when all is well', () => {
    expect(failuresOf('scope')).toEqual([]);
  });

  test('for a refusal of what the plan answers', () => {
    expect(failuresOf('complaints-2')).toEqual([
      '应答方式不对：应为回答，实为拒答',
      '缺少关键要点：5%',
      '没有引用应引的条款：第 4 条',
    ]);
  });

  test('for a wrong year that no answer may name', () => {
    expect(failuresOf('lights-2')).toEqual([
      '句子得不到所引条款的支持：「照明改造2033年6月底前完成。」',
      '数字在所引条款中找不到：2033年6月底前',
      '说了不许说的话：a year too late',
    ]);
  });

  test('for a quote that is not the words of its clause', () => {
    expect(failuresOf('fees')).toContain('引文与条文不符：第 3 条「全部免收」');
  });

  test('for a system that broke down, and then only that', () => {
    expect(failuresOf('benign')).toHaveLength(1);
    expect(failuresOf('benign')[0]).toMatch(/^系统出错：the service hung up/u);
  });
});

describe('a nugget', () => {
  const nugget = { id: 'n1', importance: 'vital', clause: 1 } as const;

  test('is named by its text, or by the words looked for', () => {
    expect(nuggetWords({ ...nugget, text: '三原则', match: { all: ['便民'] } })).toBe('三原则');
    expect(nuggetWords({ ...nugget, match: { all: ['便民'], any: ['6条', '六条'] } })).toBe(
      '便民、6条 / 六条',
    );
    expect(nuggetWords({ ...nugget, match: { number: { value: 5, unit: '%', comparator: '<=' } } })).toBe('≤ 5%'); // prettier-ignore
    expect(nuggetWords({ ...nugget, match: { regex: '便.民' } })).toBe('便.民');
  });
});
