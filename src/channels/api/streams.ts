import type { MiddlewareHandler } from 'hono';
import { Problem, type Env } from './problem.js';

/** Streams of events at once, of all clients and of one. Times in milliseconds. */
export type StreamLimits = {
  /** Each holds its answer in memory until the client has taken it. */
  readonly total: number;
  /** An office behind one address; a person has one. */
  readonly perClient: number;
  /** Longer than any answer is waited for, a model's included. */
  readonly ageMs: number;
  /** Proxies close what is silent for a minute, some for half of one. */
  readonly heartbeatMs: number;
};
export const STREAM_LIMITS: StreamLimits = { total: 200, perClient: 20, ageMs: 60_000, heartbeatMs: 15_000 };

type Stream = { readonly client: string; end(reason: 'shutdown' | 'too_old'): void };
const RETRY_AFTER = { 'Retry-After': '5' };
const encoder = new TextEncoder();
const HEARTBEAT = encoder.encode(': \n\n');

/**
 * All streams of events of the service, whichever route they come from: counted, kept alive, ended when too old, and told when
 * the service stops.
 */
export class Streams {
  readonly #limits: StreamLimits;
  readonly #isShared: (client: string) => boolean;
  readonly #open = new Set<Stream>();

  /** @param isShared whether a client is many people, such as a proxy of this machine; then only the total counts */
  constructor(limits = STREAM_LIMITS, isShared: (client: string) => boolean = () => false) {
    this.#limits = limits;
    this.#isShared = isShared;
  }

  get size(): number {
    return this.#open.size;
  }

  /** @throws Problem when there is no room; nothing of the stream has been sent then */
  guard(response: Response, client: string): Response {
    const { body } = response;
    if (body === null) return response;
    try {
      this.#checkRoom(client);
    } catch (error) {
      void body.cancel(error).catch(() => undefined);
      throw error;
    }
    return new Response(this.#watch(body.getReader(), client), response);
  }

  /** Tells every client that the service stops, and closes. */
  endAll(): void {
    for (const stream of this.#open) stream.end('shutdown');
  }

  #checkRoom(client: string): void {
    if (this.#open.size >= this.#limits.total)
      throw new Problem(503, 'Service Unavailable', 'Too many answers are being streamed. Try again shortly, or ask for JSON.', RETRY_AFTER); // prettier-ignore
    const own = this.#isShared(client)
      ? 0
      : [...this.#open].filter((stream) => stream.client === client).length;
    if (own >= this.#limits.perClient)
      throw new Problem(429, 'Too Many Requests', `At most ${this.#limits.perClient} streams are open for one client. Close one.`, RETRY_AFTER); // prettier-ignore
  }

  #watch(reader: ReadableStreamDefaultReader<Uint8Array>, client: string): ReadableStream<Uint8Array> {
    const { heartbeatMs, ageMs } = this.#limits;
    let stream: Stream;
    let timers: readonly NodeJS.Timeout[] = [];
    const release = () => {
      for (const timer of timers) clearTimeout(timer);
      this.#open.delete(stream);
    };
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          const end: Stream['end'] = (reason) => {
            release();
            controller.enqueue(lastWords(reason));
            controller.close();
            void reader.cancel(reason).catch(() => undefined);
          };
          stream = { client, end };
          this.#open.add(stream);
          timers = [
            // Only to clients that take what is sent: for others it would pile up.
            setInterval(() => {
              if ((controller.desiredSize ?? 0) > 0) controller.enqueue(HEARTBEAT);
            }, heartbeatMs).unref(),
            setTimeout(() => end('too_old'), ageMs).unref(),
          ];
        },
        pull: async (controller) => {
          try {
            const { value, done } = await reader.read();
            if (!this.#open.has(stream)) return; // ended meanwhile
            if (value !== undefined) controller.enqueue(value);
            if (!done) return;
            release();
            controller.close();
          } catch (error) {
            release();
            controller.error(error);
          }
        },
        cancel: (reason) => {
          release();
          return reader.cancel(reason);
        },
      },
      { highWaterMark: 1 },
    );
  }
}

/** Passes every stream of events through `streams`. */
export function guardStreams(streams: Streams, clientOf: (env: unknown) => string): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    if (c.res.headers.get('content-type')?.startsWith('text/event-stream') === true)
      c.res = streams.guard(c.res, clientOf(c.env));
  };
}

function lastWords(reason: string): Uint8Array {
  const title = reason === 'shutdown' ? 'Service Unavailable' : 'Gateway Timeout';
  const detail =
    reason === 'shutdown'
      ? 'The service is being restarted. Ask again.'
      : 'The answer took too long. Ask again.';
  const problem = { type: 'about:blank', title, status: reason === 'shutdown' ? 503 : 504, detail };
  return encoder.encode(
    `event: error\ndata: ${JSON.stringify(problem)}\n\nevent: end\ndata: ${JSON.stringify({ reason })}\n\n`,
  );
}
