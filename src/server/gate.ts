/**
 * Decides which requests are taken on. What arrives within one turn of the event loop has waited together: once the turn has
 * lasted its time, the rest of it is turned away, at a fraction of what answering costs, and the next turn is a normal one.
 * So waiting is bounded however many come, nothing has to be tuned, and a busy loop alone, as a few impatient clients make
 * it, refuses nobody. What waits in the kernel to be connected is not seen here; the backlog bounds it.
 */
export class Gate {
  readonly #inFlight: number;
  readonly #turnMs: number;
  #turnBegan: number | undefined;
  #open = 0;

  constructor(limits: { readonly inFlight: number; readonly turnMs: number }) {
    this.#inFlight = limits.inFlight;
    this.#turnMs = limits.turnMs;
  }

  /** Whether there is room; then {@link leave} must be called when the request is done. */
  enter(): boolean {
    if (this.#turnLasted() > this.#turnMs || this.#open >= this.#inFlight) return false;
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
