import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document } from '@langchain/core/documents';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HashedNgramEmbeddings } from '../../src/retrieval/hashed-embeddings.js';
import { HnswVectorStore } from '../../src/retrieval/hnsw-vector-store.js';
import { Vocabulary } from '../../src/retrieval/vocabulary.js';

const DIMENSIONS = 32;
const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
const embeddings = new HashedNgramEmbeddings(
  Vocabulary.fit(['夜市摆摊', '夜市摆摊', '照明', '照明']),
  DIMENSIONS,
);
const documents = Array.from({ length: 2000 }, (_, i) => new Document({ pageContent: `${i}`, metadata: { even: i % 2 === 0 } })); // prettier-ignore
const vectors = documents.map((_, i) => unitVector(i + 1));
const store = new HnswVectorStore(embeddings, DIMENSIONS);

beforeAll(() => store.addVectors(vectors, documents));
afterAll(() => rmSync(directory, { recursive: true }));

/** A vector of unit length, by a linear congruential generator. */
function unitVector(seed: number): number[] {
  let state = Math.imul(seed, 2654435761) >>> 0;
  const values = Array.from({ length: DIMENSIONS }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const names = (found: readonly (readonly [{ pageContent: string }, number])[]) => found.map(([one]) => one.pageContent); // prettier-ignore

function trueNearest(query: readonly number[], k: number): string[] {
  return [...vectors.keys()]
    .toSorted((a, b) => dot(query, vectors[b] ?? []) - dot(query, vectors[a] ?? []))
    .slice(0, k)
    .map(String);
}

test('of the true ten nearest of two thousand at least 9 in 10 are found', () => {
  let hits = 0;
  for (let i = 0; i < 100; i += 1) {
    const query = unitVector(100_000 + i);
    const found = new Set(names(store.nearest(query, 10)));
    hits += trueNearest(query, 10).filter((name) => found.has(name)).length;
  }
  expect(hits).toBeGreaterThanOrEqual(900);
});

test('what is found comes nearest first, with the inner product as its score', () => {
  const query = unitVector(7);
  const found = store.nearest(query, 10);
  expect(found[0]?.[0].pageContent).toBe('6');
  expect(found[0]?.[1]).toBeCloseTo(1, 5);
  for (const [{ pageContent }, score] of found) {
    expect(score).toBeCloseTo(dot(query, vectors[Number(pageContent)] ?? []), 5);
  }
  expect(found.map(([, score]) => score)).toEqual(found.map(([, score]) => score).toSorted((a, b) => b - a));
});

test('a filter leaves out what it refuses', () => {
  const found = store.nearest(unitVector(7), 10, ({ metadata }) => metadata['even'] === false);
  expect(found).toHaveLength(10);
  expect(found.every(([{ metadata }]) => metadata['even'] === false)).toBe(true);
});

test('nothing is near to the zero vector, nor in an empty store', () => {
  expect(
    store.nearest(
      Array.from({ length: DIMENSIONS }, () => 0),
      3,
    ),
  ).toEqual([]);
  expect(new HnswVectorStore(embeddings, DIMENSIONS).nearest(unitVector(1), 3)).toEqual([]);
});

test('more asked for than there are gives all', async () => {
  const small = new HnswVectorStore(embeddings, DIMENSIONS);
  await small.addDocuments([new Document({ pageContent: '夜市' }), new Document({ pageContent: '照明' })]);
  expect(names(small.nearest(embeddings.embed('夜市'), 5))).toEqual(['夜市', '照明']);
});

test('LangChain’s search gives the same', async () => {
  const query = unitVector(42);
  expect(await store.similaritySearchVectorWithScore(query, 5)).toEqual(store.nearest(query, 5));
});

test('saved and opened again it finds the same', () => {
  const path = join(directory, 'vectors.hnsw');
  store.save(path);
  const opened = new HnswVectorStore(embeddings, DIMENSIONS, { path, documents });
  for (let i = 0; i < 20; i += 1) {
    const query = unitVector(200_000 + i);
    expect(opened.nearest(query, 10)).toEqual(store.nearest(query, 10));
  }
});

test('a vector without a document is refused', async () => {
  await expect(new HnswVectorStore(embeddings, DIMENSIONS).addVectors([unitVector(1)], [])).rejects.toThrow(/vector 0 has no document/u); // prettier-ignore
});
