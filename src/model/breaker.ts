import { ModelError, type ModelFault } from './model-error.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

// Five in a row are no accident; half of ten are not either, when some get through in between.
const CONSECUTIVE = 5;
const SHARE = 0.5;
const LEAST_CALLS = 10;
const WINDOW_MS = 30_000;
// How long a failing endpoint is left alone before one call tries it.
const OPEN_MS = 10_000;
// A server may ask for silence, but not for more than this.
const LONGEST_PAUSE_MS = 60_000;
// Up to this the retry itself waits; longer, and everybody else should wait too.
const SHORT_WAIT_MS = 2000;

/** Faults that say something about the endpoint. Length, filter and a caller who left do not. */
const COUNTED: ReadonlySet<ModelFault> = new Set<ModelFault>([
  'model_timeout',
  'model_unavailable',
  'model_misconfigured',
  'model_busy',
  'model_cut',
  'model_garbled',
  'model_oversize',
]);

/** One admitted call, which says how it ended. */
export type Permit = { succeeded(): void; failed(error: ModelError): void };

/**
 * Leaves a failing endpoint alone for a while. Written here because cockatiel's counts by the wall clock, lets everybody wait for the
 * probe, closes when the caller of the probe leaves, and knows no server that names its own pause.
 */
export class Breaker {
  #recent: { readonly at: number; readonly isFailure: boolean }[] = [];
  #failuresInRow = 0;
  #closedUntil = 0; // monotonic; in the past or 0: not open
  #state: BreakerState = 'closed';
  #isProbing = false;

  /** @param now a monotonic clock, in milliseconds */
  constructor(readonly now: () => number = () => performance.now()) {}

  get state(): BreakerState {
    return this.#state === 'open' && this.now() >= this.#closedUntil ? 'half-open' : this.#state;
  }

  /** @throws ModelError when a call would not be admitted */
  check(): void {
    if (this.state === 'closed' || (this.state === 'half-open' && !this.#isProbing)) return;
    throw new ModelError(
      'model_unavailable',
      'The chat model failed too often and is left alone for a while.',
    );
  }

  /** Admits a call. @throws ModelError at once when the breaker is open, or when another call tries whether it is over */
  admit(): Permit {
    this.check();
    const isProbe = this.state === 'half-open';
    this.#state = isProbe ? 'half-open' : 'closed';
    this.#isProbing = isProbe;
    return {
      succeeded: () => this.#ended(isProbe, false),
      failed: (error) => {
        if (COUNTED.has(error.fault)) this.#ended(isProbe, true, error.retryAfterMs);
        else if (isProbe) this.#isProbing = false; // it told nothing: the next call is the probe
      },
    };
  }

  #ended(isProbe: boolean, isFailure: boolean, retryAfterMs = 0): void {
    const at = this.now();
    if (isProbe) this.#isProbing = false;
    this.#recent = [...this.#recent.filter((one) => at - one.at < WINDOW_MS), { at, isFailure }];
    this.#failuresInRow = isFailure ? this.#failuresInRow + 1 : 0;
    if (isFailure) {
      const isAsked = retryAfterMs > SHORT_WAIT_MS;
      if (isProbe || isAsked || this.#isTooMuch()) this.#open(at + Math.max(OPEN_MS, Math.min(retryAfterMs, LONGEST_PAUSE_MS))); // prettier-ignore
    } else if (isProbe) {
      this.#state = 'closed';
      this.#recent = [];
    }
  }

  #isTooMuch(): boolean {
    const failures = this.#recent.filter(({ isFailure }) => isFailure).length;
    const isHalf = this.#recent.length >= LEAST_CALLS && failures >= SHARE * this.#recent.length;
    return this.#failuresInRow >= CONSECUTIVE || isHalf;
  }

  #open(until: number): void {
    this.#state = 'open';
    this.#closedUntil = Math.max(this.#closedUntil, until);
  }
}
