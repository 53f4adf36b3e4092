import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ModelFault } from '../../src/model/model-error.js';
import type { Mode } from '../support/fake-model/modes.js';
import { type FakeModel, startFakeModel } from '../support/fake-model/server.js';
import { KEY, loadFirst, modelAt, read, SHORT, until } from './support.js';

loadFirst();

const servers: FakeModel[] = [];
const start = async (mode: Mode, timing = {}) => {
  const server = await startFakeModel(mode, { timing });
  servers.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

test('an answer comes in pieces, with its tokens', async () => {
  const server = await start('ok');
  const model = modelAt(server.baseUrl);
  const { text, error } = await read(model);
  expect(error).toBeUndefined();
  expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ cites: ['c1'] });
  expect(model.usage).toMatchObject({ requests: 1, answered: 1, upstream: 1, active: 0, lastFault: null });
  expect(model.usage.completionTokens).toBe(text.length);
});

test('the request holds the model, the messages and the limit, and nothing about this machine', async () => {
  const server = await start('ok');
  await read(modelAt(server.baseUrl, { extra: { enable_thinking: false } }));
  const [{ headers, body } = { headers: {}, body: null }] = server.received;
  expect(body).toMatchObject({
    model: 'fake',
    max_tokens: 300,
    temperature: 0,
    stream: true,
    enable_thinking: false,
  });
  expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'user-agent': 'suwen' });
  expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual([]);
});

const FAULTS: readonly (readonly [Mode, ModelFault])[] = [
  ['hang', 'model_timeout'],
  ['refuse', 'model_unavailable'],
  ['401', 'model_misconfigured'],
  ['404', 'model_misconfigured'],
  ['429', 'model_busy'],
  ['500', 'model_unavailable'],
  ['redirect', 'model_misconfigured'],
  ['reset', 'model_cut'],
  ['cut', 'model_cut'],
  ['length', 'model_length'],
  ['filter', 'model_filtered'],
  ['garbage', 'model_garbled'],
  ['html', 'model_garbled'],
  ['empty', 'model_cut'],
  ['drip', 'model_timeout'],
  ['stall', 'model_timeout'],
  ['comments', 'model_timeout'],
  ['huge', 'model_oversize'],
];

test.each(FAULTS)('%s ends as %s, with the connection closed and no secret told', async (mode, fault) => {
  const server = await start(mode);
  const model = modelAt(server.baseUrl, fault === 'model_timeout' ? { deadlines: SHORT } : {});
  const { error } = await read(model);
  expect(error?.fault).toBe(fault);
  expect(`${error?.message}${error?.stack}`).not.toContain(KEY);
  await until(() => server.open() === 0 && model.usage.active === 0);
  expect(model.usage).toMatchObject({ answered: 0, faults: { [fault]: 1 }, lastFault: fault });
  if (['hang', 'reset', 'drip', 'stall', 'comments', 'huge'].includes(mode))
    await until(() => server.sockets() === 0);
});

test('nobody listening is an endpoint that was not reached', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await until(() => probe.listening);
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  const { error } = await read(modelAt(`http://127.0.0.1:${port}/v1`, { deadlines: SHORT }));
  expect(error?.fault).toBe('model_unavailable');
  expect(error?.message).toContain('ECONNREFUSED');
});

test('fifty megabytes are read no further than the limit', async () => {
  const server = await start('huge');
  const { text, error } = await read(modelAt(server.baseUrl));
  expect(error?.fault).toBe('model_oversize');
  expect(Buffer.byteLength(text)).toBeLessThan(70 * 1024);
});

test('the stream itself has a limit too, whatever little text it carries', async () => {
  const server = await start('comments');
  const { error } = await read(modelAt(server.baseUrl, { maxWireBytes: 400 }));
  expect(error?.fault).toBe('model_oversize');
});

test('a redirect is not followed', async () => {
  const server = await start('redirect');
  await read(modelAt(server.baseUrl));
  expect(server.received.map(({ path }) => path)).toEqual(['/v1/chat/completions']);
});

test('a server that fails once is asked again, before anything was shown', async () => {
  const server = await start('500');
  const model = modelAt(server.baseUrl);
  const answer = read(model);
  await until(() => server.received.length === 1);
  server.become('ok');
  expect((await answer).error).toBeUndefined();
  expect(model.usage).toMatchObject({ upstream: 2, retries: 1, answered: 1, lastFault: null });
});

test.each<Mode>(['500', 'refuse'])('%s is tried twice and no more', async (mode) => {
  const server = await start(mode);
  const model = modelAt(server.baseUrl);
  expect((await read(model)).error?.fault).toBe('model_unavailable');
  expect(model.usage.upstream).toBe(2);
});

test.each<Mode>(['401', '404', 'reset', 'cut', 'garbage', 'length', 'html', 'redirect'])(
  '%s is tried once',
  async (mode) => {
    const server = await start(mode);
    const model = modelAt(server.baseUrl);
    expect((await read(model)).error).toBeDefined();
    expect(model.usage.upstream).toBe(1);
  },
);

test('a server that asks for two minutes is left alone at once, by everybody', async () => {
  const server = await start('429', { retryAfterSeconds: 120 });
  const model = modelAt(server.baseUrl);
  expect((await read(model)).error).toMatchObject({ fault: 'model_busy', retryAfterMs: 120_000 });
  server.become('ok');
  expect((await read(model)).error?.fault).toBe('model_unavailable');
  expect(server.received).toHaveLength(1);
  expect(model.usage.breaker).toBe('open');
});

test('a server that asks for a moment is asked again after it', async () => {
  const server = await start('429', { retryAfterSeconds: 1 });
  const model = modelAt(server.baseUrl);
  const answer = read(model);
  await until(() => server.received.length === 1);
  server.become('ok');
  expect((await answer).error).toBeUndefined();
});

test('a thousand calls to a server that fails reach it a few times', async () => {
  const server = await start('500');
  const model = modelAt(server.baseUrl, { deadlines: SHORT, slots: 1, queue: 1000 });
  const ends = await Promise.all(Array.from({ length: 1000 }, () => read(model)));
  expect(
    ends.every(({ error }) => error?.fault === 'model_unavailable' || error?.fault === 'model_timeout'),
  ).toBe(true);
  expect(server.received.length).toBeLessThanOrEqual(60);
});
