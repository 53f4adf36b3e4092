import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { draft } from '../../../evals/commands/draft.js';
import { optionsOf, workbench } from './support.js';

const bench = workbench();
const write = (text: string) => {
  writeFileSync(bench.path('asked.jsonl'), text);
  return bench.path('asked.jsonl');
};

describe('drafting', () => {
  test('prints what people asked, the least liked first, and counts', () => {
    const rows = [
      { question: '青禾夜市摊位怎么申请呀' },
      { question: '青禾集市的路灯归谁修', outcome: 'refused', clauses: [4], rating: 'down', comment: null },
    ];
    draft(optionsOf('draft', write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))));
    expect(bench.said().indexOf('路灯')).toBeLessThan(bench.said().indexOf('摊位'));
    expect(bench.said()).toContain('tags: [draft]');
    expect(bench.complained()).toContain('2 drafted, 0 repeated, 0 known');
  });

  test.each([
    ['a line without a question', '{"question":"甲"}\n{"text":"乙"}\n', /asked\.jsonl:2: question/u],
    ['a line that is no JSON', 'hello\n', /asked\.jsonl:1: /u],
    ['an unknown rating', '{"question":"甲","rating":"good"}\n', /asked\.jsonl:1: rating/u],
  ])('refuses %s, with its line', (_, text, message) => {
    expect(() => draft(optionsOf('draft', write(text)))).toThrow(message);
    expect(bench.said()).toBe('');
  });

  test('refuses no file and a file that is not there', () => {
    expect(() => draft(optionsOf('draft'))).toThrow('draft takes one file');
    expect(() => draft(optionsOf('draft', '/nowhere.jsonl'))).toThrow('/nowhere.jsonl: no such file');
  });
});
