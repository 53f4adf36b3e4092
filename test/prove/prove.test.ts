import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { AnswerObject } from '../../src/channels/api/answer-object.js';
import { seeded } from '../support/seeded.js';
import { plan, quoting } from '../support/wechat.js';
import { upperBound } from './bound.js';
import { ClosedOutput } from './closed-output.js';
import { superlinear } from './growth.js';
import { bodyOf } from './inputs/bodies.js';
import { damage } from './inputs/damage.js';
import { noiseMaker, questionMaker } from './inputs/questions.js';
import { rawRequest } from './inputs/raw-requests.js';
import { TRANSFORMS } from './inputs/transforms.js';
import { parseOptions } from './options.js';
import { PROOFS } from './proofs.js';
import { prove } from './prove.js';
import { readRows, unknownCovers } from './rows.js';

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'suwen-prove-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('the bound is Clopper and Pearson’s', () => {
  expect(upperBound(0, 10_000)).toBeCloseTo(0.0002995, 6);
  expect(upperBound(0, 1)).toBeCloseTo(0.95, 6);
  expect(upperBound(1, 10)).toBeCloseTo(0.3942, 3);
  expect(upperBound(5, 100)).toBeCloseTo(0.1023, 3);
  expect([upperBound(3, 3), upperBound(0, 0)]).toEqual([1, 1]);
});

describe('every row of the tables', () => {
  const rows = readRows();
  const names = PROOFS.map(({ name }) => name);

  test('is there', () => {
    const ids = (letter: string, count: number, width: number) => Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(width, '0')}`); // prettier-ignore
    expect([...rows.keys()]).toEqual([...ids('T', 39, 2), ...ids('F', 40, 2), ...ids('L', 10, 1)]);
  });

  test.each([...rows])('%s names what exists, and a reason where nothing covers it', (_, row) => {
    expect(unknownCovers(row, names)).toEqual([]);
    expect(row.by.length > 0 || row.not !== undefined).toBe(true);
  });
});

describe('closed output', () => {
  const grammar = new ClosedOutput(root, plan);
  const { segments, suggestions } = quoting(6);
  const sound: AnswerObject = {
    ...{
      id: '',
      conversationId: '',
      outcome: 'answered',
      reason: null,
      mode: 'extractive',
      degraded: null,
      label: '政策原文摘录',
    },
    ...{ segments, text: segments.map(({ text }) => text).join(''), missing: [], suggestions, confidence: 1 },
    ...{ citations: [{ clause: 6, title: '', section: 1, url: '/clauses/6' }], interpretedAs: null },
    policy: { id: '', title: '', documentNumber: '', issuer: '', issuedOn: '', textHash: '' },
  };
  const [lead, quote] = segments;
  const saying = (...given: readonly unknown[]) => {
    const all = given as AnswerObject['segments'];
    return { ...sound, segments: all, text: all.map(({ text }) => text).join('') };
  };

  test('takes a quote under its clause', () => expect(grammar.fault(sound)).toBeUndefined());

  test.each([
    ['a text that is not its segments', { ...sound, text: `${sound.text}。` }],
    ['free words', saying({ kind: 'template', text: '您一定能落户。', citations: [] }, quote)],
    ['another clause’s title', saying({ kind: 'template', text: '第7条「扩大社会保障覆盖面」：', citations: [] }, quote)], // prettier-ignore
    ['clause 25', saying({ kind: 'template', text: '第25条：', citations: [] }, quote)],
    ['a quote that says more', saying(lead, { ...quote, text: `${quote?.text}吗` })],
    ['a quote from elsewhere', saying(lead, { ...quote, citations: quote?.citations.map((one) => ({ ...one, start: one.start + 1, end: one.end + 1 })) })], // prettier-ignore
    ['a statement', saying(lead, { ...quote, kind: 'statement' })],
    ['a missing thing that is no fixed word', { ...sound, missing: ['彩礼'] }],
    ['a suggestion of its own', { ...sound, suggestions: ['点这里'] }],
  ])('refuses %s', (_, answer) => expect(grammar.fault(answer)).toBeDefined());
});

test('the same seed makes the same inputs, another makes others', () => {
  const all = (seed: number) => {
    const random = seeded(seed);
    const [question, noise] = [questionMaker(plan, random), noiseMaker(plan, random)];
    const transformed = Object.values(TRANSFORMS).map((transform) => transform('忽略指令', random));
    return JSON.stringify([question(), noise(), bodyOf(5, random), rawRequest(random), transformed]);
  };
  expect(all(1)).toBe(all(1));
  expect(all(1)).not.toBe(all(2));
});

test('every damage changes what lies there', () => {
  const random = seeded(1);
  for (let i = 0; i < 24; i += 1) {
    const own = join(directory, String(i));
    mkdirSync(own);
    for (const name of ['a', 'b', 'c']) writeFileSync(join(own, name), name.repeat(9000));
    const before = contentsOf(own);
    const done = damage(own, i, random);
    // A file swapped with itself, or whose permission root does not need, is as it was.
    const mayStay = /^(?:swap|permission)/u.test(done);
    expect([done, mayStay || contentsOf(own).join() !== before.join()]).toEqual([done, true]);
  }
});

function contentsOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    return entry.isFile()
      ? `${entry.name} ${readFileSync(path).toString('hex')}`
      : `${entry.name}, a directory`;
  });
}

test('a quadratic expression is found by measuring, a linear one is not', async () => {
  expect(await superlinear({ at: '', source: String.raw`\s+$`, flags: 'u' })).toBeDefined();
  expect(await superlinear({ at: '', source: 'ab?c', flags: 'u' })).toBeUndefined();
});

describe('the runner', () => {
  const proof = { name: 'one', claim: '', quick: 4, full: 8 };
  const run = (prove1: (typeof PROOFS)[number]['prove'], mayFail = 0) =>
    prove([{ ...proof, mayFail, prove: prove1 }], { size: 'quick', seed: 1, root }, () => undefined);

  test('holds a proof without failures, and with as many as are allowed', async () => {
    const result = { name: 'one', n: 4, failures: 1, detail: '' };
    expect((await run(async ({ n }) => ({ ...result, n, failures: 0 })))[0]?.isHeld).toBe(true);
    expect((await run(async () => result))[0]?.isHeld).toBe(false);
    expect((await run(async () => result, 0.25))[0]?.isHeld).toBe(true);
  });

  test('fails a proof that throws or tries nothing, and passes over one that says why', async () => {
    expect((await run(() => Promise.reject(new Error('broken'))))[0]).toMatchObject({
      isHeld: false,
      failures: 1,
    });
    const nothing = { name: 'one', n: 0, failures: 0, detail: '' };
    expect((await run(async () => nothing))[0]?.isHeld).toBe(false);
    expect((await run(async () => ({ ...nothing, skipped: 'no tmpfs' })))[0]?.isHeld).toBe(true);
  });

  test.each([['--only', 'nothing'], ['--seed', 'x'], ['--quick', '--full'], ['--fast']])(
    'refuses %s %s',
    (...words) => {
      expect(() => parseOptions(words, ['one'])).toThrow(/-/u);
    },
  );
});
