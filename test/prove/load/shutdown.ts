import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rawClient, type RawClient } from '../../support/raw-client.js';
import { missedGoals, type LoadOptions, type Outcome, type Scenario } from './outcome.js';
import { serviceOf } from './service.js';

const STREAMS = 200;
const EXITS_MS = 10_000;
const OPENS_MS = 60_000;
const BODY = JSON.stringify({ messages: [{ role: 'user', content: '医保' }] });
const STREAM = `POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`;

type Stop = { readonly code: number | null; readonly ms: number; readonly told: number };

/** F32: stopped with two hundred streams open, every one is told, and the process is gone within ten seconds. */
export const shutdown: Scenario = async (options): Promise<Outcome> => {
  const times = options.isFull ? 50 : 3;
  const stops: Stop[] = [];
  for (let i = 0; i < times; i += 1) stops.push(await stopOnce(options));
  const isRight = ({ code, ms, told }: Stop) => code === 0 && ms <= EXITS_MS && told === STREAMS;
  const slowest = Math.max(...stops.map(({ ms }) => ms));
  const failures = stops.filter((stop) => !isRight(stop)).length;
  const told = stops.reduce((sum, stop) => sum + stop.told, 0);
  const codes = [...new Set(stops.map(({ code }) => code))].join(', ');
  const detail = `${times} stops with ${STREAMS} open streams: ${told}/${times * STREAMS} told, exit code ${codes}, slowest ${slowest.toFixed(0)} ms`;
  return { name: 'load:shutdown', n: times, failures, missed: missedGoals({}), detail };
};

async function stopOnce({ directory }: LoadOptions): Promise<Stop> {
  const program = join(import.meta.dirname, 'slow-service.ts');
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: join(directory, 'slow'),
    SLOW_MS: '60000',
  };
  const service = await serviceOf(
    spawn(process.execPath, ['--import', 'tsx', program], { env, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  const clients = await Promise.all(Array.from({ length: STREAMS }, () => openStream(service.port)));
  const { code, ms } = await service.stop();
  const texts = await Promise.all(clients.map(async ({ closed }) => (await closed).text));
  return { code, ms, told: texts.filter((text) => text.includes('data: {"reason":"shutdown"}')).length };
}

/** Tries again when turned away, as a starting service on a busy machine may. */
async function openStream(port: number): Promise<RawClient> {
  for (const until = performance.now() + OPENS_MS; performance.now() < until;) {
    const client = await rawClient(port, STREAM);
    while (client.received() === '' && !client.socket.closed) await sleep(20);
    if (client.received().includes(' 200 ')) return client;
    client.socket.destroy();
    await sleep(500);
  }
  throw new Error('the service opens no stream');
}
