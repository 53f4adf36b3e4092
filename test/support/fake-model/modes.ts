import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../seeded.js';
import { type Message, write, type Writer, WRITERS } from './writers.js';

/** What may be wrong with the endpoint, whatever the model would have written. */
const FAULTS = ['hang', 'refuse', '401', '404', '429', '500', 'redirect', 'reset', 'cut', 'length', 'filter', 'garbage', 'html', 'empty', 'drip', 'stall', 'comments', 'huge', 'flapping'] as const; // prettier-ignore
export const MODES = ['ok', ...FAULTS, ...WRITERS] as const;
export type Mode = (typeof MODES)[number];

export type Timing = {
  /** Before the first piece, and between two pieces. */
  readonly firstMs: number;
  readonly pieceMs: number;
  /** Between the characters of a drip. */
  readonly dripMs: number;
  /** Of flapping: the shortest and the longest time to the first piece, and the share that fails. */
  readonly flapping: { readonly leastMs: number; readonly mostMs: number; readonly failures: number };
  readonly retryAfterSeconds: number;
};

export type Call = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly messages: readonly Message[];
  readonly isStreamed: boolean;
  readonly model: string;
  /** Which call of this server it is, from 1. */
  readonly number: number;
};

const PIECE = 4; // characters; about what a token is
const HUGE_BYTES = 50 * 1024 * 1024;

/** Answers one call in a mode. */
export async function answer(mode: Mode, call: Call, timing: Timing): Promise<void> {
  const { response, request } = call;
  const fail = (status: number, headers = {}) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(
      // Some servers quote the key; nothing of this may be seen again.
      JSON.stringify({ error: { message: `status ${status} for ${request.headers.authorization ?? ''}` } }),
    );
  switch (mode) {
    case 'hang':
      return;
    case 'refuse':
      return void request.socket.resetAndDestroy();
    case '401':
    case '404':
    case '500':
      return void fail(Number(mode));
    case '429':
      return void fail(429, { 'Retry-After': String(timing.retryAfterSeconds) });
    case 'redirect':
      return void fail(307, { Location: '/v1/elsewhere' });
    case 'html':
      return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>');
    case 'empty':
      return void response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end();
    case 'flapping':
      return flap(call, timing);
    default:
      return speak(mode, call, timing);
  }
}

/** Fails now and then in one of the ways, and takes its time otherwise. */
async function flap(call: Call, timing: Timing): Promise<void> {
  const { leastMs, mostMs, failures } = timing.flapping;
  const random = seeded(call.number);
  const share = () => random.below(10_000) / 10_000;
  const ways: readonly Mode[] = ['500', 'reset', 'cut', 'hang', '429', 'garbage'];
  const isFailing = share() < failures;
  const way = random.pick(ways);
  const firstMs = leastMs + share() * (mostMs - leastMs);
  await answer(isFailing ? way : 'ok', call, { ...timing, firstMs, retryAfterSeconds: 1 });
}

/** Everything that begins as an answer. */
async function speak(mode: Mode, call: Call, timing: Timing): Promise<void> {
  const { response, messages, isStreamed, model } = call;
  const writer = (WRITERS as readonly string[]).includes(mode) ? (mode as Writer) : 'good';
  const text = write(writer, messages) || '{"text":"好的。","cites":[]}';
  const usage = { prompt_tokens: messages.reduce((sum, one) => sum + one.content.length, 0), completion_tokens: text.length, total_tokens: 0 }; // prettier-ignore
  usage.total_tokens = usage.prompt_tokens + usage.completion_tokens;
  await sleep(timing.firstMs);
  if (!isStreamed) {
    const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ id: 'fake', object: 'chat.completion', model, choices, usage }));
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  const event = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  const chunk = (delta: object, finish: string | null = null) =>
    event({ id: 'fake', object: 'chat.completion.chunk', model, choices: [{ index: 0, delta, finish_reason: finish }] }); // prettier-ignore
  chunk({ role: 'assistant', content: '' });
  if (mode === 'comments') {
    for (let i = 0; i < 1000 && !response.destroyed; i += 1) {
      response.write(': keep-alive\n\n');
      await sleep(20);
    }
    return;
  }
  const step = mode === 'drip' ? 1 : PIECE;
  for (let at = 0; at < text.length && !response.destroyed; at += step) {
    chunk({ content: text.slice(at, at + step) });
    if (mode === 'stall') return;
    if (mode === 'reset' && at > 0) {
      // Let the bytes leave, so that the break comes in the middle.
      await sleep(5);
      call.request.socket.resetAndDestroy();
      return;
    }
    if (mode === 'cut' && at > text.length / 2) return void response.end();
    if (mode === 'garbage' && at > 0) return void response.end('data: {"choices":[{"delta":{"conte\n\n');
    const pause = mode === 'drip' ? timing.dripMs : timing.pieceMs;
    if (pause > 0) await sleep(pause);
  }
  if (mode === 'huge') await flood(call, chunk);
  chunk({}, mode === 'length' ? 'length' : mode === 'filter' ? 'content_filter' : 'stop');
  event({ id: 'fake', object: 'chat.completion.chunk', model, choices: [], usage });
  response.end('data: [DONE]\n\n');
}

/** Fifty megabytes, as fast as they are taken. */
async function flood({ response }: Call, chunk: (delta: object) => boolean): Promise<void> {
  const filler = '话'.repeat(200);
  for (let bytes = 0; bytes < HUGE_BYTES && !response.destroyed; bytes += filler.length * 3) {
    if (chunk({ content: filler })) continue;
    const either = new AbortController();
    const { signal } = either;
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
    either.abort();
  }
}
