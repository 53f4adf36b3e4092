import { createServer } from 'node:http';
import type { Bot } from './bot.js';
import type { Health } from './health.js';
import type { Wechaty } from './wechaty.js';

// Reconnecting: at once would hammer a service that is down, and is what a banned account does.
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 5 * 60 * 1000;
const LOOK_MS = 5000;

export type RunOptions = {
  /** A new instance each time: an instance that failed keeps its failure. */
  readonly load: () => Promise<Wechaty>;
  readonly bot: Pick<Bot, 'attach'>;
  readonly health: Health;
  readonly signal: AbortSignal;
  readonly onState: (state: string) => void;
  readonly onError: (error: unknown) => void;
};

/** Keeps the bot connected until the signal. Loads once before anything else, so that what is missing is an error at the start. */
export async function runBot(options: RunOptions): Promise<void> {
  const { load, bot, health, signal, onState, onError } = options;
  let wechaty = await load();
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    const begun = Date.now();
    health.set('starting');
    bot.attach(wechaty);
    // Resolves even when nothing could be reached; whether it works is seen by its events.
    await wechaty.start().catch(onError);
    await untilDown(health, signal, onState);
    await wechaty.stop().catch(onError);
    if (Date.now() - begun > LONGEST_WAIT_MS) wait = FIRST_WAIT_MS;
    await sleepOr(signal, wait * (0.8 + 0.4 * Math.random()));
    if (!signal.aborted) wechaty = await load();
  }
}

async function untilDown(
  health: Health,
  signal: AbortSignal,
  onState: (state: string) => void,
): Promise<void> {
  let last = '';
  for (; !signal.aborted; await sleepOr(signal, LOOK_MS)) {
    const { state } = health;
    if (state !== last) onState(state);
    last = state;
    if (state === 'down') return;
  }
}

/** Resolves after `ms`, or when the signal comes. */
function sleepOr(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** GET /livez and /readyz for a monitor on this machine. @returns what stops it */
export function serveHealth(health: Health, port: number, onError: (error: unknown) => void): () => void {
  const server = createServer((request, response) => {
    const isReady = request.url === '/livez' || health.state === 'up';
    response.writeHead(isReady ? 200 : 503, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ status: isReady ? 'ok' : 'down', wechaty: health.state }));
  });
  server.on('error', onError).listen(port, '127.0.0.1');
  return () => void server.close();
}
