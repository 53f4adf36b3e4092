import { Document } from '@langchain/core/documents';
import { FakeEmbeddings } from '@langchain/core/utils/testing';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HnswVectorStore } from '../../src/retrieval/hnsw-vector-store.js';
import { PgVectorStore, type Queryable } from '../../src/storage/pgvector-store.js';
import { clusteredVectors } from '../bench/made-data.js';

// PostgreSQL itself, compiled to WebAssembly, with the extension: Debian 12 has no package of it.
const DIMENSIONS = 64;
const database = new PGlite({ extensions: { vector } });
const vectors = clusteredVectors(1, 1000, DIMENSIONS).map((one) => [...one]);
const queries = clusteredVectors(2, 50, DIMENSIONS).map((one) => [...one]);
const documents = vectors.map((_, i) => new Document({ pageContent: `第${i}条`, metadata: { i, isEven: i % 2 === 0 } })); // prettier-ignore
const inMemory = new HnswVectorStore(new FakeEmbeddings(), DIMENSIONS);
const options = { table: 'clauses', dimensions: DIMENSIONS };
const open = () => PgVectorStore.open(new FakeEmbeddings(), database, options);
let store: PgVectorStore;

beforeAll(async () => {
  store = await open();
  await store.addVectors(vectors, documents);
  await inMemory.addVectors(vectors, documents);
});
afterAll(() => database.close());

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
const trueNearest = (query: readonly number[]) => [...vectors.keys()].toSorted((a, b) => dot(query, vectors[b] ?? []) - dot(query, vectors[a] ?? [])).slice(0, 10); // prettier-ignore

test('of the true ten nearest at least 19 in 20 are found, with the scores of the store in memory', async () => {
  let [hits, hitsInMemory] = [0, 0];
  for (const query of queries) {
    const found = await store.similaritySearchVectorWithScore(query, 10);
    const numbers = found.map(([{ metadata }]) => Number(metadata['i']));
    hits += trueNearest(query).filter((one) => numbers.includes(one)).length;
    const scores = new Map(inMemory.nearest(query, 10).map(([document, score]) => [Number(document.metadata['i']), score])); // prettier-ignore
    const both = found.flatMap(([, score], i) =>
      scores.get(numbers[i] ?? -1) === undefined ? [] : [score - (scores.get(numbers[i] ?? -1) ?? 0)],
    );
    expect(Math.max(...both.map(Math.abs))).toBeLessThan(1e-4);
    hitsInMemory += trueNearest(query).filter((one) => scores.has(one)).length;
  }
  expect(hitsInMemory / (queries.length * 10)).toBeGreaterThanOrEqual(0.95);
  expect(hits / (queries.length * 10)).toBeGreaterThanOrEqual(0.95);
});

test('the index is used by the statement that searches', async () => {
  const sent: [string, unknown[]][] = [];
  const watched: Queryable = {
    query: (statement, values = []) => (sent.push([statement, values]), database.query(statement, values)),
  };
  const watching = await PgVectorStore.open(new FakeEmbeddings(), watched, options);
  await watching.similaritySearchVectorWithScore(queries[0] ?? [], 10);
  const [statement = '', values = []] = sent.at(-1) ?? [];
  const plan = await database.query<{ 'QUERY PLAN': string }>(`explain ${statement}`, values);
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('clauses_nearest');
});

test('a document added under an id that is there changes nothing, and one taken out is found no more', async () => {
  const [vector = []] = vectors;
  const twice = [new Document({ pageContent: 'first', metadata: {} }), new Document({ pageContent: 'second', metadata: {} })]; // prettier-ignore
  expect(await store.addVectors([vector, vector], twice, { ids: ['same', 'same'] })).toEqual([
    'same',
    'same',
  ]);
  expect((await store.ids()).filter((id) => id === 'same')).toHaveLength(1);
  await store.delete({ ids: ['same'] });
  expect(await store.ids()).toHaveLength(vectors.length);
});

test('a filter leaves out what does not contain it', async () => {
  const found = await store.similaritySearchVectorWithScore(queries[0] ?? [], 10, { isEven: false });
  expect(found).toHaveLength(10);
  expect(found.every(([{ metadata }]) => metadata['isEven'] === false)).toBe(true);
});

test('opened again it holds what it held', async () => {
  const again = await open();
  const [query = []] = queries;
  expect(await again.similaritySearchVectorWithScore(query, 5)).toEqual(await store.similaritySearchVectorWithScore(query, 5)); // prettier-ignore
});

test('nothing is near to the zero vector, and wrong sizes and names are refused', async () => {
  expect(await store.similaritySearchVectorWithScore(Array.from({ length: DIMENSIONS }, () => 0), 3)).toEqual([]); // prettier-ignore
  await expect(store.similaritySearchVectorWithScore([1], 3)).rejects.toThrow(/has 1 dimensions, the table clauses has 64/u); // prettier-ignore
  await expect(store.addVectors([queries[0] ?? []], [])).rejects.toThrow(/vector 0 has no document/u);
  const named = PgVectorStore.open(new FakeEmbeddings(), database, { ...options, table: 'a; drop table b' });
  await expect(named).rejects.toThrow(/no table name/u);
});
