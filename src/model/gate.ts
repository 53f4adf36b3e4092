import { ModelError } from './model-error.js';

/** Lets so many in at once and so many wait; whoever leaves the queue frees their place in it. */
export class Gate {
  #active = 0;
  readonly #queue: (() => void)[] = [];

  constructor(
    readonly slots: number,
    readonly places: number,
  ) {}

  get active(): number {
    return this.#active;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Waits for a slot. @returns what frees it again @throws ModelError when the queue is full, or the signal's reason */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#active >= this.slots) {
      if (this.#queue.length >= this.places) {
        throw new ModelError('model_busy', `${this.slots} calls to the chat model are under way and ${this.places} wait (CHAT_CONCURRENCY, CHAT_QUEUE).`); // prettier-ignore
      }
      await this.#turn(signal);
    } else this.#active += 1;
    return () => this.#leave();
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#queue.splice(this.#queue.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      this.#queue.push(go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** The slot passes to the next in the queue without being free in between. */
  #leave(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#active -= 1;
  }
}
