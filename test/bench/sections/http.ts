import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serviceOf, type Service } from '../../prove/load/service.js';
import { askForAWhile, httpRequest } from '../load-loop.js';
import { planQuestions } from '../../support/plan-questions.js';
import { ratios, spread } from '../rounds.js';
import { atLeast, type BenchOptions, type Section } from '../section.js';
import { savedIndex } from './start.js';

const ROOT = join(import.meta.dirname, '../../..');
const CONNECTIONS = 10;
const SECONDS = 1.5;
const TICKS_PER_SECOND = 100; // of /proc/PID/stat, on every Linux Node runs on

const chat = (content: string) => JSON.stringify({ messages: [{ role: 'user', content }] });
// What no two readings kept in memory cover: every question is read anew, as from as many people.
const QUESTIONS = planQuestions().map(chat);
const STREAM = 'text/event-stream';

/** Requests a second of our routes beside a bare Hono service, in rounds that alternate; each service is a process of its own. */
export async function http({ rounds, say }: BenchOptions): Promise<Section> {
  say('http: the built service beside bare Hono');
  const directory = savedIndex();
  const env = { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: directory, LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '60000' }; // prettier-ignore
  const own = await serviceOf(spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), 'serve'], { env: { ...env, LOG_LEVEL: 'info' }, stdio: ['ignore', 'pipe', 'inherit'] })); // prettier-ignore
  const bare = await serviceOf(spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../bare-hono.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] })); // prettier-ignore
  const posts = (path: string, accept?: string) => QUESTIONS.map((body) => httpRequest('POST', path, body, accept)); // prettier-ignore
  const targets: readonly (readonly [string, Service, readonly Buffer[]])[] = [
    ['bare Hono hello', bare, [httpRequest('GET', '/hello')]],
    ['bare Hono JSON echo', bare, posts('/echo')],
    ['POST /api/chat', own, posts('/api/chat')],
    ['POST /api/chat, one question', own, posts('/api/chat').slice(0, 1)],
    ['POST /api/chat, as events', own, posts('/api/chat', STREAM)],
    ['GET /api/search', own, [httpRequest('GET', `/api/search?q=${encodeURIComponent('燃气管道')}&limit=5`)]],
    ['GET /api/clauses/6', own, [httpRequest('GET', '/api/clauses/6')]],
  ];
  const rates = new Map<string, number[]>(targets.map(([name]) => [name, []]));
  const costs = new Map<string, number[]>(targets.map(([name]) => [name, []]));
  let failed = 0;
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, { port, child }, requests] of targets) {
        const before = processorMs(child.pid);
        const result = await askForAWhile(port, requests, CONNECTIONS, SECONDS * 1000);
        if (round === 0) continue; // warms up
        failed += result.failed;
        rates.get(name)?.push(result.answered / (result.ms / 1000));
        costs.get(name)?.push((processorMs(child.pid) - before) / Math.max(1, result.answered));
      }
    }
  } finally {
    await Promise.all([own.stop(), bare.stop()]);
    rmSync(directory, { recursive: true });
  }
  const echo = 'bare Hono JSON echo';
  const of = (from: Map<string, number[]>, name: string) => from.get(name) ?? [];
  const share = ratios(of(rates, 'POST /api/chat'), of(rates, echo));
  const cost = ratios(of(costs, echo), of(costs, 'POST /api/chat'));
  const stream = ratios(of(costs, 'POST /api/chat'), of(costs, 'POST /api/chat, as events'));
  return {
    name: 'http',
    columns: ['route', 'requests a second', 'middle half', '÷ echo', 'middle half', 'ms of processor a request', 'echo’s processor ÷ its'], // prettier-ignore
    rows: targets.map(([name]) => {
      const [rate, ratio] = [spread(of(rates, name)), ratios(of(rates, name), of(rates, echo))];
      return [name, Math.round(rate.median), `${rate.low.toFixed(0)}–${rate.high.toFixed(0)}`, ratio.median, `${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}`, spread(of(costs, name)).median, ratios(of(costs, echo), of(costs, name)).median]; // prettier-ignore
    }),
    goals: [
      atLeast('POST /api/chat, requests a second ÷ bare Hono echo', share.median, 0.25),
      atLeast('the same by processor time, which the load loop does not share', cost.median, 0.25),
      atLeast('answer as JSON ÷ as events, by processor time', stream.median, 0.5),
    ],
    notes: [`${CONNECTIONS} connections, ${SECONDS} s a round, all protections on, SQLite in DATA_DIR, a conversation stored and logged for every chat; ${QUESTIONS.length} different questions in turn unless it says one; ${failed} answers were no 200. The load loop runs on the same two processors.`], // prettier-ignore
    curves: [],
  };
}

function processorMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}
