import { describe, expect, test } from 'vitest';
import { OptionError, readOptions } from '../../evals/options.js';

const refusal = (...args: string[]) => {
  expect(() => readOptions(args)).toThrow(OptionError);
  try {
    readOptions(args);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('what is asked for', () => {
  test('is the dev set of this process, three times, unless told', () => {
    expect(readOptions([])).toMatchObject({ command: 'run', set: 'dev', concurrency: 1, repeats: 3, out: undefined }); // prettier-ignore
  });

  test('of a service is once, four at a time', () => {
    expect(readOptions(['--url', 'http://127.0.0.1:8787'])).toMatchObject({ concurrency: 4, repeats: 1 });
  });

  test.each(['export', 'import', 'draft', 'judge', 'lint', 'schema'])(
    'may be %s with its words',
    (command) => {
      expect(readOptions([command, 'a', 'b'])).toMatchObject({ command, words: ['a', 'b'] });
    },
  );

  test('may be two runs to compare', () => {
    expect(readOptions(['--compare', 'a.jsonl', 'b.jsonl']).compare).toEqual(['a.jsonl', 'b.jsonl']);
  });
});

test.each([
  [
    ['dance'],
    'command "dance" is not known. Use one of: run, model, lint, export, import, draft, judge, schema, ablate.',
  ],
  [['--set', 'tests'], '--set "tests" is not known. Use one of: dev, test, holdout, smoke, all.'],
  [['--sabotage', 'fire'], '--sabotage "fire" is not known.'],
  [['--repeats', '0'], '--repeats "0" must be a whole number from 1 to 64.'],
  [
    ['--url', 'localhost:8787'],
    '--url "localhost:8787" is no address. Give one such as http://127.0.0.1:8787.',
  ],
  [['--model', 'm'], '--model needs --url'],
  [['run', 'dev'], '"dev" is not understood. Sets are given with --set'],
  [['--compare', 'a.jsonl'], '--compare takes two run files'],
  [['--colour'], '--colour'],
])('%j is refused with a remedy', (args, message) => {
  expect(refusal(...args)).toContain(message);
});

test('a password in an address is refused and not repeated', () => {
  const message = refusal('--url', 'http://user:secret@127.0.0.1:8787');
  expect(message).toContain('EVALS_API_KEY');
  expect(message).not.toContain('secret');
});
