import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp, type AppOptions } from '../../src/app.js';
import { openApi } from '../../src/channels/api/openapi.js';
import { readSiteFiles } from '../../src/channels/web/site.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { smallAssistant } from '../support/small-assistant.js';

const directory = mkdtempSync(join(tmpdir(), 'suwen-http-'));
const EMBEDDER = 'https://www.example.gov.cn';
const assistant = await smallAssistant();
let store: Store;

beforeAll(async () => void (store = await openStore({ dataDirectory: directory })));
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

/** The service with its pages and desk; the client is who env says. */
const service = (options: Partial<AppOptions> = {}) => {
  const logger = { info: () => undefined, error: () => undefined };
  const clientOf = (env: unknown) => (env as { client?: string } | undefined)?.client ?? 'one';
  const site = readSiteFiles(join(import.meta.dirname, '../..'));
  const staff = { token: 'sixteen characters', report: undefined };
  const given = { logger, clientOf, site, staff, store, rateLimitPerMinute: 0, embedOrigins: [EMBEDDER] };
  return createApp(assistant, { ...given, ...options });
};
type App = ReturnType<typeof service>;
const JSON_TYPE = { 'content-type': 'application/json' };
const ask = (app: App, headers: Record<string, string> = {}, client = 'one', content = '医保') =>
  app.request(
    '/api/chat',
    {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content }] }),
      headers: { ...JSON_TYPE, ...headers },
    },
    { client },
  );

describe('a client', () => {
  test('has a burst, is told with every answer what is left, and when to come back', async () => {
    const app = service({ rateLimitPerMinute: 60, rateLimitBurst: 3 });
    const all = [];
    for (let i = 0; i < 4; i += 1) all.push(await ask(app));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(all.map(({ headers }) => headers.get('ratelimit-policy'))).toEqual(
      Array(4).fill('"requests";q=3;w=3'),
    );
    expect(all.map(({ headers }) => headers.get('ratelimit')?.slice(0, 14))).toEqual(['"requests";r=2', '"requests";r=1', '"requests";r=0', '"requests";r=0']); // prettier-ignore
    expect(all.map(({ headers }) => headers.get('retry-after'))).toEqual([null, null, null, '1']);
  });

  test('does not spend what is another’s', async () => {
    const app = service({ rateLimitPerMinute: 1 });
    const statuses = [];
    for (const client of ['one', 'one', 'two']) statuses.push((await ask(app, {}, client)).status);
    expect(statuses).toEqual([200, 429, 200]);
  });

  test('rates fewer answers than it may ask, without spending what it asks with', async () => {
    const app = service({ rateLimitPerMinute: 600 });
    const rate = () => app.request('/api/feedback', { method: 'POST', body: '{}', headers: JSON_TYPE });
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await rate()).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    expect((await ask(app)).status).toBe(200);
  });

  test('counts alone while the shared database is down', async () => {
    const buckets = { take: () => Promise.reject(new Error('down')) };
    const app = service({ rateLimitPerMinute: 1, store: { ...store, buckets } });
    expect([(await ask(app)).status, (await ask(app)).status]).toEqual([200, 429]);
  });

  test('refused by the shared database is refused here, without asking it again, until its time', async () => {
    let asked = 0;
    const refusal = { isAllowed: false, remaining: 0, waitMs: 30_000, resetMs: 60_000, fullAt: 0 };
    const buckets = { take: () => Promise.resolve(((asked += 1), refusal)) };
    const app = service({ rateLimitPerMinute: 1, store: { ...store, buckets } });
    const all = [await ask(app), await ask(app), await ask(app)];
    expect(all.map(({ status }) => status)).toEqual([429, 429, 429]);
    expect(asked).toBe(1);
    expect(Number(all[2]?.headers.get('retry-after'))).toBeGreaterThan(25);
  });
});

describe('deleting one’s data', () => {
  test('takes conversations, questions and ratings of the caller alone, and confirms it', async () => {
    const app = service();
    const mine = (await (await ask(app, {}, 'me')).json()) as { id: string };
    const other = (await (await ask(app, {}, 'other')).json()) as { id: string };
    for (const [{ id: answerId }, client] of [
      [mine, 'me'],
      [other, 'other'],
    ] as const) {
      const body = JSON.stringify({ answerId, rating: 'up' });
      expect(
        (await app.request('/api/feedback', { method: 'POST', body, headers: JSON_TYPE }, { client })).status,
      ).toBe(204);
    }
    const reply = await app.request('/api/me', { method: 'DELETE' }, { client: 'me' });
    const { confirmation, deleted } = (await reply.json()) as { confirmation: string; deleted: number };
    expect([reply.status, deleted]).toEqual([200, 5]); // an answer, a conversation of two turns, a rating
    const left = (await store.answers.list()).map(({ id }) => id);
    expect([left.includes(mine.id), left.includes(other.id)]).toEqual([false, true]);
    expect((await store.feedback.list()).map(({ answerId }) => answerId)).toEqual([other.id]);
    expect((await store.audit.list(5)).some(({ detail }) => detail?.startsWith(confirmation))).toBe(true);
    const again = await app.request('/api/me', { method: 'DELETE' }, { client: 'me' });
    expect(await again.json()).toMatchObject({ deleted: 0 });
  });

  test('is refused to pages of other sites', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await service().request('/api/me', { method: 'DELETE', headers })).status).toBe(403);
  });
});

describe('other sites', () => {
  const origins = [
    'https://evil.example',
    'http://www.example.gov.cn',
    'https://www.example.gov.cn.evil.example',
    'https://www.example.gov.cn:8443',
    'https://WWW.example.gov.cn',
    'null',
    '*',
  ];
  test.each(origins)('%s may not read, and may not ask', async (origin) => {
    const app = service();
    for (const path of ['/api/policy', '/api/chat', '/livez', '/']) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const { headers } = await app.request(path, { method, headers: { origin } });
        expect([headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]).toEqual([null, null]); // prettier-ignore
      }
    }
    expect((await ask(app, { origin })).status).toBe(403);
  });

  test('that are listed may ask, after asking whether they may, and without cookies', async () => {
    const app = service();
    const headers = {
      origin: EMBEDDER,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const preflight = await app.request('/api/chat', { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(EMBEDDER);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/content-type/iu);
    const reply = await ask(app, { origin: EMBEDDER, 'sec-fetch-site': 'cross-site' });
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, EMBEDDER]);
    expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
    expect(reply.headers.get('vary')).toMatch(/origin/iu);
    expect(reply.headers.get('access-control-expose-headers')).toContain('RateLimit');
  });

  test.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('cannot post %s as a question', async (type) => {
    expect((await ask(service(), { 'content-type': type })).status).toBe(415);
  });
});

describe('a method an address does not take', () => {
  test.each([
    ['PUT', '/api/chat', 'POST, OPTIONS'],
    ['GET', '/api/feedback', 'POST, OPTIONS'],
    ['POST', '/api/clauses/6', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/', 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', '/livez', 'GET, HEAD, OPTIONS'],
  ])('%s %s is answered 405 and what it takes', async (method, path, allow) => {
    const reply = await service().request(path, { method });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, allow]);
    expect(await reply.json()).toMatchObject({ status: 405, detail: `This address takes ${allow}.` });
  });

  test('where there is nothing, any method is answered 404', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await service().request('/api/nothing', { method })).status).toBe(404);
  });

  test('asking what an address takes is answered', async () => {
    const reply = await service().request('/livez', { method: 'OPTIONS' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });
});

describe('every reply', () => {
  const routes = Object.keys(openApi().paths).map((path) => path.replace('{number}', '6'));
  const pages = ['/', '/clauses', '/clauses/6', '/targets', '/about', '/staff', '/staff/login', '/widget.js', '/nothing', '/api/nothing', '/clauses/99']; // prettier-ignore
  test.each([...routes, ...pages])(
    'of %s carries the headers that bind a browser, and an id',
    async (path) => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const { headers } = await service().request(path, { method });
        expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/u);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')).toBe('DENY');
        expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/u);
      }
    },
  );

  test.each([
    ['0123-abcd', true],
    ['short', false],
    ['with space and more', false],
    ['x'.repeat(65), false],
    ['<script>alert(1)</script>', false],
  ])('keeps the request id %s: %s', async (given, isKept) => {
    const reply = await service().request('/livez', { headers: { 'x-request-id': given } });
    expect(reply.headers.get('x-request-id') === given).toBe(isKept);
  });
});

test('no error body shows a stack, a path or what was typed', async () => {
  const broken = {
    ...assistant,
    ask: () => Promise.reject(new Error('secret at /srv/app/src/x.ts:1 张三丰')),
  };
  const logger = { info: () => undefined, error: () => undefined };
  const site = readSiteFiles(join(import.meta.dirname, '../..'));
  const app = createApp(broken, { logger, clientOf: () => 'one', rateLimitPerMinute: 0, site });
  const bodies: string[] = [];
  const note = async (reply: Response, status: number) => {
    expect(reply.status).toBe(status);
    bodies.push(await reply.text());
  };
  await note(await ask(app, {}, 'one', '张三丰'), 500);
  await note(await ask(app, { accept: 'text/event-stream' }, 'one', '张三丰'), 200); // the error is an event
  await note(await app.request(`/?q=${encodeURIComponent('问医保')}`), 500);
  await note(await app.request('/api/nothing'), 404);
  await note(await app.request('/nothing'), 404);
  await note(await app.request('/api/chat', { method: 'PUT' }), 405);
  await note(await app.request('/api/chat', { method: 'POST', body: '{', headers: JSON_TYPE }), 400);
  await note(await app.request('/api/chat', { method: 'POST', body: '{}', headers: JSON_TYPE }), 400);
  await note(
    await app.request('/api/chat', { method: 'POST', body: 'x'.repeat(70_000), headers: JSON_TYPE }),
    413,
  );
  await note(await ask(app, {}, 'one', '问'.repeat(301)), 422);
  await note(await app.request('/api/feedback', { method: 'POST', body: '{"answerId":"1","rating":"up"}', headers: JSON_TYPE }), 503); // prettier-ignore
  expect(bodies[1]).toContain('event: error');
  for (const body of bodies)
    expect(body).not.toMatch(/secret|张三丰|node:|node_modules|\.ts\b|\.js:\d|\/srv|\/src\/|\bat .*:\d+/u);
});

test('the desk is opened by nothing but the right token', async () => {
  const app = service();
  for (const path of [
    '/staff',
    '/staff/answers',
    '/staff/search',
    '/staff/feedback',
    '/staff/unanswered',
    '/staff/report',
  ]) {
    for (const headers of [
      {},
      { cookie: 'staff=x' },
      { cookie: 'staff=9999999999999.YQ.YQ' },
      { authorization: 'Bearer sixteen characters' },
    ]) {
      const reply = await app.request(path, { headers });
      expect([reply.status, reply.headers.get('location')]).toEqual([303, '/staff/login']);
    }
  }
  const post = await app.request('/staff/switch', {
    method: 'POST',
    body: 'name=channel:api&state=off&reason=x',
  });
  expect(post.status).toBe(303);
  expect(store.settings.isOff('channel:api')).toBe(false);
});

test('a service about to stop is not ready', async () => {
  const app = service({ isStopping: () => true });
  expect([(await app.request('/readyz')).status, (await app.request('/livez')).status]).toEqual([503, 200]);
});

test('what the server turned away is counted by reason', async () => {
  const metrics = await (
    await service({ refusals: () => ({ load: 3, stalled: 1 }) }).request('/metrics')
  ).text();
  expect(metrics).toContain('suwen_refused_connections{reason="load"} 3');
});
