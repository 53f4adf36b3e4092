import { expect, test } from 'vitest';
import { HashedNgramEmbeddings } from '../../src/retrieval/hashed-embeddings.js';
import { Vocabulary } from '../../src/retrieval/vocabulary.js';

const texts = ['夜市摆摊要交钱吗', '夜市几点收摊', '照明改造几时完成', '照明归谁管', '摆摊的地方'];
const vocabulary = Vocabulary.fit([...texts, ...texts]);
const embeddings = new HashedNgramEmbeddings(vocabulary, 128);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

test('a vector has the dimensions asked for and unit length', () => {
  for (const text of texts) {
    const vector = embeddings.embed(text);
    expect(vector).toHaveLength(128);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
  }
});

test('a text of nothing known is the zero vector', () => {
  expect(embeddings.embed('？').every((value) => value === 0)).toBe(true);
});

test('texts with words in common are nearer than texts without', () => {
  const [stall = [], closing = [], lights = []] = texts.map((text) => embeddings.embed(text));
  expect(dot(stall, closing)).toBeGreaterThan(dot(stall, lights));
});

test('LangChain’s methods give the same vectors', async () => {
  expect(await embeddings.embedDocuments(texts)).toEqual(texts.map((text) => embeddings.embed(text)));
  expect(await embeddings.embedQuery('夜市')).toEqual(embeddings.embed('夜市'));
});

test('the id names the dimensions', () => {
  expect(embeddings.id).toContain('128');
  expect(new HashedNgramEmbeddings(vocabulary, 64).id).not.toBe(embeddings.id);
});
