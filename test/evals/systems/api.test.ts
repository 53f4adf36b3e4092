import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCases } from '../../../evals/run-cases.js';
import { api } from '../../../evals/systems/api.js';
import type { System } from '../../../evals/systems/system.js';
import type { Message } from '../../../src/conversation/message.js';
import { caseOf, quote, TEXT_HASH } from '../made-up.js';
import { serve, type Answered, type Asked } from './serve.js';

const user = (content: string): Message => ({ role: 'user', content });
const ONE = caseOf();
const POLICY = { policy: { title: '某规定', textHash: TEXT_HASH }, sections: [] };
const ANSWER = {
  ...{
    outcome: 'partial',
    missing: ['金额'],
    confidence: 0.7,
    interpretedAs: null,
    suggestions: ['还能问什么'],
  },
  segments: [quote(4, '夜间投诉率控制在5%以下')],
};
const RESULT = { clause: 4, score: 9.5, title: '照明改造', sentences: [{ start: 5, end: 38 }, { start: 0, end: 5 }] }; // prettier-ignore

/** A service that answers as told, with the routes of this project. */
function service(chat: Answered, search: Answered = { json: { results: [RESULT] } }) {
  return serve(({ url }: Asked) => {
    if (url === '/api/policy') return { json: POLICY };
    if (url === '/api/chat') return chat;
    return url.startsWith('/api/search?') ? search : { status: 404, json: {} };
  });
}

const failureOf = async (system: System) => {
  const error = await system.ask([user('问')], ONE).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  return (error as Error).message;
};

describe('a service of this kind', () => {
  test('is known by the text it answers from', async () => {
    const { base } = await service({ json: ANSWER });
    expect(await api(base)).toMatchObject({ name: 'api', textHash: TEXT_HASH });
  });

  test('says outcome, missing, confidence and segments, and each clause found with its best sentence', async () => {
    const { base } = await service({ json: ANSWER });
    expect(await (await api(base)).ask([user('摊位费多少钱')], ONE)).toEqual({
      ...{ outcome: 'partial', missing: ['金额'], confidence: 0.7, interpretedAs: null },
      segments: ANSWER.segments,
      retrieved: [{ clause: 4, score: 9.5, spans: [[5, 38]] }],
    });
  });

  test('is sent the whole conversation and searched for the last message', async () => {
    const { base, asked } = await service({ json: ANSWER });
    const messages: Message[] = [user('照明'), { role: 'assistant', content: '2032年' }, user('那投诉率呢')];
    await (await api(base)).ask(messages, ONE);
    expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/api/policy', undefined],
      ['POST', '/api/chat', { messages }],
      ['GET', '/api/search?q=那投诉率呢&limit=24', undefined],
    ]);
  });

  test('is searched for the question it made of a follow-up', async () => {
    const { base, asked } = await service({ json: { ...ANSWER, interpretedAs: '夜间投诉率' } });
    await (await api(base)).ask([user('那投诉率呢')], ONE);
    expect(asked.at(-1)?.url).toBe('/api/search?q=夜间投诉率&limit=24');
  });

  test('may leave out what it does not know', async () => {
    const { base } = await service({ json: { outcome: 'refused', segments: [] } }, { json: { results: [{ clause: 4, score: 1 }] } }); // prettier-ignore
    expect(await (await api(base)).ask([user('问')], ONE)).toEqual({
      ...{ outcome: 'refused', missing: [], confidence: null, interpretedAs: null, segments: [] },
      retrieved: [{ clause: 4, score: 1, spans: [] }],
    });
  });

  test.each<[string, Answered]>([
    ['refuses to search', { status: 422, json: {} }],
    ['answers a search in another shape', { json: { hits: [] } }],
  ])('that %s has its answer without a ranking', async (_, search) => {
    const { base } = await service({ json: ANSWER }, search);
    expect(await (await api(base)).ask([user('问')], ONE)).toMatchObject({
      outcome: 'partial',
      retrieved: [],
    });
  });

  test.each([500, 503, 429, 400])(
    'that answers %i gives an error with address and status',
    async (status) => {
      const { base } = await service({ status, json: ANSWER });
      expect(await failureOf(await api(base))).toBe(`${base}/api/chat answered ${status}`);
    },
  );

  test.each<[string, unknown, string]>([
    ['an outcome that there is not', { ...ANSWER, outcome: 'silence' }, 'outcome'],
    ['no segments', { ...ANSWER, segments: undefined }, 'segments'],
    ['a citation without its place', { ...ANSWER, segments: [{ kind: 'quote', text: '甲', citations: [{ clause: 4, quote: '甲' }] }] }, 'segments[0].citations[0].start'],
    ['a clause in words', { ...ANSWER, segments: [{ kind: 'quote', text: '甲', citations: [{ clause: '第四条', quote: '甲', start: 0, end: 1 }] }] }, 'segments[0].citations[0].clause'],
    ['a confidence above 1', { ...ANSWER, confidence: 1.2 }, 'confidence'],
    ['a confidence below 0', { ...ANSWER, confidence: -0.1 }, 'confidence'],
    ['a list', [ANSWER], 'expected object'],
  ])('that answers with %s gives an error with address and field', async (_, json, field) => {
    const { base } = await service({ json });
    const message = await failureOf(await api(base));
    expect(message.startsWith(`${base}/api/chat: `)).toBe(true);
    expect(message).toContain(field);
  }); // prettier-ignore

  test('that answers with a page instead of JSON gives an error with address and remedy', async () => {
    const { base } = await service({ text: '<h1>502</h1>' });
    expect(await failureOf(await api(base))).toBe(
      `${base}/api/chat: the answer is no JSON but "<h1>502</h1>". Give the address of the service itself with --url.`,
    );
  });

  test('that is not running gives an error with address and remedy', async () => {
    // Port 1 of this machine: nobody listens there.
    await expect(api('http://127.0.0.1:1')).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:1\/api\/policy cannot be reached: .+\. Start the service, or correct --url\.$/u,
    );
  });

  test.each<[string, Answered]>([
    ['is not there', { status: 404, json: {} }],
    ['says nothing of its text', { json: { policy: { title: '某规定' } } }],
    ['is a page', { text: '<h1>hello</h1>' }],
  ])('whose policy %s is refused before a question is asked', async (_, answered) => {
    const { base, asked } = await serve(() => answered);
    await expect(api(base)).rejects.toThrow(`${base}/api/policy`);
    expect(asked).toHaveLength(1);
  });

  test('that fails once in a run is an error of that case alone', async () => {
    let calls = 0;
    const { base } = await serve(({ url }) => {
      if (url === '/api/policy') return { json: POLICY };
      if (url !== '/api/chat') return { json: { results: [] } };
      calls += 1;
      return calls === 2 ? { status: 500, json: {} } : { json: ANSWER };
    });
    const directory = mkdtempSync(join(tmpdir(), 'suwen-api-'));
    const options = { runId: 'run', repeats: 1, concurrency: 1, onProgress: () => {} };
    const cases = ['a', 'b', 'c'].map((id) => caseOf({ id }));
    const records = await runCases(cases, await api(base), join(directory, 'run.jsonl'), options);
    expect(records.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['partial', null],
      [null, `${base}/api/chat answered 500`],
      ['partial', null],
    ]);
    rmSync(directory, { recursive: true });
  });
});
