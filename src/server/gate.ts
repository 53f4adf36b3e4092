/**
 * Decides which requests are taken on. What arrives within one turn of the event loop has waited together: once the turn has
 * lasted its time, the rest of it is turned away, at a fraction of what answering costs. So waiting is bounded however
 * many come, nothing has to be measured or tuned, and the first turn after the rush is a normal one.
 */
export class Gate {
  readonly #inFlight: number;
  readonly #turnMs: number;
  readonly #now: () => number;
  #turnBegan: number | undefined;
  #open = 0;

  /** @param now milliseconds on a clock that never jumps */
  constructor(limits: { readonly inFlight: number; readonly turnMs: number }, now = () => performance.now()) {
    this.#inFlight = limits.inFlight;
    this.#turnMs = limits.turnMs;
    this.#now = now;
  }

  /** Whether there is room; then {@link leave} must be called when the request is done. */
  enter(): boolean {
    const now = this.#now();
    if (this.#turnBegan === undefined) {
      this.#turnBegan = now;
      setImmediate(() => {
        this.#turnBegan = undefined;
      });
    }
    if (this.#open >= this.#inFlight || now - this.#turnBegan > this.#turnMs) return false;
    this.#open += 1;
    return true;
  }

  leave(): void {
    this.#open -= 1;
  }
}
