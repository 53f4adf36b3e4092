import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CaseError, isDraft, parseCases } from '../../../evals/cases.js';
import { importCases } from '../../../evals/commands/import.js';
import { casesToCsv } from '../../../evals/interop/csv.js';
import { filesOf } from '../../../evals/interop/formats.js';
import { OptionError } from '../../../evals/options.js';
import { CASES, policy } from '../made-up.js';
import { optionsOf, workbench } from './support.js';

const bench = workbench();
const cases = CASES.filter(({ turn }) => turn === undefined);
const write = (name: string, text: string) => {
  mkdirSync(dirname(bench.path(name)), { recursive: true });
  writeFileSync(bench.path(name), text);
  return bench.path(name);
};

describe('importing', () => {
  test('a table prints draft cases that can be read', () => {
    importCases(optionsOf('import', 'csv', write('cases.csv', casesToCsv(cases))));
    const read = parseCases(bench.said(), 'out.yml');
    expect(read.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
    expect(read.every(isDraft)).toBe(true);
    expect(bench.complained()).toContain(`${cases.length} draft cases`);
  });

  test('a table can be read back when a question that is answered in full also accepts a partial answer', () => {
    const full = CASES.slice(0, 1).map((one) => ({ ...one, expect: { outcome: ['answered' as const, 'partial' as const], missing: ['金额'] } })); // prettier-ignore
    importCases(optionsOf('import', 'csv', write('cases.csv', casesToCsv(full))));
    expect(parseCases(bench.said(), 'out.yml')).toHaveLength(1);
  });

  test('a folder of BEIR writes a file where one is named', () => {
    const files = filesOf('beir', cases, null, policy);
    for (const [name, text] of Object.entries(files)) write(name, text);
    const out = bench.path('new/beir.yml');
    importCases(optionsOf('import', 'beir', bench.path('.'), '--out', out));
    expect(parseCases(readFileSync(out, 'utf8'), 'beir.yml')).toHaveLength(cases.length);
    expect(bench.said()).toBe('');
  });

  test('promptfoo tests says what has no counterpart', () => {
    const file = write('tests.yml', 'tests:\n  - vars: {question: 免费吗}\n    assert: [{type: llm-rubric, value: nice}]\n'); // prettier-ignore
    importCases(optionsOf('import', 'promptfoo', file));
    expect(parseCases(bench.said(), 'x.yml')).toHaveLength(1);
    expect(bench.complained()).toMatch(/tests\.yml:3: .*llm-rubric/u);
  });
});

describe('importing is refused, and nothing is written,', () => {
  test('for a file that is there already', () => {
    const out = write('mine.yml', 'mine');
    const file = write('cases.csv', casesToCsv(cases));
    expect(() => importCases(optionsOf('import', 'csv', file, '--out', out))).toThrow(OptionError);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  test('for bad cells, each with its line', () => {
    const table = casesToCsv(cases).replace('数字', '谜语');
    const out = bench.path('out.yml');
    expect(() => importCases(optionsOf('import', 'csv', write('bad.csv', table), '--out', out))).toThrow(/bad\.csv:5: 类型 "谜语"/u); // prettier-ignore
    expect([existsSync(out), bench.said()]).toEqual([false, '']);
  });

  test.each([
    [['xlsx', 'a.xlsx'], OptionError],
    [['csv'], OptionError],
    [['csv', 'a', 'b'], OptionError],
    [['toString', 'a'], OptionError],
    [['csv', '/nowhere.csv'], CaseError],
    [['beir', '/nowhere'], CaseError],
  ])('for %j', (words, kind) => {
    expect(() => importCases(optionsOf('import', ...words))).toThrow(kind);
  });
});
