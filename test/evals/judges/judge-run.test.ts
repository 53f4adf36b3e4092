import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { itemsOf, pairTally } from '../../../evals/judges/items.js';
import { judgePairs, judgeRun } from '../../../evals/judges/judge-run.js';
import { readJudgements } from '../../../evals/judges/judgement.js';
import { judgeModel } from '../../../evals/judges/model.js';
import { promptHash } from '../../../evals/judges/prompts.js';
import { caseOf, policy, quote, recordOf } from '../made-up.js';
import { fakeModel, labelled, prompts, type Answer, type Asked, type FakeModel } from './fake-model.js';

const rowOf = (id: string, runId = 'run', words = '坚持便民、安全、有序') => {
  const one = caseOf({ id });
  return { one, record: recordOf(one, { runId, outcome: 'answered', segments: [quote(2, words)] }) };
};
const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => rowOf(id));

let directory: string;
let file: string;
const servers: FakeModel[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'suwen-judge-'));
  file = join(directory, 'deep', 'judgements.jsonl');
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map(({ close }) => close()));
  rmSync(directory, { recursive: true });
});

const serve = async (answer: (asked: Asked, count: number) => Answer) => {
  const server = await fakeModel(answer);
  servers.push(server);
  return server;
};
const judge = async (
  answer: (asked: Asked, count: number) => Answer,
  of = rows.slice(0, 1),
  deadlineMs = 2_000,
) => {
  // prettier-ignore
  const server = await serve(answer);
  const model = judgeModel(server.base, 'judge', 'secret', deadlineMs);
  return judgeRun(of, policy, prompts, model, { file, judges: ['support'], concurrency: 3 });
};

describe('a run is judged', () => {
  test('each thing twice, at temperature 0, with model, prompt and raw words kept', async () => {
    const server = await serve(() => ({ content: labelled('full') }));
    const progress: number[] = [];
    const model = judgeModel(`${server.base}/`, 'judge', 'secret');
    const found = await judgeRun(rows, policy, prompts, model, { file, judges: ['support'], onProgress: (done) => progress.push(done) }); // prettier-ignore
    expect(found).toHaveLength(12);
    expect(progress).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(server.asked.every(({ temperature, model: name, authorization }) => temperature === 0 && name === 'judge' && authorization === 'Bearer secret')).toBe(true); // prettier-ignore
    expect(found[1]).toMatchObject({ runId: 'run', caseId: 'a', judge: 'support', segment: 0, run: 1, label: 'full', reason: '理由', error: null, raw: labelled('full'), model: 'judge', answeredBy: 'judge-2030', promptHash: promptHash(prompts, 'support') }); // prettier-ignore
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
    expect(readJudgements(file)).toHaveLength(12);
  });

  test('by all four judges unless told', async () => {
    const server = await serve(({ messages }) => {
      const system = messages[0]?.content ?? '';
      if (system.includes('full：')) return { content: labelled('full') };
      return { content: labelled(system.includes('yes（') ? 'no' : 5) };
    });
    const model = judgeModel(server.base, 'judge', undefined);
    const found = await judgeRun(rows.slice(0, 1), policy, prompts, model, { file, runs: 1 });
    expect(found.map(({ judge: name, label }) => [name, label])).toEqual([['support', 'full'], ['contradiction', 'no'], ['helpfulness', '5'], ['coherence', '5']]); // prettier-ignore
    expect(server.asked[0]?.authorization).toBeUndefined();
  });

  test('with so many questions under way and no more', async () => {
    const server = await serve(() => ({ content: labelled('full'), delayMs: 20 }));
    await judgeRun(rows, policy, prompts, judgeModel(server.base, 'judge', undefined), {
      file,
      concurrency: 3,
    });
    expect(server.busiest()).toBe(3);
  });
});

describe('is an error and never a label:', () => {
  test.each<[string, Answer, RegExp]>([
    ['garbage', { content: '支持吧' }, /no JSON/u],
    ['a label unknown', { content: labelled('mostly') }, /no label of it/u],
    ['a cut reply, even one that could be read', { content: labelled('full'), finish: 'length' }, /cut off/u],
    ['a filtered reply', { content: null, finish: 'content_filter' }, /cut off/u],
    ['an empty reply', { content: null }, /no JSON/u],
    ['a 500', { status: 500 }, /answered 500/u],
    ['a page instead of a completion', { body: '<html>' }, /v1\/chat\/completions/u],
    ['a completion without choices', { body: '{"choices":[]}' }, /choices/u],
    ['a slow reply', { content: labelled('full'), delayMs: 400 }, /within 100 ms/u],
    ['a reply that stops half-way', { content: labelled('full'), isStuck: true }, /within 100 ms/u],
  ])('%s', async (_, answer, problem) => {
    const found = await judge(() => answer, rows.slice(0, 1), answer.delayMs || answer.isStuck ? 100 : 2_000);
    expect(found.map(({ label }) => label)).toEqual([null, null]);
    for (const { error } of found) expect(error).toMatch(problem);
    const [item] = itemsOf(found);
    expect([item?.verdict, item?.errors.length]).toEqual([null, 2]);
  });

  test('a lost endpoint', async () => {
    const server = await serve(() => ({}));
    await server.close();
    const [one] = await judgeRun(rows.slice(0, 1), policy, prompts, judgeModel(server.base, 'judge', undefined), { file }); // prettier-ignore
    expect(one).toMatchObject({ label: null, raw: null });
    expect(one?.error).toMatch(/ECONNREFUSED/u);
  });

  test('one unreadable reply of two: half a judgement is none', async () => {
    const found = await judge((_, count) => ({ content: count === 1 ? labelled('full') : '?' }));
    expect(itemsOf(found)[0]?.verdict).toBeNull();
  });
});

describe('a judgement file', () => {
  test('that is complete is scored again without a model, from the raw words and not from its labels', async () => {
    const first = await judge(() => ({ content: labelled('partial') }));
    const lines = readFileSync(file, 'utf8').replaceAll('"label":"partial"', '"label":"full"');
    expect(lines).toContain('"label":"full"');
    writeFileSync(file, lines);
    const server = await serve(() => ({ status: 500 }));
    const { endpoint = '' } = first[0] ?? {};
    const model = { ...judgeModel(server.base, 'judge', undefined), endpoint };
    const again = await judgeRun(rows.slice(0, 1), policy, prompts, model, { file, judges: ['support'] });
    expect(again).toEqual(first);
    expect(server.asked).toEqual([]);
  });

  test('keeps what the model said, even if unreadable, and has only what never came asked again', async () => {
    const server = await serve((_, count) => (count === 1 ? { content: '?' } : count === 2 ? { status: 500 } : { content: labelled('full') })); // prettier-ignore
    const model = judgeModel(server.base, 'judge', undefined);
    const options = { file, judges: ['support'], concurrency: 1 } as const;
    await judgeRun(rows.slice(0, 1), policy, prompts, model, options);
    const found = await judgeRun(rows.slice(0, 1), policy, prompts, model, options);
    expect(found.map(({ label }) => label)).toEqual([null, 'full']);
    expect(server.asked).toHaveLength(3);
  });

  test('torn at its end goes on from the last whole line', async () => {
    await judge(() => ({ content: labelled('full') }));
    appendFileSync(file, '{"runId":"ru');
    expect(readJudgements(file)).toHaveLength(2);
    expect(readFileSync(file, 'utf8').endsWith('}\n')).toBe(true);
  });

  test('with a line that is none, or of another run, is refused', async () => {
    await judge(() => ({ content: labelled('full') }));
    await expect(judge(() => ({ content: labelled('full') }), [rowOf('a', 'other')])).rejects.toThrow(/holds judgements of run run/u); // prettier-ignore
    appendFileSync(file, '{}\n');
    expect(() => readJudgements(file)).toThrow(/judgements\.jsonl:3: .*Remove the line/u);
  });
});

describe('two runs are compared', () => {
  const compare = async (prefer: (asked: Asked) => string | number) => {
    const server = await serve((asked) => ({ content: labelled(prefer(asked)) }));
    const second = rows.map(({ one }) => rowOf(one.id, 'other', '鼓励社区居民参与夜间集市治理'));
    const found = await judgePairs(rows, second, policy, prompts, judgeModel(server.base, 'judge', undefined), { file }); // prettier-ignore
    expect(found).toHaveLength(rows.length * 4);
    return pairTally(itemsOf(found));
  };
  const none = { first: 0, second: 0, tie: 0, unsteady: 0, errors: 0 };

  test('a judge that likes whatever comes first finds ties only', async () => {
    expect(await compare(() => 'A')).toEqual({ ...none, tie: 6, unsteady: 6 });
  });

  test('an answer wins when it wins in both places', async () => {
    const isFirstShown = ({ messages }: Asked) => (messages[1]?.content ?? '').includes('回答 A："坚持便民');
    expect(await compare((asked) => (isFirstShown(asked) ? 'A' : 'B'))).toEqual({ ...none, first: 6 });
  });

  test('ties and unreadable replies are counted', async () => {
    expect(await compare(() => 'tie')).toEqual({ ...none, tie: 6 });
  });

  test('an unreadable comparison is an error', async () => {
    expect(await compare(() => 'C')).toEqual({ ...none, errors: 6 });
  });
});

test.each(['127.0.0.1:8787/v1', 'localhost:8787/v1', ''])('address "%s" is no URL', (base) => {
  expect(() => judgeModel(base, 'judge', undefined)).toThrow(/is no URL/u);
});

test('a key that cannot be sent, or stands in the address, is refused and not repeated', () => {
  expect(() => judgeModel('http://me:hidden@127.0.0.1/v1', 'judge', undefined)).toThrow(
    /^(?!.*hidden).*apart/u,
  );
  expect(() => judgeModel('http://127.0.0.1/v1', 'judge', 'hid\nden')).toThrow(/^(?!.*hid).*no header/u);
});
