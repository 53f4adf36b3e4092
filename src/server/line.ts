/** A request that waits to be answered. */
export type Waiting = {
  /** Begins to answer; what of it waits for others goes on by itself. */
  answer(): void;
  refuse(): void;
  /** Whether nobody waits for it any more. */
  isGone(): boolean;
};

// A connection is accepted only once a turn of the event loop. So many turns are spent on accepting alone before each answer
// when connections keep coming: else they would wait in the kernel, where nobody can tell for how long.
const ACCEPTING_TURNS = 16;

/**
 * Where requests wait for their turn: one is begun in each turn of the event loop, so that between any two others are accepted and
 * heard. So it is known how long each has waited, and one that waited too long is turned away at a fraction of what
 * answering costs, until those behind have waited less. A busy loop alone, as a few impatient clients make it, refuses nobody.
 */
export class Line {
  readonly #limits: { readonly inFlight: number; readonly waitMs: number };
  readonly #waiting: { readonly one: Waiting; readonly since: number }[] = [];
  #isMoving = false;
  #hasAccepted = false;
  #accepting = 0;
  #open = 0;

  constructor(limits: { readonly inFlight: number; readonly waitMs: number }) {
    this.#limits = limits;
  }

  join(one: Waiting): void {
    this.#waiting.push({ one, since: performance.now() });
    if (this.#isMoving) return;
    this.#isMoving = true;
    setImmediate(() => this.#move());
  }

  /** Says that a connection was accepted: more may wait. */
  accepted(): void {
    this.#hasAccepted = true;
  }

  /** Says that an answer has ended. */
  leave(): void {
    this.#open -= 1;
  }

  #move(): void {
    if (this.#hasAccepted && this.#accepting < ACCEPTING_TURNS) this.#accepting += 1;
    else {
      this.#accepting = 0;
      this.#begin();
    }
    this.#hasAccepted = false;
    if (this.#waiting.length > 0) setImmediate(() => this.#move());
    else this.#isMoving = false;
  }

  /** Begins with the first that may be answered; refuses those before it. */
  #begin(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { one, since } = next;
      if (one.isGone()) continue;
      const isLate = performance.now() - since > this.#limits.waitMs;
      if (!isLate && this.#open < this.#limits.inFlight) {
        this.#open += 1;
        return one.answer();
      }
      one.refuse();
    }
  }
}
