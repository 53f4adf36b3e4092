import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Database } from '../../../src/storage/sqlite-driver.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { HAS_POSTGRES, NO_POSTGRES, startPostgres } from '../../support/postgres.js';
import { skipped, Tally, type Proof, type ProofOptions } from '../proof.js';
import { inProcess } from '../service/in-process.js';

const QUESTION = '异地就医直接结算率要到多少';
const RECOVERS_MS = 30_000;
// The queue of log rows holds so many; beyond it rows are dropped and counted, as they should be.
const WAITING = 4000;

/** F24: a small tmpfs, filled to the last byte. */
export const fullDisk: Proof = {
  name: 'full-disk',
  claim: 'with the disk full everything is answered, and what was logged is written when there is room',
  quick: 500,
  full: 4000,
  prove: async (options) => {
    const mounted = join(options.directory, 'small');
    mkdirSync(mounted);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mounted], { stdio: 'ignore' });
    } catch {
      return skipped('full-disk', 'mounting a tmpfs is not permitted here');
    }
    try {
      const store = await openStore({ dataDirectory: mounted });
      const filler = join(mounted, 'filler');
      return await answersThrough('full-disk', options, store, () => fill(filler), () => execFileSync('sh', ['-c', `mount -o remount,size=64m ${mounted} && rm ${filler}`])); // prettier-ignore
    } finally {
      execFileSync('umount', [mounted]);
    }
  },
};

/** F26: another program holds the lock. */
export const lockedDatabase: Proof = {
  name: 'locked-database',
  claim: 'with the database locked everything is answered, and what was logged is written when it is free',
  quick: 500,
  full: 4000,
  prove: async (options) => {
    const store = await openStore({ dataDirectory: options.directory });
    const other = new Database(join(options.directory, 'suwen.sqlite'));
    const free = () => void (other.exec('rollback'), other.close());
    return answersThrough('locked-database', options, store, () => void other.exec('begin immediate'), free);
  },
};

/** F24, F27 for PostgreSQL: the server stops at once and comes back. */
export const stoppedPostgres: Proof = {
  name: 'stopped-postgres',
  claim: 'with PostgreSQL stopped everything is answered, and what was logged is written when it is back',
  quick: 200,
  full: 2000,
  prove: async (options) => {
    if (!HAS_POSTGRES) return skipped('stopped-postgres', NO_POSTGRES);
    const postgres = await startPostgres();
    try {
      const store = await openStore({ dataDirectory: options.directory, databaseUrl: postgres.url });
      return await answersThrough('stopped-postgres', options, store, postgres.stop, postgres.start);
    } finally {
      postgres.remove();
    }
  },
};

/** Asks while the fault lasts, then waits for it to be made good. */
async function answersThrough(
  name: string,
  { n, root, assistant }: ProofOptions,
  store: Store,
  begin: () => void,
  end: () => void,
) {
  const tally = new Tally(name);
  const { ask } = inProcess(await assistant(), { root, store });
  try {
    await ask(QUESTION, 'before');
    await wait(200);
    begin();
    let slowest = 0;
    for (let i = 0; i < n; i += 1) {
      const begun = performance.now();
      const { status, answer } = await ask(QUESTION, `c${i}`);
      slowest = Math.max(slowest, performance.now() - begun);
      tally.count((status !== 200 || answer.outcome !== 'answered') && `answered ${status}`);
    }
    const { status, reasons } = store.health();
    end();
    const until = performance.now() + RECOVERS_MS;
    while ((store.health().pending > 0 || store.health().status !== 'ok') && performance.now() < until) await wait(100); // prettier-ignore
    const { pending, dropped } = store.health();
    const { brokenAt } = await verified(store, until);
    tally.count(
      status === 'ok' && 'nothing was wrong with the database',
      pending > 0 && `${pending} rows are still waiting`,
      dropped > 0 && n <= WAITING && `${dropped} rows were dropped`,
      brokenAt !== null && `the audit chain breaks at ${brokenAt}`,
    );
    return tally.result(`slowest answer ${Math.round(slowest)} ms; meanwhile ${reasons.join(', ')}`);
  } finally {
    await store.close();
  }
}

/** Connections that broke with the server are found out by using them. */
async function verified(store: Store, until: number): ReturnType<Store['audit']['verify']> {
  for (;;) {
    try {
      return await store.audit.verify();
    } catch (error) {
      if (performance.now() > until) throw error;
      await wait(500);
    }
  }
}

/** Writes until there is no room, in pages, so that the last byte is taken. */
function fill(file: string): void {
  for (let i = 0; i < 1000; i += 1) {
    try {
      writeFileSync(file, Buffer.alloc(4096), { flag: 'a' });
    } catch {
      return;
    }
  }
  rmSync(file);
  throw new Error('the disk did not fill');
}
