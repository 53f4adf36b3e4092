import { describe, expect, test } from 'vitest';
import { filesOf, FORMATS, needsRun } from '../../../evals/interop/formats.js';
import { summarize } from '../../../evals/summarize.js';
import { oracle } from '../../../evals/systems/reference.js';
import { CASES, policy, recordOf } from '../made-up.js';

const records = CASES.map((one) => recordOf(one, oracle(one, policy)));
const run = { records, summary: summarize(CASES, records, policy), time: '2031-01-01T00:00:00.000Z' };

describe.each(FORMATS)('%s', (format) => {
  test('gives files with text, from a run', () => {
    const files = Object.entries(filesOf(format, CASES, run, policy));
    expect(files.length).toBeGreaterThan(0);
    for (const [name, text] of files) expect([name, text.length > 0]).toEqual([name, true]);
  });

  test('gives files from cases alone unless it is of answers', () => {
    expect(Object.keys(filesOf(format, CASES, null, policy)).length > 0).toBe(needsRun(format) === false);
  });
});

test('what is no format has no files, whatever objects inherit', () => {
  expect([needsRun('xlsx'), needsRun('toString'), filesOf('constructor', CASES, run, policy)]).toEqual([undefined, undefined, {}]); // prettier-ignore
});
