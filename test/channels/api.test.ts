import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createAssistant, type Assistant } from '../../src/assistant.js';
import { readSiteFiles } from '../../src/channels/web/site.js';

const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
const logged: string[] = [];
const keep = (fields: unknown) => void logged.push(JSON.stringify(fields));
let assistant: Assistant;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  const root = join(import.meta.dirname, '../..');
  assistant = await createAssistant(root, directory);
  const logger = { info: keep, error: keep };
  const site = readSiteFiles(root);
  app = createApp(assistant, { logger, rateLimitPerMinute: 0, clientOf: () => 'one', site });
});
afterAll(() => rmSync(directory, { recursive: true }));

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  app.request('/api/chat', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
const user = (content: string) => JSON.stringify({ messages: [{ role: 'user', content }] });

type Reply = {
  outcome: string;
  text: string;
  missing: string[];
  citations: { clause: number }[];
  conversationId: string;
};
const ask = async (content: string) => (await (await post(user(content))).json()) as Reply;

describe('answers', () => {
  test.each([
    ['第9条原文', 'answered', 9],
    ['公办学校就读比例是多少', 'answered', 4],
    ['开网约车出了事有没有保障', 'answered', 6],
    ['方案一共定了哪些数字目标', 'answered', 3],
    ['第三部分包含几条措施', 'answered', 11],
    ['发文字号是什么', 'answered', 0],
    ['我们这个老小区排得上改造吗', 'partial', 15],
    ['保障房一平米多少钱', 'partial', 5],
    ['帮我写首诗', 'refused', undefined],
    ['第三十条写了啥', 'refused', undefined],
  ])('%s is %s by clause %s', async (question, outcome, clause) => {
    const answer = await ask(question);
    expect([answer.outcome, answer.citations[0]?.clause]).toEqual([outcome, clause]);
  });

  test('the second turn of a conversation leans on the first', async () => {
    const first = await ask('异地就医直接结算率要到多少');
    const body = JSON.stringify({
      messages: [{ role: 'user', content: '那低保呢' }],
      conversationId: first.conversationId,
    });
    expect(((await (await post(body)).json()) as Reply).citations[0]?.clause).toBe(6);
  });

  test('the same question gives the same text', async () => {
    expect((await ask('农民进城落户后地怎么办')).text).toBe((await ask('农民进城落户后地怎么办')).text);
  });

  test('nothing a person typed is logged', async () => {
    await ask('我叫张三丰想问医保');
    expect(logged.join('')).not.toContain('张三丰');
  });
});

describe('bad input is refused with a problem and a request id', () => {
  const problems: readonly (readonly [string, string | Uint8Array<ArrayBuffer>, number])[] = [
    ['malformed JSON', '{bad', 400],
    ['an empty body', '', 400],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400],
    ['a list nested ten thousand deep', '['.repeat(10_000), 400],
    ['a number for messages', '{"messages":1}', 400],
    ['no messages', '{"messages":[]}', 400],
    ['the system role', '{"messages":[{"role":"system","content":"x"}]}', 400],
    ['an assistant’s turn last', '{"messages":[{"role":"assistant","content":"x"}]}', 400],
    ['a question of 301 characters', user('问'.repeat(301)), 422],
    ['a body over 8 KiB', user('x'.repeat(9000)), 413],
    ['a body over 64 KiB', user('x'.repeat(70_000)), 413],
  ];
  test.each(problems)('%s', async (_name, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, requestId: expect.stringMatching(/./u) });
  });

  test('clause 25 and unknown routes', async () => {
    for (const path of ['/api/clauses/25', '/api/clauses/x', '/api/nothing']) {
      const response = await app.request(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json',
      ]);
    }
  });

  test('a third request in a minute when two are allowed', async () => {
    const logger = { info: keep, error: keep };
    const limited = createApp(assistant, { logger, rateLimitPerMinute: 2, clientOf: () => 'one' });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await limited.request('/api/policy')).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  test('questions asked through the page count too, reading does not, and the refusal is a page', async () => {
    const logger = { info: keep, error: keep };
    const site = readSiteFiles(join(import.meta.dirname, '../..'));
    const limited = createApp(assistant, { logger, rateLimitPerMinute: 1, clientOf: () => 'one', site });
    const statuses = [];
    for (const path of ['/', '/clauses', '/?q=x', '/?q=x', '/'])
      statuses.push((await limited.request(path)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 200]);
    const refused = await limited.request('/?q=x');
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('reading', () => {
  test('events come as progress, segments, answer', async () => {
    const text = await (await post(user('医保'), { accept: 'text/event-stream' })).text();
    const events = [...text.matchAll(/^event: (\w+)/gmu)].map(([, name]) => name);
    expect([...new Set(events)]).toEqual(['progress', 'segment', 'answer']);
  });

  test('search ranks the clause with its sentences first', async () => {
    const found = (await (await app.request('/api/search?q=燃气管道&limit=3')).json()) as {
      results: { clause: number }[];
    };
    expect(found.results).toHaveLength(3);
    expect(found.results[0]?.clause).toBe(16);
  });

  test('targets come as JSON and as CSV', async () => {
    expect(
      ((await (await app.request('/api/targets')).json()) as { targets: unknown[] }).targets,
    ).toHaveLength(13);
    const csv = await (await app.request('/api/targets?format=csv')).text();
    expect(csv.trim().split('\r\n')).toHaveLength(14);
  });

  test.each([
    '/livez',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/',
    '/clauses',
    '/clauses/6',
    '/targets',
    '/about',
  ])('%s is there', async (path) => expect((await app.request(path)).status).toBe(200));

  test('a page shows the question as text, never as markup, and links quotes to sentences', async () => {
    const markup = encodeURIComponent('<script>alert(1)</script>');
    expect(await (await app.request(`/?q=${markup}`)).text()).not.toContain('<script>alert');
    const page = await (await app.request(`/?q=${encodeURIComponent('公办学校就读比例是多少')}`)).text();
    expect(page).toContain('href="/clauses/4?mark=12-81#mark"');
  });
});
