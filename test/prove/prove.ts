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

/** Runs proofs one after another; each has a directory of its own, and a proof that throws has failed. */
export async function prove(
  proofs: readonly Proof[],
  { size, seed, root }: Pick<RunOptions, 'size' | 'seed'> & { root: string },
  tell: (row: Row) => void,
): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-prove-'));
  // Kept between runs: building it takes twenty seconds, and it is checked against the corpus on opening.
  const indexDirectory = join(root, '.data');
  let opened: Promise<Assistant> | undefined;
  const assistant = () => (opened ??= createAssistant(root, indexDirectory));
  const rows: Row[] = [];
  try {
    for (const proof of proofs) {
      const own = join(directory, proof.name);
      mkdirSync(own);
      const begun = performance.now();
      const options = { n: proof[size], seed, isFull: size === 'full', root, directory: own };
      const result = await proof
        .prove({ ...options, assistant, indexDirectory: async () => (await assistant(), indexDirectory) })
        .catch((error: unknown) => failed(proof, error));
      const row = { ...result, ...judged(proof, result), claim: proof.claim, seconds: (performance.now() - begun) / 1000 }; // prettier-ignore
      rows.push(row);
      tell(row);
      rmSync(own, { recursive: true, force: true });
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return rows;
}

function judged({ mayFail = 0 }: Proof, { n, failures, skipped }: ProofResult) {
  const isHeld = skipped !== undefined || (n > 0 && failures <= mayFail * n);
  return { bound: upperBound(failures, n), isHeld };
}

function failed({ name }: Proof, error: unknown): ProofResult {
  const example = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { name, n: 1, failures: 1, detail: 'the proof itself broke off', examples: [example] };
}
