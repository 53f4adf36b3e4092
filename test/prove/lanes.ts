import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Proof } from './proof.js';
import { failed, keptIndex, prove, rowOf, type Row, type Run } from './prove.js';

/**
 * Runs proofs in several processes at once, each taking the next when it is done with one; those that measure speed come
 * last, one after another with nothing beside them.
 */
export async function proveInLanes(
  proofs: readonly Proof[],
  run: Run,
  { lanes, tell }: { readonly lanes: number; readonly tell: (row: Row) => void },
): Promise<Row[]> {
  const waiting = proofs.filter(({ isAlone }) => isAlone !== true);
  const rows: Row[] = [];
  const note = (row: Row) => {
    rows.push(row);
    tell(row);
  };
  if (waiting.length > 1) {
    // Once, before all of them find that it is missing.
    execFileSync(process.execPath, [join(run.root, 'dist/main.js'), 'index'], {
      env: { ...process.env, DATA_DIR: keptIndex(run.root) },
    });
  }
  await Promise.all(
    Array.from({ length: Math.min(lanes, waiting.length) }, async () => {
      let child: ChildProcess | undefined;
      for (let proof = waiting.shift(); proof !== undefined; proof = waiting.shift()) {
        child = child?.connected === true ? child : open(run);
        note(await tryIn(child, proof));
      }
      child?.disconnect();
    }),
  );
  await prove(proofs.filter(({ isAlone }) => isAlone === true), run, note); // prettier-ignore
  return rows;
}

function open(run: Run): ChildProcess {
  const options = { execArgv: ['--import', 'tsx'] };
  return fork(join(import.meta.dirname, 'lane.ts'), [JSON.stringify(run)], options);
}

/** A proof that ends the whole process has failed too. */
function tryIn(child: ChildProcess, proof: Proof): Promise<Row> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const ended = (code: number | null, signal: string | null) => {
      const error = new Error(`the process ended with ${signal ?? code}`);
      resolve(rowOf(proof, failed(proof, error), performance.now() - begun));
    };
    child.once('exit', ended);
    child.once('message', (row) => {
      child.off('exit', ended);
      resolve(row as Row);
    });
    child.send(proof.name);
  });
}
