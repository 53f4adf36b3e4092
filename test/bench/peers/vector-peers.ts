import { Database } from '../../../src/storage/sqlite-driver.js';
import { FakeEmbeddings } from '@langchain/core/utils/testing';
import { loadPeer } from './load-peer.js';

export type VectorEngine = {
  readonly name: string;
  readonly buildMs: number;
  /** The numbers of the nearest vectors to query i. */
  search(i: number, queries: readonly Float32Array[]): number[] | Promise<number[]>;
  close?(): void | Promise<void>;
};

// Orama holds about eighteen times the vectors' bytes: more than this and the bench would measure swapping.
const ORAMA_VECTORS = 10_000;
const WIDTH = 64;

type Classic = {
  readonly MemoryVectorStore: new (embeddings: FakeEmbeddings) => {
    addVectors(vectors: number[][], documents: { pageContent: string; metadata: object }[]): Promise<void>;
    similaritySearchVectorWithScore(query: number[], k: number): Promise<[{ metadata: Record<string, unknown> }, number][]>; // prettier-ignore
  };
};
type Orama = {
  create(options: object): unknown;
  insertMultiple(db: unknown, documents: object[], batch: number): Promise<unknown>;
  search(db: unknown, query: object): Promise<{ hits: { document: Record<string, unknown> }[] }>;
};
type Usearch = {
  readonly Index: new (options: object) => {
    add(keys: BigUint64Array, vectors: Float32Array): void;
    search(vector: Float32Array, k: number, threads: number): { keys: BigUint64Array };
  };
};

/** Those peers that are installed, filled with the vectors. */
export async function peersFor(
  data: readonly Float32Array[],
  plain: number[][],
  k: number,
  absent: Set<string>,
): Promise<VectorEngine[]> {
  const made = [memory, usearch, sqliteVec, ...(data.length <= ORAMA_VECTORS ? [orama] : [])];
  const engines: VectorEngine[] = [];
  for (const make of made) {
    const begun = performance.now();
    const engine = await make(data, plain, k).catch(() => undefined); // its native part is for another Node
    if (engine === undefined) absent.add(make.name);
    else engines.push({ ...engine, buildMs: performance.now() - begun });
  }
  return engines;
}

type Make = (data: readonly Float32Array[], plain: number[][], k: number) => Promise<Omit<VectorEngine, 'buildMs'> | undefined>; // prettier-ignore

const memory: Make = async (_, plain, k) => {
  const peer = await loadPeer<Classic>('@langchain/classic/vectorstores/memory');
  if (peer === undefined) return undefined;
  const store = new peer.MemoryVectorStore(new FakeEmbeddings());
  await store.addVectors(plain, plain.map((_, i) => ({ pageContent: '', metadata: { i } }))); // prettier-ignore
  const search: VectorEngine['search'] = async (i, queries) =>
    (await store.similaritySearchVectorWithScore([...(queries[i] ?? [])], k)).map(([document]) => Number(document.metadata['i'])); // prettier-ignore
  return { name: 'LangChain MemoryVectorStore (exact)', search };
};

const usearch: Make = async (data, _, k) => {
  const peer = await loadPeer<Usearch & { default?: Usearch }>('usearch');
  const Index = peer?.Index ?? peer?.default?.Index;
  if (Index === undefined) return undefined;
  const dimensions = data[0]?.length ?? 0;
  const options = { metric: 'ip', quantization: 'f32', dimensions, connectivity: 16, expansion_add: 64, expansion_search: WIDTH }; // prettier-ignore
  const index = new Index(options);
  for (const [i, vector] of data.entries()) index.add(BigUint64Array.of(BigInt(i)), vector);
  const search: VectorEngine['search'] = (i, queries) => [...index.search(queries[i] ?? new Float32Array(), k, 1).keys].map(Number); // prettier-ignore
  return { name: `usearch f32 (M 16, width ${WIDTH})`, search };
};

const sqliteVec: Make = async (data, _, k) => {
  const peer = await loadPeer<{ load(db: unknown): void }>('sqlite-vec');
  if (peer === undefined) return undefined;
  const db = new Database(':memory:');
  peer.load(db);
  db.exec(`create virtual table v using vec0(vector float[${data[0]?.length ?? 0}])`);
  const insert = db.prepare('insert into v(rowid, vector) values (?, ?)');
  const bytesOf = (vector: Float32Array) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  db.transaction(() => {
    for (const [i, vector] of data.entries()) insert.run(BigInt(i), bytesOf(vector));
  })();
  const select = db.prepare('select rowid from v where vector match ? order by distance limit ?').pluck();
  const search: VectorEngine['search'] = (i, queries) => select.all(bytesOf(queries[i] ?? new Float32Array()), k).map(Number); // prettier-ignore
  return { name: 'sqlite-vec vec0 (exact)', search, close: () => void db.close() };
};

const orama: Make = async (data, plain, k) => {
  const peer = await loadPeer<Orama>('@orama/orama');
  if (peer === undefined) return undefined;
  const db = peer.create({ schema: { vector: `vector[${data[0]?.length ?? 0}]` } });
  await peer.insertMultiple(db, plain.map((vector, i) => ({ id: `${i}`, vector })), 1000); // prettier-ignore
  const search: VectorEngine['search'] = async (i, queries) => {
    const vector = { value: [...(queries[i] ?? [])], property: 'vector' };
    const found = await peer.search(db, { mode: 'vector', vector, limit: k, similarity: 0 });
    return found.hits.map(({ document }) => Number(document['id']));
  };
  return { name: 'Orama vector (exact)', search };
};
