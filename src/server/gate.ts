import { Saturation } from './saturation.js';

/**
 * Decides which requests are taken on. What arrives within one turn of the event loop has waited together: once the turn has
 * lasted its time, the rest of it is turned away, at a fraction of what answering costs. What waits outside the
 * process, to be connected, shows as {@link Saturation}. Both let requests in again as soon as the rush is over.
 */
export class Gate {
  readonly #inFlight: number;
  readonly #turnMs: number;
  readonly #saturation = new Saturation();
  #turnBegan: number | undefined;
  #open = 0;

  constructor(limits: { readonly inFlight: number; readonly turnMs: number }) {
    this.#inFlight = limits.inFlight;
    this.#turnMs = limits.turnMs;
  }

  /** Whether there is room; then {@link leave} must be called when the request is done. */
  enter(): boolean {
    const isLate = this.#turnLasted() > this.#turnMs;
    if (this.#saturation.isSaturated() || isLate || this.#open >= this.#inFlight) return false;
    this.#open += 1;
    return true;
  }

  leave(): void {
    this.#open -= 1;
  }

  #turnLasted(): number {
    const now = performance.now();
    if (this.#turnBegan === undefined) {
      this.#turnBegan = now;
      setImmediate(() => {
        this.#turnBegan = undefined;
      });
    }
    return now - this.#turnBegan;
  }
}
