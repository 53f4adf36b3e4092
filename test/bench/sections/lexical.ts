import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bm25 } from '../../../src/retrieval/bm25.js';
import { foldToWords } from '../../../src/retrieval/fold.js';
import { InvertedIndex } from '../../../src/retrieval/inverted-index.js';
import { ngrams } from '../../../src/retrieval/ngrams.js';
import { madeClauses, questionFor } from '../made-data.js';
import { lexicalPeersFor, type LexicalEngine } from '../peers/lexical-peers.js';
import { percentile, ratios, slope, spread, timeInRounds } from '../rounds.js';
import { atLeast, type BenchOptions, type Goal, type Section } from '../section.js';

const PLAN = join(import.meta.dirname, '../../../corpus/su-zheng-fa-2024-102.md');
const K = 10;
const QUERIES = 100;
// Below so many clauses every engine is fast enough, and no ratio is asked.
const ASKED_FROM = 10_000;
const HIT = 0.98;
const OURS = 'Suwen InvertedIndex, bigrams';
const PLAIN = 'Suwen Bm25, bigrams';
const MINISEARCH = 'MiniSearch, bigrams';
const tokens = (text: string) => ngrams(foldToWords(text), 2, 2);

/** Chinese full-text search over made clauses; every engine is given the same bigrams, since none of the peers splits Chinese well by itself. */
export async function lexical({ rounds, isLarge, say }: BenchOptions): Promise<Section> {
  const phrases = readFileSync(PLAN, 'utf8').split(/[\s，,。；、：#*]+/u).filter((one) => one.length >= 4 && one.length <= 20); // prettier-ignore
  const rows: (string | number)[][] = [];
  const goals: Goal[] = [];
  const curves = new Map<string, [number, number][]>();
  const memory: [number, number][] = [];
  const absent = new Set<string>();
  for (const size of isLarge ? [1000, 10_000, 100_000] : [1000, 10_000]) {
    say(`lexical: ${size} clauses`);
    const clauses = madeClauses(5, size, phrases);
    const asked = Array.from({ length: QUERIES }, (_, i) => Math.floor((i * size) / QUERIES));
    const questions = asked.map((clause, i) => questionFor(i, clauses[clause] ?? ''));
    const engines = [...own(clauses, memory), ...(await lexicalPeersFor(clauses, tokens, K, absent))];
    const hits = new Map<string, number>();
    for (const { name, search } of engines) {
      let found = 0;
      for (const [i, question] of questions.entries())
        if ((await search(question))[0] === asked[i]) found += 1;
      hits.set(name, found / QUERIES);
    }
    const timed = engines.map(({ name, search }) => ({ name, run: (i: number) => search(questions[i % QUERIES] ?? '') })); // prettier-ignore
    const figures = await timeInRounds(timed, rounds, QUERIES);
    for (const { name, buildMs } of engines) {
      const mine = figures.get(name) ?? [];
      const ms = spread(mine);
      const ratio = ratios(mine, figures.get(OURS) ?? []);
      rows.push([size, name, ms.median, `${ms.low.toFixed(3)}–${ms.high.toFixed(3)}`, ratio.median, `${ratio.low.toFixed(1)}–${ratio.high.toFixed(1)}`, hits.get(name) ?? 0, Math.round(buildMs)]); // prettier-ignore
      curves.set(name, [...(curves.get(name) ?? []), [size, percentile(mine, 0.5)]]);
      if (name === MINISEARCH && size >= ASKED_FROM) goals.push(atLeast(`${MINISEARCH} takes longer than ours at ${size}`, ratio.median, 50, ' ×')); // prettier-ignore
      if (name === OURS)
        goals.push(atLeast(`known clause found first among ${size}`, hits.get(name) ?? 0, HIT));
    }
  }
  const growth = [...curves].map(([name, points]) => `${name} ${slope(points).toFixed(2)}`);
  return {
    name: 'lexical',
    columns: ['clauses', 'engine', 'ms a query', 'middle half', '× ours', 'middle half', 'hit@1', 'build ms'],
    ...{ rows, goals },
    notes: [
      `Clauses made of four phrases of the plan and two made-up names; a question is a name and a phrase of one clause; ${QUERIES} questions.`,
      `Time against size, slope of the logarithms: ${growth.join('; ')}.`,
      `The typed arrays of our index: ${memory.map(([n, b]) => `${n} clauses ${(b / 2 ** 20).toFixed(1)} MiB (${(b / n).toFixed(0)} bytes each)`).join('; ')}${memory.length > 1 ? `; slope ${slope(memory).toFixed(2)}` : ''}.`,
      ...(absent.size > 0 ? [`Left out, not installed here: ${[...absent].join(', ')} (npm ci in test/bench/peers).`] : []), // prettier-ignore
    ],
    curves: [...curves].map(([name, points]) => ({ name, points })),
  };
}

/** What the product asks among many policies, and the plain BM25 of the plan. */
function own(clauses: readonly string[], memory: [number, number][]): LexicalEngine[] {
  const begun = performance.now();
  const index = new InvertedIndex(clauses);
  const buildMs = performance.now() - begun;
  memory.push([clauses.length, index.bytes]);
  const begunPlain = performance.now();
  const plain = new Bm25(clauses.map(tokens));
  const plainMs = performance.now() - begunPlain;
  return [
    { name: OURS, buildMs, search: (question) => index.search(question, K).map(({ document }) => document) },
    { name: PLAIN, buildMs: plainMs, search: (question) => bestOf(plain.scores(tokens(question))) },
  ];
}

function bestOf(scores: Float64Array): number[] {
  const best: number[] = [];
  for (const [n, score] of scores.entries()) {
    if (score === 0 || (best.length === K && score <= (scores[best[K - 1] ?? 0] ?? 0))) continue;
    best.push(n);
    best.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    best.length = Math.min(best.length, K);
  }
  return best;
}
