import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { problemResponse, type Problem, type Env } from '../../src/channels/api/problem.js';
import { guardStreams, STREAM_LIMITS, Streams } from '../../src/channels/api/streams.js';
import { createClients } from '../../src/server/client-address.js';
import { SERVER_LIMITS, type ServerLimits } from '../../src/server/limits.js';
import { startServer, type RunningServer } from '../../src/server/start-server.js';
import { rawClient } from '../support/raw-client.js';

// The limits that are shipped, at a twentieth of their time.
const FAST: ServerLimits = {
  ...SERVER_LIMITS,
  ...{ headersMs: 400, requestMs: 600, checkMs: 50, idleMs: 200, stallMs: 500, stopMs: 1000, lingerMs: 100 },
};
// Until the machine, which may be busy, gets to it.
const SOON_MS = 5000;
const BIG = new Uint8Array(64 * 1024);

let server: RunningServer;
let streams: Streams;
afterEach(() => server.stop());

const start = async (limits: Partial<ServerLimits> = {}, streamLimits = STREAM_LIMITS) => {
  streams = new Streams(streamLimits);
  const app = new Hono<Env>();
  app.use(guardStreams(streams, () => 'one'));
  app.get('/', (c) => c.text('hello'));
  app.get('/livez', (c) => c.text('alive'));
  app.post('/', async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)));
  app.get('/slow', async (c) => (await sleep(300), c.text('done')));
  app.get('/work', (c) => {
    const until = performance.now() + 20;
    while (performance.now() < until);
    return c.text('worked');
  });
  app.get('/endless', (c) => c.body(new ReadableStream({ pull: (to) => to.enqueue(BIG) })));
  app.get('/events', () => {
    const first = new TextEncoder().encode('event: progress\ndata: {}\n\n');
    return new Response(new ReadableStream({ start: (to) => to.enqueue(first) }), {
      headers: { 'Content-Type': 'text/event-stream' },
    });
  });
  app.onError((error, c) => problemResponse(c, error as Problem));
  // Every connection of these tests comes from this machine, which is otherwise not counted.
  const clients = { ...createClients([]), isShared: () => false };
  server = await startServer({
    fetch: app.fetch,
    host: '127.0.0.1',
    port: 0,
    clients,
    limits: { ...FAST, ...limits },
  });
  return server.port;
};
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;

describe('what is not HTTP gets a problem with a request id, and the connection is closed', () => {
  test.each([
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n', 400],
    ['no HTTP at all', '\u0016\u0003\u0001\u0002\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    [
      'a length and chunks together',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc', 400],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n', 400],
    ['nine kilobytes of headers', get('/', `X: ${'y'.repeat(9000)}\r\n`), 431],
    [
      'a body said to be larger than any may be',
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n`,
      413,
    ],
  ])('%s', async (_, bytes, status) => {
    const { text } = await (await rawClient(await start(), bytes)).closed;
    expect(text.match(/^HTTP\/1\.1 \d+/gmu)).toEqual([`HTTP/1.1 ${status}`]);
    expect(text).toContain('problem+json');
    expect(text).toMatch(/X-Content-Type-Options: nosniff/iu);
    const { requestId, ...problem } = JSON.parse(text.split('\r\n\r\n')[1] ?? '') as Record<string, unknown>;
    expect(problem).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    expect(text.toLowerCase()).toContain(`x-request-id: ${String(requestId)}`);
    expect(text).not.toMatch(/node:|\.js|\/src\//u);
  });

  test('a chunk of no size, once the request is being answered, only ends it', async () => {
    const bytes = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n';
    expect((await (await rawClient(await start(), bytes)).closed).text).toBe('');
    expect((await fetch(url('/'))).status).toBe(200);
  });

  test('but never in the middle of an answer', async () => {
    const client = await rawClient(await start(), get('/slow'));
    await sleep(50);
    client.socket.write('garbage\r\n\r\n');
    expect((await client.closed).text).not.toContain(' 400 ');
  });

  test('an oversized body is read no further than its limit once more', async () => {
    const client = await rawClient(
      await start(),
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000000\r\n\r\n`,
    );
    const sending = setInterval(() => client.socket.write(BIG), 1);
    const { text, ms } = await client.closed;
    clearInterval(sending);
    expect(ms).toBeLessThan(SOON_MS);
    expect(text === '' || text.startsWith('HTTP/1.1 413')).toBe(true); // cut while sending, the reply may be lost
  });
});

describe('a client that takes its time', () => {
  test('with the headers is answered 408', async () => {
    const client = await rawClient(await start(), 'GET / HTTP/1.1\r\nHost: a\r\n');
    const dripping = setInterval(() => client.socket.write('X: y\r\n'), 100);
    const { text, ms } = await client.closed;
    clearInterval(dripping);
    expect(text).toMatch(/^HTTP\/1\.1 408 /u);
    expect(ms).toBeGreaterThan(FAST.headersMs - 50);
  });

  test('with the body is cut off', async () => {
    const client = await rawClient(await start(), 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n');
    const dripping = setInterval(() => client.socket.write('a'), 100);
    expect((await client.closed).ms).toBeLessThan(SOON_MS);
    clearInterval(dripping);
  });

  test('without asking anything is cut off', async () => {
    expect((await (await rawClient(await start())).closed).text).not.toContain(' 200 ');
  });

  test('after an answer is let go', async () => {
    const { text } = await (await rawClient(await start(), get('/'))).closed;
    expect(text).toContain('hello');
  });

  test('never reading is cut off, and counted', async () => {
    const client = await rawClient(await start());
    client.socket.pause();
    client.socket.write(get('/endless'));
    await expect.poll(() => server.refusals.stalled, { timeout: SOON_MS }).toBe(1);
  });

  test('reading slowly is served on', async () => {
    const client = await rawClient(await start(), get('/endless'));
    const reading = setInterval(
      () => (client.socket.isPaused() ? client.socket.resume() : client.socket.pause()),
      40,
    );
    await sleep(3 * FAST.stallMs);
    clearInterval(reading);
    expect(client.socket.closed).toBe(false);
    expect(server.refusals.stalled).toBe(0);
    client.socket.destroy();
  });

  test('waiting for a slow answer, longer than a reader may stall, has it', async () => {
    const client = await rawClient(await start({ stallMs: 100 }), get('/slow'));
    expect((await client.closed).text).toContain('done');
  });
});

describe('more than there is room for', () => {
  test('connections of one client are cut off, those within the cap served, and gone ones make room', async () => {
    const port = await start({ connectionsPerClient: 3, headersMs: 60_000, requestMs: 60_000 });
    const held = await Promise.all([1, 2, 3].map(() => rawClient(port, 'GET')));
    expect((await (await rawClient(port, get('/'))).closed).text).toBe('');
    expect(server.refusals.connections).toBe(1);
    held[0]?.socket.destroy();
    await sleep(100);
    expect(await (await fetch(url('/'))).text()).toBe('hello');
    for (const { socket } of held) socket.destroy();
  });

  test('requests in hand are refused with 503 and when to come back, while liveness is told', async () => {
    await start({ inFlight: 2 });
    const slow = [1, 2].map(() => fetch(url('/slow')));
    await sleep(100);
    const refused = await fetch(url('/'));
    expect([refused.status, refused.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await fetch(url('/livez'))).status).toBe(200);
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await fetch(url('/'))).status).toBe(200);
  });

  test('what has waited too long is shed, and the next taken on again', async () => {
    await start({ waitMs: 50 });
    const all = await Promise.all(Array.from({ length: 20 }, () => rawClient(server.port)));
    await sleep(100); // until the server has accepted them all
    for (const { socket } of all) socket.write(get('/work', 'Connection: close\r\n'));
    const texts = await Promise.all(all.map(async ({ closed }) => (await closed).text));
    const shed = texts.filter((text) => text.startsWith('HTTP/1.1 503'));
    expect(shed.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.startsWith('HTTP/1.1 200')).length).toBe(20 - shed.length);
    expect(server.refusals.load).toBe(shed.length);
    expect((await fetch(url('/work'))).status).toBe(200);
  });

  test('streams of one client are refused with 429, of all with 503, and a closed one makes room', async () => {
    await start({}, { ...STREAM_LIMITS, total: 3, perClient: 2 });
    const first = await rawClient(server.port, get('/events'));
    await rawClient(server.port, get('/events'));
    await expect.poll(() => streams.size).toBe(2);
    expect((await fetch(url('/events'))).status).toBe(429);
    first.socket.destroy();
    await expect.poll(() => streams.size).toBe(1);
    expect((await fetch(url('/events'))).status).toBe(200);
  });
});

describe('a stream', () => {
  test('is kept alive while nothing happens, and ended when too old', async () => {
    await start({}, { ...STREAM_LIMITS, heartbeatMs: 50, ageMs: 300 });
    const text = await (await fetch(url('/events'))).text();
    expect(text.split(': \n\n').length).toBeGreaterThan(2);
    expect(text).toMatch(
      /event: error\ndata: \{.*"status":504.*\}\n\nevent: end\ndata: \{"reason":"too_old"\}\n\n$/u,
    );
    expect(streams.size).toBe(0);
  });
});

describe('stopping', () => {
  test('tells every open stream, closes them and is done', async () => {
    await start();
    const open = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = await rawClient(server.port, get('/events'));
        await expect.poll(client.received).toContain('event: progress');
        return client;
      }),
    );
    const stopped = server.stop();
    streams.endAll();
    expect(await stopped).toBe(true);
    for (const client of open)
      expect((await client.closed).text).toMatch(
        /"status":503[\s\S]*event: end\ndata: \{"reason":"shutdown"\}\n\n\r\n0\r\n\r\n$/u,
      );
  });

  test('lets a request in hand have its answer, and takes no other', async () => {
    await start();
    const slow = fetch(url('/slow'));
    await sleep(100);
    const stopped = server.stop();
    expect(await (await slow).text()).toBe('done');
    expect(await stopped).toBe(true);
    await expect(fetch(url('/'))).rejects.toThrow('fetch failed');
  });

  test('cuts whoever has only begun to ask, and at last whoever never reads', async () => {
    await start({ headersMs: 60_000, requestMs: 60_000, stallMs: 60_000 });
    const begun = await rawClient(server.port, 'GET / HTTP/1.1\r\n');
    const deaf = await rawClient(server.port);
    deaf.socket.pause();
    deaf.socket.write(get('/endless'));
    await sleep(100);
    const since = performance.now();
    expect(await server.stop()).toBe(false);
    expect(performance.now() - since).toBeLessThan(FAST.stopMs + SOON_MS);
    await begun.closed;
    deaf.socket.resume();
    await deaf.closed;
  });
});
