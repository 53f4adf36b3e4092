import type { Assistant } from '../../src/assistant.js';

/** What every proof is given. */
export type ProofOptions = {
  /** How many trials. */
  readonly n: number;
  readonly seed: number;
  /** Whether this is the long run: proofs may also try harder, not only more often. */
  readonly isFull: boolean;
  /** The repository. */
  readonly root: string;
  /** A directory of the proof's own, deleted afterwards. */
  readonly directory: string;
  /** The assistant over the whole corpus, opened once for all proofs. */
  readonly assistant: () => Promise<Assistant>;
  /** A saved index of the whole corpus, to copy from. */
  readonly indexDirectory: () => Promise<string>;
};

export type ProofResult = {
  readonly name: string;
  /** Trials made. */
  readonly n: number;
  /** Trials that failed; each is one of `n`. */
  readonly failures: number;
  /** What was measured, in a few words. */
  readonly detail: string;
  /** The first failures, for whoever mends them. */
  readonly examples?: readonly string[];
  /** Why nothing was tried; the run is not failed by it. */
  readonly skipped?: string;
};

export type Proof = {
  readonly name: string;
  /** What holds, in one line. */
  readonly claim: string;
  readonly quick: number;
  readonly full: number;
  /** Whether it measures how fast something is, so that nothing else may run beside it. */
  readonly isAlone?: boolean;
  /** The share of trials that may fail; 0 where it is left out. */
  readonly mayFail?: number;
  readonly prove: (options: ProofOptions) => Promise<ProofResult>;
};

const MOST_EXAMPLES = 5;

/** Counts trials and keeps the first failures. */
export class Tally {
  n = 0;
  failures = 0;
  readonly #examples: string[] = [];

  constructor(private readonly name: string) {}

  /** Counts a trial; what is wrong with it, or nothing. */
  count(...wrong: readonly (string | undefined | false)[]): void {
    this.n += 1;
    const found = wrong.filter((one) => typeof one === 'string');
    if (found.length === 0) return;
    this.failures += 1;
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(found.join('; ').slice(0, 400));
  }

  result(detail: string): ProofResult {
    return { name: this.name, n: this.n, failures: this.failures, detail, examples: this.#examples };
  }
}

export function skipped(name: string, why: string): ProofResult {
  return { name, n: 0, failures: 0, detail: '', skipped: why };
}
