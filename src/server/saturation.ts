import { performance } from 'node:perf_hooks';

// Below four fifths of what it can do the event loop is never without a pause for so long, whatever comes by chance.
const BUSY_MS = 200;
// Waiting for the network for a fiftieth of the time is no pause: the loop looks there between any two tasks.
const IDLE_SHARE = 0.02;
// In so long a thousand are turned away; then what waited is gone, or more come than even that can help.
const SHED_MS = 50;
// A pause of this length says that nobody waits any more.
const PAUSE_MS = 2;

/** Times in milliseconds on a clock that never jumps. */
export type LoopClock = {
  now(): number;
  /** How long the event loop has waited for something to do since the start. */
  idle(): number;
};

const LOOP: LoopClock = {
  now: () => performance.now(),
  idle: () => performance.eventLoopUtilization().idle,
};

/**
 * Whether more comes than can be done: the event loop found no pause for some time, so something waits, be it in the kernel
 * where it cannot be seen. Shedding then goes on until a pause shows that the line is gone.
 */
export class Saturation {
  readonly #clock: LoopClock;
  #since: number;
  #idleThen: number;
  #isShedding = false;

  constructor(clock = LOOP) {
    this.#clock = clock;
    this.#since = clock.now();
    this.#idleThen = clock.idle();
  }

  /** Asked with every request; without requests there is nothing to decide. */
  isSaturated(): boolean {
    const lasted = this.#clock.now() - this.#since;
    const paused = this.#clock.idle() - this.#idleThen;
    if (this.#isShedding) {
      if (paused >= PAUSE_MS || lasted >= SHED_MS) this.#begin(false);
    } else if (lasted >= BUSY_MS) this.#begin(paused < IDLE_SHARE * lasted);
    return this.#isShedding;
  }

  #begin(isShedding: boolean): void {
    this.#isShedding = isShedding;
    this.#since = this.#clock.now();
    this.#idleThen = this.#clock.idle();
  }
}
