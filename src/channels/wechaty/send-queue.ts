import { sleep } from '../wechat/waits.js';

export type Pace = { readonly leastMs: number; readonly jitterMs: number };

// A person needs that long to write; messages that follow faster look like, and are, a machine's.
const PACE: Pace = { leastMs: 1000, jitterMs: 2000 };
const MINUTE_MS = 60 * 1000;
const A_MINUTE = 20;
// What waits longer than this answers a question nobody remembers.
const MOST_WAITING = 30;

type Sending = { readonly send: () => Promise<unknown>; readonly done: (isSent: boolean) => void };

/** One line of messages for the account, in order and at a person's pace. */
export class SendQueue {
  readonly #waiting: Sending[] = [];
  #sent: number[] = [];
  #isRunning = false;
  #isOpen = false;

  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly pace = PACE,
  ) {}

  open(): void {
    this.#isOpen = true;
  }

  /** Nothing is sent any more, and what waits is dropped: the next session is another conversation. */
  close(): void {
    this.#isOpen = false;
    for (const { done } of this.#waiting.splice(0)) done(false);
  }

  /** Resolves to whether it was sent. Never rejects. */
  add(send: () => Promise<unknown>): Promise<boolean> {
    return new Promise((done) => {
      if (!this.#isOpen || this.#waiting.length >= MOST_WAITING) return done(false);
      this.#waiting.push({ send, done });
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      for (const ms of [this.pace.leastMs + Math.random() * this.pace.jitterMs, this.#untilAllowed()])
        if (ms > 0) await sleep(ms);
      const next = this.#waiting.shift();
      if (next === undefined) break;
      try {
        await next.send();
        next.done(true);
      } catch (error) {
        this.onError(error);
        next.done(false);
      }
      this.#sent.push(Date.now());
    }
    this.#isRunning = false;
  }

  #untilAllowed(): number {
    const now = Date.now();
    this.#sent = this.#sent.filter((time) => time > now - MINUTE_MS);
    const [first] = this.#sent;
    return this.#sent.length < A_MINUTE || first === undefined ? 0 : first + MINUTE_MS - now;
  }
}
