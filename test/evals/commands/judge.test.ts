import { expect, test } from 'vitest';
import { judge } from '../../../evals/commands/judge.js';
import { optionsOf, workbench } from './support.js';

const bench = workbench();
const FULL = { EVALS_JUDGE_URL: 'http://127.0.0.1:1/v1', EVALS_JUDGE_MODEL: 'made-up' };

test('judging says everything that is missing at once', async () => {
  const message = await judge(optionsOf('judge'), {}).catch((error: unknown) => String(error));
  for (const part of ['a run', 'a file of human labels', 'EVALS_JUDGE_URL', 'EVALS_JUDGE_MODEL']) expect(message).toContain(part); // prettier-ignore
  expect(message).not.toContain('EVALS_JUDGE_KEY');
});

test('judging says only what is missing', async () => {
  const message = await judge(optionsOf('judge', 'run.jsonl', 'labels.jsonl'), { EVALS_JUDGE_URL: FULL.EVALS_JUDGE_URL }).catch((error: unknown) => String(error)); // prettier-ignore
  expect(message).toContain('EVALS_JUDGE_MODEL');
  expect(message).not.toContain('EVALS_JUDGE_URL,');
});

test('judging refuses labels that are not there', async () => {
  await expect(judge(optionsOf('judge', 'run.jsonl', bench.path('labels.jsonl')), FULL)).rejects.toThrow(
    /labels\.jsonl: no such file/u,
  );
});
