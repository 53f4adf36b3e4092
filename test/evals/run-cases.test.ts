import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../evals/cases.js';
import { recordKey, type RunRecord } from '../../evals/record.js';
import { readRecords, runCases, RunError, type RunOptions } from '../../evals/run-cases.js';
import { oracle } from '../../evals/systems/reference.js';
import type { System } from '../../evals/systems/system.js';
import { CASES, policy, TEXT_HASH } from './made-up.js';

let directory = '';
let file = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'suwen-run-'));
  file = join(directory, 'runs', 'run.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true }));

const OPTIONS: RunOptions = { runId: 'run-1', repeats: 1, concurrency: 1, onProgress: () => {} };

type Asked = { readonly id: string; readonly messages: Parameters<System['ask']>[0] };

/** The gold, and a list of what was asked. */
function recording(ask: System['ask'] = async (_, one) => oracle(one, policy)): {
  system: System;
  asked: Asked[];
} {
  const asked: Asked[] = [];
  const system: System = {
    ...{ name: 'gold', textHash: TEXT_HASH },
    ask: (messages, one) => {
      asked.push({ id: one.id, messages });
      return ask(messages, one);
    },
  };
  return { system, asked };
}

const timeless = (records: readonly RunRecord[]) => records.map((record) => ({ ...record, milliseconds: 0 }));
const byKey = (records: readonly RunRecord[]) => timeless(records).toSorted((a, b) => (recordKey(a) < recordKey(b) ? -1 : 1)); // prettier-ignore
const keysOf = (cases: readonly Case[], repeats: number) =>
  cases.flatMap(({ id, standalone }) => [
    ...Array.from({ length: repeats }, (_, repeat) => `${id} full ${repeat}`),
    ...(standalone === undefined ? [] : [`${id} last_turn 0`, `${id} rewrite 0`]),
  ]);

describe('a run', () => {
  test('asks every case and writes one line an answer', async () => {
    const { system } = recording();
    const records = await runCases(CASES, system, file, OPTIONS);
    expect(records.map(recordKey)).toEqual(keysOf(CASES, 1));
    expect(readRecords(file)).toEqual(records);
    expect(records[0]).toMatchObject({ runId: 'run-1', system: 'gold', textHash: TEXT_HASH, error: null, outcome: 'answered' }); // prettier-ignore
  });

  test('asks a follow-up with its history, bare, and rewritten', async () => {
    const { system, asked } = recording();
    await runCases(CASES.filter(({ id }) => id === 'talk-2'), system, file, OPTIONS); // prettier-ignore
    const bare = { role: 'user', content: '那投诉率呢?' };
    expect(asked.map(({ messages }) => messages)).toEqual([
      [{ role: 'user', content: '照明改造什么时候完成?' }, { role: 'assistant', content: '2032年6月底前。' }, bare],
      [bare],
      [{ role: 'user', content: '夜间投诉率控制在多少?' }],
    ]); // prettier-ignore
  });

  test('repeats a case as often as it is told, its variants once', async () => {
    const { system, asked } = recording();
    const records = await runCases(CASES, system, file, { ...OPTIONS, repeats: 3 });
    expect(records.map(recordKey)).toEqual(keysOf(CASES, 3));
    expect(asked).toHaveLength(3 * CASES.length + 2);
  });

  test('keeps as many questions under way as it may, no more, and loses none', async () => {
    let underWay = 0;
    let most = 0;
    const { system } = recording(async (_, one) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return oracle(one, policy);
    });
    const records = await runCases(CASES, system, file, { ...OPTIONS, concurrency: 4 });
    expect(most).toBe(4);
    expect(records.map(recordKey).toSorted()).toEqual(keysOf(CASES, 1).toSorted());
  });

  test('tells how far it is', async () => {
    const told: string[] = [];
    const onProgress = (done: number, all: number) => void told.push(`${done}/${all}`);
    await runCases(CASES.slice(0, 3), recording().system, file, { ...OPTIONS, onProgress });
    expect(told).toEqual(['1/3', '2/3', '3/3']);
  });
});

describe('a system that fails', () => {
  test('leaves an error and no answer, not a zero, and the run goes on', async () => {
    const { system } = recording(async (_, one) => {
      if (one.id === 'fees') throw new Error('http://127.0.0.1/api/chat answered 503');
      return oracle(one, policy);
    });
    const records = await runCases(CASES, system, file, OPTIONS);
    expect(records.find(({ caseId }) => caseId === 'fees')).toMatchObject({
      ...{ error: 'http://127.0.0.1/api/chat answered 503', outcome: null, confidence: null },
      ...{ segments: [], retrieved: [] },
    });
    expect(records.filter(({ error }) => error !== null)).toHaveLength(1);
    expect(readRecords(file)).toEqual(records);
  });

  test('with something that is no Error is recorded too', async () => {
    const { system } = recording(() => Promise.reject('gone')); // oxlint-disable-line prefer-promise-reject-errors
    const [record] = await runCases(CASES.slice(0, 1), system, file, OPTIONS);
    expect(record?.error).toBe('gone');
  });

  test('before it returns a promise is an error of that case alone', async () => {
    const { system } = recording((_, one) => {
      if (one.id === 'fees') throw new Error('not even a promise');
      return Promise.resolve(oracle(one, policy));
    });
    const records = await runCases(CASES, system, file, OPTIONS);
    expect(records.flatMap(({ caseId, error }) => (error === null ? [] : [[caseId, error]]))).toEqual([
      ['fees', 'not even a promise'],
    ]);
  });

  test('is not asked again for what it failed, since the error is its record', async () => {
    const failing = recording(async () => {
      throw new Error('down');
    });
    await runCases(CASES.slice(0, 2), failing.system, file, OPTIONS);
    const second = recording();
    const records = await runCases(CASES.slice(0, 2), second.system, file, OPTIONS);
    expect(second.asked).toEqual([]);
    expect(records.map(({ error }) => error)).toEqual(['down', 'down']);
  });
});

describe('a run that was killed', () => {
  test('goes on at whatever byte it was cut: nothing is lost, nothing asked twice', async () => {
    const whole = await runCases(CASES, recording().system, file, { ...OPTIONS, repeats: 2 });
    const bytes = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), async (cut) => {
        writeFileSync(file, bytes.subarray(0, cut));
        const kept = bytes.subarray(0, cut).filter((byte) => byte === 10).length;
        const begin = bytes.subarray(0, cut).lastIndexOf(10) + 1;
        const { system, asked } = recording();
        const records = await runCases(CASES, system, file, { ...OPTIONS, repeats: 2 });
        expect(asked).toHaveLength(whole.length - kept);
        expect(byKey(records)).toEqual(byKey(whole));
        expect(readRecords(file)).toEqual(records);
        expect(readFileSync(file).subarray(0, begin)).toEqual(bytes.subarray(0, begin));
      }),
      {
        numRuns: 40,
        examples: [[0], [bytes.length], [bytes.length - 1], [bytes.indexOf(10)], [bytes.indexOf(10) + 1]],
      },
    );
  });

  test('counts what was there as done', async () => {
    await runCases(CASES.slice(0, 2), recording().system, file, OPTIONS);
    const told: string[] = [];
    const onProgress = (done: number, all: number) => void told.push(`${done}/${all}`);
    await runCases(CASES.slice(0, 3), recording().system, file, { ...OPTIONS, onProgress });
    expect(told).toEqual(['3/3']);
  });

  test('and is whole asks nothing', async () => {
    await runCases(CASES, recording().system, file, OPTIONS);
    const before = readFileSync(file, 'utf8');
    const { system, asked } = recording();
    await runCases(CASES, system, file, OPTIONS);
    expect([asked.length, readFileSync(file, 'utf8')]).toEqual([0, before]);
  });

  test('is not asked for a question that a crash of the runner lost with its line', async () => {
    const { system } = recording();
    await runCases(CASES.slice(0, 3), system, file, OPTIONS);
    appendFileSync(file, '{"runId":"run-1","caseId":"complai');
    const again = recording();
    const records = await runCases(CASES.slice(0, 4), again.system, file, OPTIONS);
    expect(again.asked.map(({ id }) => id)).toEqual(['complaints-1']);
    expect(records).toHaveLength(4);
  });
});

describe('a run file is refused', () => {
  const refusal = async (text: string) => {
    await runCases(CASES.slice(0, 2), recording().system, file, OPTIONS);
    writeFileSync(file, readFileSync(file, 'utf8') + text);
    const { system, asked } = recording();
    const error = await runCases(CASES, system, file, OPTIONS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunError);
    expect(asked).toEqual([]);
    return (error as RunError).message;
  };

  test('when it is of another run: file and remedy are named, and it is left as it is', async () => {
    await runCases(CASES.slice(0, 2), recording().system, file, { ...OPTIONS, runId: 'run-0' });
    const before = readFileSync(file, 'utf8');
    await expect(runCases(CASES, recording().system, file, OPTIONS)).rejects.toThrow(
      new RunError(`${file}: holds run run-0, not run-1. Remove it or give another --out.`),
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('when a line before the last is torn: file, line and remedy are named', async () => {
    const message = await refusal('{"runId":"run-1","caseI\n');
    expect(message.startsWith(`${file}:3: `)).toBe(true);
    expect(message).toContain('Remove the line to have the case asked again.');
  });

  test.each([
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['an outcome that there is not', { outcome: 'silence' }, 'outcome'],
    ['a negative time', { milliseconds: -1 }, 'milliseconds'],
    ['a confidence above 1', { confidence: 2 }, 'confidence'],
  ])('when a record has %s: file, line, field and remedy are named', async (_, change, field) => {
    const [record] = await runCases(
      CASES.slice(0, 1),
      recording().system,
      join(directory, 'other.jsonl'),
      OPTIONS,
    );
    const message = await refusal(`${JSON.stringify({ ...record, ...change })}\n`);
    expect(message.startsWith(`${file}:3: `)).toBe(true);
    expect(message).toContain(field);
    expect(message).toContain('Remove the line to have the case asked again.');
  });
});

describe('scoring a stored run', () => {
  test('of a file that there is not is an error with its remedy', () => {
    expect(() => readRecords(file)).toThrow(
      new RunError(`${file}: no such run. Runs are written by \`npm run evals\`; give the path it prints.`),
    );
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    ['empty', ''],
    ['of blank lines', '\n\n'],
  ])('of a file that is %s is an error with its remedy', (_, text) => {
    const empty = join(directory, 'empty.jsonl');
    writeFileSync(empty, text);
    expect(() => readRecords(empty)).toThrow(
      new RunError(`${empty}: holds no record. Run the evaluation again.`),
    );
  });

  test('with a torn last line is an error: half a run is not scored', async () => {
    await runCases(CASES.slice(0, 2), recording().system, file, OPTIONS);
    appendFileSync(file, '{"runId":"run-1"');
    expect(() => readRecords(file)).toThrow(`${file}:3: `);
  });
});
