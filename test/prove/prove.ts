import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAssistant, type Assistant } from '../../src/assistant.js';
import type { RunOptions } from './options.js';
import type { Proof, ProofResult } from './proof.js';
import { upperBound } from './bound.js';

/** A result with what follows from it. */
export type Row = ProofResult & {
  /** 95 % upper bound of the failure rate. */
  readonly bound: number;
  readonly isHeld: boolean;
  readonly seconds: number;
  readonly claim: string;
};

export type Run = Pick<RunOptions, 'size' | 'seed'> & { readonly root: string };

/** Runs proofs; each has a directory of its own, and a proof that throws has failed. */
export class Prover {
  readonly #run: Run;
  readonly #directory = mkdtempSync(join(tmpdir(), 'suwen-prove-'));
  #assistant: Promise<Assistant> | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  async try(proof: Proof): Promise<Row> {
    const { size, seed, root } = this.#run;
    const own = join(this.#directory, proof.name);
    mkdirSync(own);
    const begun = performance.now();
    const assistant = () => (this.#assistant ??= createAssistant(root, keptIndex(root)));
    const result = await proof
      .prove({
        ...{ n: proof[size], seed, isFull: size === 'full', root, directory: own, assistant },
        indexDirectory: async () => (await assistant(), keptIndex(root)),
      })
      .catch((error: unknown) => failed(proof, error));
    rmSync(own, { recursive: true, force: true });
    return rowOf(proof, result, performance.now() - begun);
  }

  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Kept between runs: building it takes twenty seconds, and it is checked against the corpus on opening. */
export function keptIndex(root: string): string {
  return join(root, '.data');
}

/** Runs proofs one after another. */
export async function prove(proofs: readonly Proof[], run: Run, tell: (row: Row) => void): Promise<Row[]> {
  const prover = new Prover(run);
  const rows: Row[] = [];
  try {
    for (const proof of proofs) {
      const row = await prover.try(proof);
      rows.push(row);
      tell(row);
    }
  } finally {
    prover.close();
  }
  return rows;
}

export function rowOf(proof: Proof, result: ProofResult, ms: number): Row {
  return { ...result, ...judged(proof, result), claim: proof.claim, seconds: ms / 1000 };
}

function judged({ mayFail = 0 }: Proof, { n, failures, skipped }: ProofResult) {
  const isHeld = skipped !== undefined || (n > 0 && failures <= mayFail * n);
  return { bound: upperBound(failures, n), isHeld };
}

export function failed({ name }: Proof, error: unknown): ProofResult {
  const example = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { name, n: 1, failures: 1, detail: 'the proof itself broke off', examples: [example] };
}
