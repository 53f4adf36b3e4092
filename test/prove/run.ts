// npm run prove: the claims of the threat table, tried many times from a seed. Exits 1 when one does not hold.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseOptions, USAGE, type RunOptions } from './options.js';
import { proveInLanes } from './lanes.js';
import type { Row } from './prove.js';
import { PROOFS } from './proofs.js';
import { rowsTable } from './rows.js';

// Each opens the whole index.
const MOST_LANES = 4;
const print = (text: string) => void process.stdout.write(`${text}\n`);
const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;

function line({ name, n, failures, bound, seconds, isHeld, skipped, detail }: Row): string {
  const verdict = skipped === undefined ? (isHeld ? 'held' : 'FAILED') : 'skipped';
  const counts =
    skipped === undefined ? [String(n), String(failures), `≤ ${percent(bound)}`] : ['–', '–', '–'];
  const cells = [verdict.padEnd(8), name.padEnd(20), ...counts.map((cell) => cell.padStart(9)), `${seconds.toFixed(1)} s`.padStart(9)]; // prettier-ignore
  return `${cells.join(' ')}   ${skipped ?? detail}`;
}

async function run({ only, json, ...options }: RunOptions): Promise<boolean> {
  const chosen = PROOFS.filter(({ name }) => only.length === 0 || only.includes(name));
  print(
    `${options.size}, seed ${options.seed}, Node ${process.version}: trials, failures, 95 % upper bound, time`,
  );
  const begun = performance.now();
  const tell = (row: Row) => {
    print(line(row));
    for (const example of row.isHeld ? [] : (row.examples ?? [])) print(`         ${example}`);
  };
  const where = { ...options, root: join(import.meta.dirname, '../..') };
  const rows = await proveInLanes(chosen, where, {
    lanes: Math.min(MOST_LANES, availableParallelism()),
    tell,
  });
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ ...options, node: process.version, rows }, null, 2)}\n`); // prettier-ignore
  const seconds = (performance.now() - begun) / 1000;
  const held = rows.filter(({ isHeld }) => isHeld).length;
  print(`${held} of ${rows.length} hold, ${Math.round(seconds)} s`);
  return held === rows.length;
}

try {
  const options = parseOptions(process.argv.slice(2), PROOFS.map(({ name }) => name)); // prettier-ignore
  if (options.rows) print(rowsTable());
  else process.exitCode = (await run(options)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 2;
}
