import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportTo } from '../../../evals/commands/export.js';
import { optionsOf, workbench } from './support.js';

const bench = workbench();
const CASES = join(import.meta.dirname, '../../../evals/cases');

test.each([
  ['no format', ['export'], 'export takes a format (csv, beir'],
  ['an unknown format', ['export', 'xlsx', 'run.jsonl', '--out', 'x'], 'export takes a format'],
  ['no folder', ['export', 'csv', 'run.jsonl'], 'and a folder'],
  ['answers of cases', ['export', 'ragas', CASES, '--out', 'x'], 'Give a run (.jsonl).'],
  ['a run that is not there', ['export', 'ragas', '/nowhere.jsonl', '--out', 'x'], '/nowhere.jsonl: no such run'],
  ['a case file that is not there', ['export', 'csv', '/nowhere.yml', '--out', 'x'], '/nowhere.yml: no such file'],
])('exporting %s is refused with a remedy, and nothing is written', async (_, args, message) => {
  const words = args.map((word) => (word === 'x' ? bench.path('x') : word));
  await expect(exportTo(optionsOf(...words))).rejects.toThrow(message);
  expect(existsSync(bench.path('x'))).toBe(false);
}); // prettier-ignore
