import { parseArgs } from 'node:util';

export type RunOptions = {
  readonly size: 'quick' | 'full';
  /** Only the proofs with one of these names. */
  readonly only: readonly string[];
  readonly seed: number;
  /** Where to write the results as JSON. */
  readonly json: string | undefined;
  /** Print what covers each row of the threat table instead of proving. */
  readonly rows: boolean;
};

export const USAGE = 'npm run prove -- --quick | --full [--only NAME]… [--seed N] [--json FILE], or --rows';
const SEED = 102;

/** Reads the command line. @throws Error naming what is wrong */
export function parseOptions(words: readonly string[], names: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      rows: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: String(SEED) },
      json: { type: 'string' },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: give a whole number.`);
  if (values.quick && values.full) throw new Error('--quick and --full: give one of them.');
  const unknown = values.only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only ${unknown.join(', ')}: there is no such proof. They are: ${names.join(', ')}.`);
  return { size: values.full ? 'full' : 'quick', only: values.only, seed, json: values.json, rows: values.rows }; // prettier-ignore
}
