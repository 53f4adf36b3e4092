import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { type FakeModel, startFakeModel } from '../support/fake-model/server.js';
import { ASKED, loadFirst, modelAt, read, until } from './support.js';

loadFirst();

let server: FakeModel;
afterEach(() => server.close());

test('a caller who leaves ends the call upstream', async () => {
  server = await startFakeModel('stall');
  const model = modelAt(server.baseUrl);
  const leaving = new AbortController();
  const answer = read(model, { signal: leaving.signal });
  await until(() => server.open() === 1);
  leaving.abort();
  expect((await answer).error?.fault).toBe('model_aborted');
  await until(() => server.sockets() === 0 && model.usage.active === 0);
  expect(model.usage.breaker).toBe('closed');
});

test('a caller who has left already causes no call', async () => {
  server = await startFakeModel('ok');
  const model = modelAt(server.baseUrl);
  expect((await read(model, { signal: AbortSignal.abort() })).error?.fault).toBe('model_aborted');
  expect(server.received).toEqual([]);
});

test('whoever stops reading ends the call upstream too', async () => {
  server = await startFakeModel('stall');
  const model = modelAt(server.baseUrl);
  for await (const piece of model.stream(ASKED)) if (piece !== '') break;
  expect(model.usage.requests).toBe(1);
  await until(() => server.sockets() === 0 && model.usage.active === 0);
});

test('five hundred callers who leave free their slots', async () => {
  server = await startFakeModel('stall');
  const model = modelAt(server.baseUrl, { slots: 100, queue: 400 });
  const leaving = new AbortController();
  setMaxListeners(500, leaving.signal);
  const answers = Array.from({ length: 500 }, () => read(model, { signal: leaving.signal }));
  await until(() => server.open() === 100);
  leaving.abort();
  const faults = (await Promise.all(answers)).map(({ error }) => error?.fault);
  expect(new Set(faults)).toEqual(new Set(['model_aborted']));
  await until(() => server.sockets() === 0 && model.usage.active === 0 && model.usage.waiting === 0);
});

test('a channel with less time gets its answer or its fault earlier', async () => {
  server = await startFakeModel('hang');
  const { error } = await read(modelAt(server.baseUrl), { deadlineMs: 100 });
  expect(error?.fault).toBe('model_timeout');
});

test('more callers than there is room for are told at once', async () => {
  server = await startFakeModel('hang');
  const model = modelAt(server.baseUrl, { slots: 2, queue: 3 });
  const leaving = new AbortController();
  const first = Array.from({ length: 5 }, () => read(model, { signal: leaving.signal }));
  await until(() => model.usage.active === 2 && model.usage.waiting === 3);
  expect((await read(model)).error?.fault).toBe('model_busy');
  leaving.abort();
  await Promise.all(first);
});

test('whoever waits in the queue waits no longer than allowed', async () => {
  server = await startFakeModel('hang');
  const model = modelAt(server.baseUrl, { slots: 1 });
  const leaving = new AbortController();
  const first = read(model, { signal: leaving.signal });
  await until(() => server.open() === 1);
  expect((await read(model, { deadlineMs: 50 })).error?.fault).toBe('model_timeout');
  expect(model.usage.waiting).toBe(0);
  leaving.abort();
  await first;
});
