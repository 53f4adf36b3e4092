import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document } from '@langchain/core/documents';
import { FakeEmbeddings } from '@langchain/core/utils/testing';
import hnswlib from 'hnswlib-node';
import { HnswVectorStore, widthFor } from '../../../src/retrieval/hnsw-vector-store.js';
import { clusteredVectors } from '../made-data.js';
import { ratios, slope, spread, timeInRounds } from '../rounds.js';
import { atLeast, atMost, type BenchOptions, type Goal, type Section } from '../section.js';
import { peersFor, type VectorEngine } from '../peers/vector-peers.js';

const DIMENSIONS = 256;
const K = 10;
const QUERIES = 200;
// The recall that is asked at the width a library of that size is searched with.
const RECALL = 0.95;
// What the plan's own store searches with, whatever its size.
const PLAN_WIDTH = 60;
const EXACT_TRIED = 10;
const OURS = 'Suwen HnswVectorStore';
const RAW = 'hnswlib-node, called directly';
const BRUTE = 'Float32Array loop (exact)';

/** Our vector store against what it wraps, what LangChain offers and what people would take otherwise. */
export async function vectors({ rounds, isLarge, isQuick, say }: BenchOptions): Promise<Section> {
  const sizes = isQuick
    ? [1000, 10_000]
    : isLarge
      ? [1000, 10_000, 100_000, 500_000]
      : [1000, 10_000, 100_000];
  const rows: (string | number)[][] = [];
  const goals: Goal[] = [];
  const curves = new Map<string, [number, number][]>();
  const bytes: [number, number][] = [];
  const absent = new Set<string>();
  const widths: string[] = [];
  for (const size of sizes) {
    say(`vectors: ${size} × ${DIMENSIONS}`);
    const data = clusteredVectors(11, size, DIMENSIONS);
    const queries = clusteredVectors(12, QUERIES, DIMENSIONS);
    const exact = exactNearest(data, queries);
    const { engines, file, widen, close } = await enginesFor(data, absent);
    bytes.push([size, file]);
    const recalls = new Map<string, number>();
    const recallOf = async ({ name, search }: VectorEngine) => {
      const tried = name.includes('(exact)') ? EXACT_TRIED : QUERIES;
      let hits = 0;
      for (let i = 0; i < tried; i += 1)
        hits += (await search(i, queries)).filter((found) => exact[i]?.has(found)).length;
      return hits / (tried * K);
    };
    const [ours] = engines;
    const width = widthFor(size);
    for (const tried of [PLAN_WIDTH, width]) {
      widen(tried);
      const recall = ours === undefined ? 0 : await recallOf(ours);
      widths.push(`${size} width ${tried} recall ${recall.toFixed(3)}`);
    }
    for (const engine of engines) recalls.set(engine.name, await recallOf(engine));
    const timed = engines.map(({ name, search }) => ({ name, run: (i: number) => search(i % QUERIES, queries) })); // prettier-ignore
    const figures = await timeInRounds(timed, rounds, QUERIES);
    for (const { name, buildMs } of engines) {
      const own = figures.get(name) ?? [];
      const ms = spread(own);
      const ratio = ratios(own, figures.get(RAW) ?? []);
      rows.push([size, name, ms.median, `${ms.low.toFixed(3)}–${ms.high.toFixed(3)}`, ratio.median, `${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}`, recalls.get(name) ?? Number.NaN, Math.round(buildMs)]); // prettier-ignore
      curves.set(name, [...(curves.get(name) ?? []), [size, ms.median]]);
      if (name !== OURS) continue;
      goals.push(atMost(`vector store against raw hnswlib at ${size}, equal graph and width`, ratio.median, 1.3, ' ×')); // prettier-ignore
      goals.push(atLeast(`recall@${K} of the vector store at ${size}`, recalls.get(name) ?? 0, RECALL));
    }
    await close();
  }
  const growth = [...curves].filter(([, points]) => points.length > 1).map(([name, points]) => `${name} ${slope(points).toFixed(2)}`); // prettier-ignore
  return {
    name: 'vectors',
    columns: ['vectors', 'engine', 'ms a query', 'middle half', '× raw hnswlib', 'middle half', `recall@${K}`, 'build ms'], // prettier-ignore
    ...{ rows, goals },
    notes: [
      `${DIMENSIONS} dimensions, ${QUERIES} queries, k = ${K}; our graph is saved and opened by hnswlib-node directly, so both search the same one with the same width, the one a library of that size is searched with: ${widths.join('; ')}.`,
      `Time against size, slope of the logarithms (1 = linear): ${growth.join('; ')}.`,
      `Our file on disk: ${bytes.map(([n, b]) => `${n} vectors ${(b / 2 ** 20).toFixed(1)} MiB (${(b / n).toFixed(0)} bytes each, the vector itself ${DIMENSIONS * 4})`).join('; ')}; slope ${slope(bytes).toFixed(2)}.`,
      ...(absent.size > 0 ? [`Left out, not installed here: ${[...absent].join(', ')} (npm ci in test/bench/peers).`] : []), // prettier-ignore
    ],
    curves: [...curves].map(([name, points]) => ({ name, points })),
  };
}

async function enginesFor(data: readonly Float32Array[], absent: Set<string>) {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-vectors-'));
  const plain = data.map((vector) => [...vector]);
  const documents = data.map((_, i) => new Document({ pageContent: '', metadata: { i } }));
  const store = new HnswVectorStore(new FakeEmbeddings(), DIMENSIONS);
  const begun = performance.now();
  await store.addVectors(plain, documents);
  const buildMs = performance.now() - begun;
  const path = join(directory, 'graph');
  store.save(path);
  const raw = new hnswlib.HierarchicalNSW('ip', DIMENSIONS);
  raw.readIndexSync(path);
  const widen = (width: number) => {
    store.searchWidth = width;
    raw.setEf(width);
  };
  const own: VectorEngine[] = [
    {
      ...{ name: OURS, buildMs },
      search: (i, queries) => store.nearest(plainOf(queries, i), K).map(([document]) => Number(document.metadata['i'])), // prettier-ignore
    },
    { name: RAW, buildMs, search: (i, queries) => raw.searchKnn(plainOf(queries, i), K).neighbors },
    { name: BRUTE, buildMs: 0, search: (i, queries) => bruteNearest(data, queries[i] ?? new Float32Array()) },
  ];
  const peers = await peersFor(data, plain, K, absent);
  const close = async () => {
    for (const { close } of peers) await close?.();
    rmSync(directory, { recursive: true });
  };
  return { engines: [...own, ...peers], file: statSync(path).size, widen, close };
}

const made = new WeakMap<Float32Array, number[]>();
/** A query as hnswlib-node wants it; made once, since callers have it so. */
function plainOf(queries: readonly Float32Array[], i: number): number[] {
  const query = queries[i] ?? new Float32Array();
  const plain = made.get(query) ?? [...query];
  made.set(query, plain);
  return plain;
}

function exactNearest(
  data: readonly Float32Array[],
  queries: readonly Float32Array[],
): ReadonlySet<number>[] {
  return queries.map((query) => new Set(bruteNearest(data, query)));
}

function bruteNearest(data: readonly Float32Array[], query: Float32Array): number[] {
  const best: [number, number][] = [];
  let least = -Infinity;
  for (let n = 0; n < data.length; n += 1) {
    const vector = data[n] as Float32Array;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < query.length; i += 4) {
      a += (vector[i] as number) * (query[i] as number);
      b += (vector[i + 1] as number) * (query[i + 1] as number);
      c += (vector[i + 2] as number) * (query[i + 2] as number);
      d += (vector[i + 3] as number) * (query[i + 3] as number);
    }
    const score = a + b + c + d;
    if (score <= least && best.length === K) continue;
    best.push([score, n]);
    best.sort((x, y) => y[0] - x[0]);
    best.length = Math.min(best.length, K);
    least = best.at(-1)?.[0] ?? -Infinity;
  }
  return best.map(([, n]) => n);
}
