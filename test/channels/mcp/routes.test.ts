import { request } from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnswerObject } from '../../../src/channels/api/answer-object.js';
import { serveApp, unmarked, withoutIds, type ServedApp } from '../../support/serve-app.js';

let app: ServedApp;
let modern: Client;
let old: OldClient;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  app = await serveApp();
  modern = await connectModern();
  old = new OldClient({ name: 'old', version: '1' });
  // The old package's types are not written for exactOptionalPropertyTypes.
  await old.connect(new OldTransport(new URL(`${app.url}/mcp`)) as Parameters<OldClient['connect']>[0]);
});
afterAll(async () => {
  await Promise.all([old.close(), ...closing.map((close) => close())]);
  await app.stop();
});

async function connectModern(): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`)));
  closing.push(() => client.close());
  return client;
}

type Result = {
  readonly content?: unknown;
  readonly structuredContent?: unknown;
  readonly isError?: unknown;
};

/** Both generations of the official client, by what they have in common. */
const call = async (era: string, name: string, args: Record<string, unknown>): Promise<Result> => {
  const client = era === 'modern' ? modern : old;
  return (await client.callTool({ name, arguments: args })) as Result;
};

const textOf = ({ content }: Result) => (content as { text: string }[]).map(({ text }) => text).join('');

const QUESTIONS = ['公办学校就读比例是多少', '保障房一平米多少钱', '方案一共定了哪些数字目标', '帮我写首诗', '你好', '我的手机号是13812345678，想问异地就医']; // prettier-ignore

test('the two clients speak the revisions they are made for', () => {
  expect(modern.getProtocolEra()).toBe('modern');
  expect(old.getServerVersion()?.name).toBe('suwen');
  expect(old.getInstructions()).toContain('苏政发〔2024〕102号');
});

describe.each(['modern', 'old'])('the official client, %s', (era) => {
  test('lists four tools that only read', async () => {
    const { tools } = era === 'modern' ? await modern.listTools() : await old.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['ask_policy', 'search_clauses', 'get_clause', 'list_targets']); // prettier-ignore
    for (const { annotations, inputSchema, outputSchema, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
      expect([inputSchema.type, outputSchema?.type]).toEqual(['object', 'object']);
      expect(description).toMatch(/\.$/u);
    }
    expect(tools[0]?.inputSchema.properties).toMatchObject({ question: { maxLength: 300 } });
  });

  test.each(QUESTIONS)('gets what /api/chat says: %s', async (question) => {
    const expected = withoutIds(await app.chat([{ role: 'user', content: question }]));
    const got = await call(era, 'ask_policy', { question });
    expect(withoutIds(got.structuredContent as AnswerObject)).toEqual(expected);
    expect(unmarked(textOf(got))).toBe(expected.text);
  });

  test('asks a follow-up with its history', async () => {
    const history = [{ role: 'user', content: '异地就医直接结算率要到多少' }, { role: 'assistant', content: '85%以上' }]; // prettier-ignore
    const got = await call(era, 'ask_policy', { question: '那低保呢', history });
    const expected = await app.chat([...history, { role: 'user', content: '那低保呢' }]);
    expect(withoutIds(got.structuredContent as AnswerObject)).toEqual(withoutIds(expected));
  });

  test('searches clauses', async () => {
    const got = await call(era, 'search_clauses', { query: '燃气管道', limit: 2 });
    const { results } = got.structuredContent as { results: { clause: number; sentences: unknown[] }[] };
    expect([results.length, results[0]?.clause]).toEqual([2, 16]);
    expect(textOf(got)).toMatch(/^第16条「增强城市安全韧性」：/u);
  });

  test('reads a clause with its source, and the front matter', async () => {
    const got = await call(era, 'get_clause', { number: 6 });
    const api: unknown = await (await fetch(`${app.url}/api/clauses/6`)).json();
    expect(got.structuredContent).toEqual(api);
    expect(textOf(got)).toMatch(/（苏政发〔2024〕102号）第6条$/u);
    expect(textOf(await call(era, 'get_clause', { number: 0 }))).toContain('江苏省人民政府');
  });

  test('lists targets, all, of a clause, of a kind', async () => {
    const api = (await (await fetch(`${app.url}/api/targets`)).json()) as { targets: { clause: number }[] };
    expect((await call(era, 'list_targets', {})).structuredContent).toEqual(api);
    const three = (await call(era, 'list_targets', { clause: 3 })).structuredContent;
    expect(three).toEqual({ targets: api.targets.filter(({ clause }) => clause === 3) });
    const deadlines = (await call(era, 'list_targets', { kind: 'deadline' })).structuredContent;
    expect((deadlines as typeof api).targets.map(({ clause }) => clause)).toEqual([16]);
  });

  test.each([
    ['get_clause', { number: 25 }, 'There is no clause 25. They are numbered 0 to 24.'],
    ['get_clause', { number: -1 }, 'There is no clause -1'],
    ['get_clause', { number: '六' }, 'number'],
    ['get_clause', {}, 'number'],
    ['ask_policy', { question: '问'.repeat(301) }, 'has at most 300 characters'],
    ['ask_policy', { question: '𠮷'.repeat(301) }, 'has at most 300 characters'],
    ['ask_policy', { question: '  ' }, 'is empty'],
    ['ask_policy', { question: 1 }, 'question'],
    ['ask_policy', { question: '你好', history: [{ role: 'system', content: 'x' }] }, 'history'],
    ['search_clauses', { query: '落户', limit: 1000 }, 'limit'],
    ['list_targets', { kind: 'wish' }, 'kind'],
  ])('%s of %j fails with words that say what is wrong', async (name, args, words) => {
    const got = await call(era, name, args);
    expect(got.isError).toBe(true);
    expect(textOf(got)).toContain(words);
  });

  test('may ask 300 characters beyond the basic plane', async () => {
    expect((await call(era, 'ask_policy', { question: '𠮷'.repeat(300) })).isError).not.toBe(true);
  });

  test('is told that there is no such tool', async () => {
    const outcome = await call(era, 'delete_policy', {}).then((got) => (got.isError === true ? textOf(got) : 'fine'), (error: Error) => error.message); // prettier-ignore
    expect(outcome).toContain('delete_policy');
  });

  test('reads clauses as resources', async () => {
    const list = era === 'modern' ? await modern.listResources() : await old.listResources();
    expect(list.resources).toHaveLength(26);
    const read = (uri: string) =>
      era === 'modern' ? modern.readResource({ uri }) : old.readResource({ uri });
    const { contents } = await read('suwen://clauses/6');
    const api = (await (await fetch(`${app.url}/api/clauses/6`)).json()) as { text: string };
    expect(contents.map((one) => ('text' in one ? one.text : ''))).toEqual([api.text]);
    await expect(read('suwen://clauses/25')).rejects.toThrow(/numbered 0 to 24/u);
  });
});

test('forty calls of five clients at once are each answered as if alone', async () => {
  const clients = await Promise.all(Array.from({ length: 5 }, connectModern));
  const questions = Array.from({ length: 40 }, (_, i) => `第${(i % 24) + 1}条原文`);
  const expected = await Promise.all(questions.map((content) => app.chat([{ role: 'user', content }])));
  const got = await Promise.all(questions.map((question, i) => clients[i % 5]?.callTool({ name: 'ask_policy', arguments: { question } }))); // prettier-ignore
  const answers = got.map((one) => one?.structuredContent as AnswerObject);
  expect(answers.map(withoutIds)).toEqual(expected.map(withoutIds));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(40);
});

/** fetch sets Host itself; this does not. */
function send(base: string, method: string, headers: Record<string, string>, body?: string) {
  const accept = { Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json' };
  return new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const sent = request(`${base}/mcp`, { method, headers: { ...accept, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString(), headers: response.headers })); // prettier-ignore
      });
      sent.on('error', reject).end(body);
    },
  );
}
const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

describe('what is no call is refused in the protocol’s form', () => {
  test.each([
    ['another name', { Host: 'evil.example' }],
    ['another name with the same origin, as after DNS rebinding', { Host: 'evil.example:80', Origin: 'http://evil.example:80' }],
    ['another site’s page', { Origin: 'https://evil.example' }],
    ['no origin at all', { Origin: 'null' }],
    ['a name that only begins like ours', { Host: 'localhost.evil.example' }],
  ])('%s', async (_, headers: Record<string, string>) => {
    const { status, text } = await send(app.url, 'POST', headers, LIST);
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32000 } });
  }); // prettier-ignore

  test.each([
    ['no JSON', '{bad', 400, -32700],
    ['nothing', '', 400, -32700],
    ['a number', '7', 422, -32600],
    ['a batch', `[${LIST},${LIST}]`, 422, -32600],
    ['no message', '{}', 400, undefined],
    ['a large body', JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { x: 'x'.repeat(70_000) } }), 413, -32000],
  ])('%s', async (_, body, status, code) => {
    const got = await send(app.url, 'POST', {}, body);
    expect(got.status).toBe(status);
    const { error } = JSON.parse(got.text) as { error: { code: number } };
    expect(code === undefined ? error.code < 0 : error.code === code).toBe(true);
  }); // prettier-ignore

  test('a name that was set passes, from its own pages too', async () => {
    for (const headers of [
      { Host: 'suwen.example' },
      { Host: 'suwen.example', Origin: 'http://suwen.example' },
    ])
      expect((await send(app.url, 'POST', headers, LIST)).status).toBe(200);
  });

  test.each([
    ['GET', 405],
    ['DELETE', 405],
    ['PUT', 405],
  ])('%s is %i', async (method, status) => {
    expect((await send(app.url, method, {})).status).toBe(status);
  });

  test('another media type, and a client that takes no answer', async () => {
    expect((await send(app.url, 'POST', { 'Content-Type': 'text/plain' }, LIST)).status).toBe(415);
    expect((await send(app.url, 'POST', { Accept: 'text/html' }, LIST)).status).toBe(406);
  });

  test('a client that calls too often', async () => {
    await send(app.limitedUrl, 'POST', {}, LIST);
    const { status, text, headers } = await send(app.limitedUrl, 'POST', {}, LIST);
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(text)).toMatchObject({
      jsonrpc: '2.0',
      error: { code: -32000, data: { status: 429 } },
    });
  });
});

test('the channel has its own switch, and its own name in the logs, where no personal data stands', async () => {
  await call('modern', 'ask_policy', { question: '我的手机号是13987654321，想问低保' });
  await app.store.settings.switch('channel:mcp', 'off', 'a drill', 'the test');
  const { status, text } = await send(app.url, 'POST', {}, LIST);
  expect([status, (JSON.parse(text) as { jsonrpc: string }).jsonrpc]).toEqual([503, '2.0']);
  expect((await app.chat([{ role: 'user', content: '你好' }])).outcome).toBe('chat');
  await app.store.settings.switch('channel:mcp', 'on', 'the drill is over', 'the test');
  const answers = JSON.stringify(await app.store.answers.list({ limit: 200 }));
  expect(answers).toContain('"mcp"');
  expect(answers).not.toContain('13987654321');
  expect(app.logged.join('')).not.toContain('低保');
  expect(app.logged.filter((line) => line.includes('"error"'))).toEqual([]);
});
