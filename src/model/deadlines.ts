import { ModelError } from './model-error.js';

export type DeadlineSettings = {
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
};

/**
 * One signal for all that may end a call: the caller leaving, the first token not coming, silence, the whole taking too long. The
 * client library's own timeout ends at the response headers, so that a stream that stalls after them would run for ever.
 */
export class Deadlines {
  readonly #abort = new AbortController();
  readonly #timers: { total?: NodeJS.Timeout; token?: NodeJS.Timeout } = {};
  readonly #endsAt: number;
  readonly #unlisten: () => void;

  constructor(
    readonly settings: DeadlineSettings,
    request: { readonly signal?: AbortSignal; readonly deadlineMs?: number },
  ) {
    const totalMs = Math.min(settings.totalMs, request.deadlineMs ?? Infinity);
    this.#endsAt = performance.now() + totalMs;
    this.#timers.total = this.#after(totalMs, `no whole answer within ${totalMs} ms (CHAT_TOTAL_MS, or what the channel allows)`); // prettier-ignore
    const leave = () => this.#abort.abort(new ModelError('model_aborted', 'The caller left.'));
    if (request.signal?.aborted) leave();
    request.signal?.addEventListener('abort', leave, { once: true });
    this.#unlisten = () => request.signal?.removeEventListener('abort', leave);
  }

  /** Its reason is always a ModelError. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  /** A call goes out; from now the first token is waited for. */
  sent(): void {
    const { firstTokenMs } = this.settings;
    this.#await(firstTokenMs, `no first token within ${firstTokenMs} ms (CHAT_FIRST_TOKEN_MS)`);
  }

  /** Something of the answer came. */
  heard(): void {
    const { idleMs } = this.settings;
    this.#await(idleMs, `silent for ${idleMs} ms (CHAT_IDLE_MS)`);
  }

  /** Nothing is waited for: between two tries. */
  rest(): void {
    clearTimeout(this.#timers.token);
  }

  /** The call is over; whatever still runs of it is aborted. */
  stop(): void {
    this.rest();
    clearTimeout(this.#timers.total);
    this.#unlisten();
    this.#abort.abort(new ModelError('model_aborted', 'Nobody reads the answer any more.'));
  }

  #await(ms: number, what: string): void {
    clearTimeout(this.#timers.token);
    this.#timers.token = this.#after(ms, what);
  }

  #after(ms: number, what: string): NodeJS.Timeout {
    return setTimeout(() => this.#abort.abort(new ModelError('model_timeout', `The chat model was too slow: ${what}.`)), ms); // prettier-ignore
  }
}
