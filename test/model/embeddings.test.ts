import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CachedEmbeddings } from '../../src/model/cached-embeddings.js';
import { openEmbeddings } from '../../src/model/embeddings.js';
import { EndpointEmbeddings } from '../../src/model/endpoint-embeddings.js';
import type { Mode } from '../support/fake-model/modes.js';
import { type FakeModel, startFakeModel } from '../support/fake-model/server.js';
import { writeTinyModel } from '../support/tiny-onnx.js';
import { KEY, until } from './support.js';

let directory: string;
let server: FakeModel;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'suwen-vectors-'));
  server = await startFakeModel();
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await server.close();
});

const at = (model = 'fake', given = {}) =>
  new EndpointEmbeddings({
    baseUrl: server.baseUrl,
    apiKey: KEY,
    model,
    queryPrefix: '',
    queryMs: 20_000,
    ...given,
  });
const cached = (model = 'fake') => new CachedEmbeddings(at(model), join(directory, 'vectors'));
const asked = () =>
  server.received.flatMap(({ body }) => (body as { readonly input: readonly string[] }).input);
const TEXTS = Array.from({ length: 23 }, (_, i) => `第${i}句：落户条件`);

test('texts go out in batches, and each gets its own vector, of length one', async () => {
  const vectors = await at().embedDocuments(TEXTS);
  expect(server.received).toHaveLength(3);
  expect(vectors).toHaveLength(23);
  expect(vectors[22]).toEqual((await at().embedDocuments([TEXTS[22] ?? '']))[0]);
  expect(Math.hypot(...(vectors[0] ?? []))).toBeCloseTo(1, 9);
});

test('a question gets the prefix that its model wants', async () => {
  await at('fake', { queryPrefix: '查询：' }).embedQuery('怎么落户');
  expect(asked()).toEqual(['查询：怎么落户']);
});

test.each<readonly [Mode, string]>([
  ['hang', 'model_timeout'],
  ['refuse', 'model_unavailable'],
  ['401', 'model_misconfigured'],
  ['429', 'model_busy'],
  ['500', 'model_unavailable'],
  ['redirect', 'model_misconfigured'],
  ['html', 'model_garbled'],
  ['garbage', 'model_garbled'],
])('an endpoint in mode %s is %s, in time, without the key', async (mode, fault) => {
  const failure = await at(mode, { queryMs: 200 })
    .embedQuery('怎么落户')
    .catch((error: unknown) => error);
  // A machine that is busy may be late with any answer.
  expect(failure).toSatisfy(({ fault: found }: { fault: string }) =>
    [fault, 'model_timeout'].includes(found),
  );
  expect(String(failure)).not.toContain(KEY);
  await until(() => server.open() === 0);
});

test('vectors are kept: after a restart only the probe goes out again', async () => {
  const before = await cached().embedDocuments(TEXTS);
  const first = server.received.length;
  const after = await cached().embedDocuments(TEXTS);
  expect(server.received.length - first).toBe(1);
  expect(after.map((vector) => vector.map((value) => value.toFixed(5)))).toEqual(before.map((vector) => vector.map((value) => value.toFixed(5)))); // prettier-ignore
});

test('only new texts go out', async () => {
  await cached().embedDocuments(TEXTS);
  server.received.length = 0;
  await cached().embedDocuments([...TEXTS, '新的一句']);
  expect(asked().filter((text) => text === '新的一句' || TEXTS.includes(text))).toEqual(['新的一句']);
});

test('a question asked twice goes out once', async () => {
  const model = cached();
  await model.embedQuery('怎么落户');
  await model.embedQuery('怎么落户');
  expect(server.received).toHaveLength(1);
});

test('a model of another name begins anew', async () => {
  await cached().embedDocuments(TEXTS);
  server.received.length = 0;
  await cached('another').embedDocuments(TEXTS);
  expect(asked()).toEqual(expect.arrayContaining(TEXTS));
});

test('a model that changed behind its name is noticed by the probe', async () => {
  const first = at('fake');
  await new CachedEmbeddings(first, join(directory, 'vectors')).embedDocuments(TEXTS);
  const changed = Object.assign(at('another'), {});
  Object.defineProperty(changed, 'id', { value: first.id });
  server.received.length = 0;
  await new CachedEmbeddings(changed, join(directory, 'vectors')).embedDocuments(TEXTS);
  expect(asked()).toEqual(expect.arrayContaining(TEXTS));
});

test('a question of another dimension is refused, and the texts are embedded again', async () => {
  const inner = at();
  const model = new CachedEmbeddings(inner, join(directory, 'vectors'));
  await model.embedDocuments(TEXTS);
  const { generation } = model;
  inner.embedQuery = async () => [0.6, 0.8];
  await expect(model.embedQuery('怎么落户')).rejects.toThrow('2 dimensions instead of 64');
  expect(model.generation).not.toBe(generation);
});

test.each([
  ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
  [
    'flipped',
    (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === bytes.length - 50 ? byte ^ 4 : byte))),
  ],
  ['without a header', () => Buffer.from('nonsense')],
  ['empty', () => Buffer.alloc(0)],
])('a file that is %s is made again', async (_, damage) => {
  const before = await cached().embedDocuments(TEXTS);
  const file = join(directory, 'vectors');
  writeFileSync(file, damage(readFileSync(file)));
  server.received.length = 0;
  expect(await cached().embedDocuments(TEXTS)).toEqual(before);
  expect(asked()).toEqual(expect.arrayContaining(TEXTS));
});

test('a directory that cannot be written costs only the time to embed again', async () => {
  writeFileSync(join(directory, 'file'), '');
  const model = new CachedEmbeddings(at(), join(directory, 'file', 'vectors'));
  expect(await model.embedDocuments(['落户'])).toHaveLength(1);
});

test('a local model that was replaced embeds its texts again', async () => {
  const models = join(directory, 'model');
  const open = () => openEmbeddings({ directory: models, queryPrefix: '' }, directory);
  writeTinyModel(models);
  const [before] = await (await open()).embedDocuments(['落户学校']);
  writeTinyModel(models, { scale: 3 });
  const [after] = await (await open()).embedDocuments(['落户学校']);
  expect(after).not.toEqual(before);
});
