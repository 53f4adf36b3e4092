import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnnxEmbeddings } from '../../src/model/onnx-embeddings.js';
import { writeTinyModel } from '../support/tiny-onnx.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'suwen-onnx-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const dot = (a: readonly number[] = [], b: readonly number[] = []) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

test('a directory with a model and its tokenizer gives unit vectors in which what means the same is near', async () => {
  writeTinyModel(directory);
  const model = await OnnxEmbeddings.open(directory);
  const [settle, household, school] = await model.embedDocuments(['落', '户', '学校']);
  expect(dot(settle, settle)).toBeCloseTo(1, 5);
  expect(dot(settle, household)).toBeGreaterThan(dot(settle, school));
});

test('the mean leaves padding out: a text has the same vector alone and beside a longer one', async () => {
  writeTinyModel(directory);
  const model = await OnnxEmbeddings.open(directory);
  const [alone] = await model.embedDocuments(['落']);
  const [beside] = await model.embedDocuments(['落', '落户学校']);
  expect(dot(alone, beside)).toBeCloseTo(1, 6);
  // [CLS] 落 [SEP]: the sum of their rows, whatever divides it
  const norm = Math.hypot(1, 0.1, 1);
  expect(alone?.[0]).toBeCloseTo(1 / norm, 5);
});

test('a model made for its first token is read there', async () => {
  writeTinyModel(directory, { pooling: 'cls' });
  const model = await OnnxEmbeddings.open(directory);
  expect((await model.embedQuery('落户'))[2]).toBeCloseTo(1, 5);
});

test('a text that is too long is cut, not refused', async () => {
  writeTinyModel(directory);
  const model = await OnnxEmbeddings.open(directory);
  const long = await model.embedQuery('落'.repeat(1000));
  expect(dot(long, await model.embedQuery('落'.repeat(6)))).toBeCloseTo(1, 6);
});

test('another model, and another prefix, is another id', async () => {
  writeTinyModel(directory);
  const first = (await OnnxEmbeddings.open(directory)).id;
  expect((await OnnxEmbeddings.open(directory)).id).toBe(first);
  expect((await OnnxEmbeddings.open(directory, '查询：')).id).not.toBe(first);
  writeTinyModel(directory, { scale: 2 });
  expect((await OnnxEmbeddings.open(directory)).id).not.toBe(first);
});

test('a directory without a model, or with a damaged one, is refused by name', async () => {
  await expect(OnnxEmbeddings.open(directory)).rejects.toThrow(/EMBEDDINGS_DIR.*model\.onnx/u);
  writeTinyModel(directory);
  writeFileSync(join(directory, 'model.onnx'), 'no model');
  await expect(OnnxEmbeddings.open(directory)).rejects.toThrow(/EMBEDDINGS_DIR.*no ONNX model/u);
});
