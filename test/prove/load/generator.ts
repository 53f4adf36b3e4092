/**
 * Sends requests at the times that were decided beforehand, whether or not earlier ones have been answered, and measures each from
 * the time it was due: what waits in a line, here or there, is counted. A program of its own, so that it shares no event loop
 * with what it measures; it takes one plan from its parent and returns what happened.
 */
import { Agent, request } from 'node:http';
import { seeded } from '../../support/seeded.js';
import { questionAt } from './questions.js';
import type { Plan, Sample } from './generate.js';

// Far more than are open at once unless the service stands still.
const SOCKETS = 1024;
const TIMEOUT_MS = 20_000;

process.once('message', async (plan: Plan) => {
  const samples = await run(plan);
  process.send?.(samples, () => process.exit(0));
});

async function run({
  port,
  rate,
  seconds,
  clients,
  seed,
  client,
  patienceMs = TIMEOUT_MS,
}: Plan): Promise<readonly Sample[]> {
  const { below } = seeded(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const begun = performance.now();
  const sending: Promise<Sample>[] = [];
  let due = 0;
  for (let i = 0; due < seconds * 1000; i += 1) {
    due += (-Math.log(1 - below(2 ** 30) / 2 ** 30) / rate) * 1000; // a Poisson process: people do not come in step
    const wait = due - (performance.now() - begun);
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    sending.push(
      send(agent, port, {
        begun,
        due,
        question: questionAt(i),
        client: client ?? clientAt(i % clients),
        patienceMs,
      }),
    );
  }
  const samples = await Promise.all(sending);
  agent.destroy();
  return samples;
}

/** One of the addresses set aside for tests. */
function clientAt(i: number): string {
  return `198.18.${Math.floor(i / 250) % 250}.${(i % 250) + 1}`;
}

type One = {
  readonly begun: number;
  readonly due: number;
  readonly question: string;
  readonly client: string;
  readonly patienceMs: number;
};

function send(agent: Agent, port: number, one: One): Promise<Sample> {
  const { begun, due, question, client, patienceMs } = one;
  const late = performance.now() - begun - due;
  const body = JSON.stringify({ messages: [{ role: 'user', content: question }] });
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'X-Forwarded-For': client,
  };
  return new Promise((resolve) => {
    const done = (status: number, hasRetryAfter = false) =>
      resolve({ due, ms: performance.now() - begun - due, late, status, hasRetryAfter, endedAt: Date.now() });
    const options = {
      agent,
      port,
      host: '127.0.0.1',
      path: '/api/chat',
      method: 'POST',
      headers,
    };
    const sent = request(options, (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode ?? 0, response.headers['retry-after'] !== undefined));
      response.on('error', () => done(0));
    });
    const givingUp = setTimeout(() => sent.destroy(), patienceMs);
    sent.once('close', () => clearTimeout(givingUp));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The service closed an idle connection as it was taken up again: clients send once more, and so does this one.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(agent, port, one));
      else done(0);
    });
    sent.end(body);
  });
}
