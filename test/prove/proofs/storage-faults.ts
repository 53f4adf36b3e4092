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
import { opener, type Opened } from '../service/probes.js';
import { makeSmallRoot } from '../service/small-root.js';
import { seeded } from '../../support/seeded.js';

const QUESTION = '异地就医直接结算率要到多少';
const RECOVERS_MS = 30_000;
// The queue of log rows holds so many; beyond it rows are dropped and counted, as they should be.
const WAITING = 4000;
// One that changes nothing here: there is no model.
const SWITCH = 'mode:generated';
const SWITCHED = 50;

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
      if (i % SWITCHED === 0) tally.count(await switched(store, i % (2 * SWITCHED) === 0 ? 'off' : 'on'));
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

/** F25: a switch that could not be written stays as it was; one that was acknowledged is set. */
async function switched(store: Store, state: 'on' | 'off'): Promise<string | undefined> {
  const before = store.settings.isOff(SWITCH);
  const isSet = await store.settings.switch(SWITCH, state, 'proof', 'prove').then(() => true, () => false); // prettier-ignore
  const wanted = isSet ? state === 'off' : before;
  return store.settings.isOff(SWITCH) === wanted ? undefined : `a switch ${isSet ? 'acknowledged is not' : 'refused is'} set`; // prettier-ignore
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

/** F23: there is room for a part of the index, or for none. */
export const fullDiskIndex: Proof = {
  name: 'full-disk-index',
  claim:
    'with the disk full while the index is saved the start answers right all the same, and with room again it is saved',
  quick: 10,
  full: 100,
  prove: async ({ n, seed, root, directory }) => {
    const random = seeded(seed);
    const small = makeSmallRoot(root, join(directory, 'root'));
    const mounted = join(directory, 'small');
    mkdirSync(mounted);
    const { open, stop } = opener(small);
    const tally = new Tally('full-disk-index');
    let whole = 0;
    try {
      const right = answersOf(await open(join(directory, 'sound')));
      for (let i = 0; i < n; i += 1) {
        // Most of them in the middle of a file: the whole takes somewhat more than a megabyte.
        const kilobytes = 4 + random.below(1000);
        try {
          execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', mounted], { stdio: 'ignore' }); // prettier-ignore
        } catch {
          return skipped('full-disk-index', 'mounting a tmpfs is not permitted here');
        }
        try {
          const full = answersOf(await open(mounted));
          execFileSync('mount', ['-o', 'remount,size=64m', mounted]);
          const [built, saved] = [answersOf(await open(mounted)), await open(mounted)];
          if ('origin' in saved && saved.origin === 'saved') whole += 1;
          tally.count(
            full !== right && `${kilobytes} KiB: ${full.slice(0, 200)}`,
            (built !== right || answersOf(saved) !== right) && 'wrong with room again',
            !('origin' in saved && saved.origin === 'saved') && 'not saved with room again',
          );
        } finally {
          execFileSync('umount', [mounted]);
        }
      }
    } finally {
      stop();
    }
    return tally.result(`${whole} saved once there was room`);
  },
};

function answersOf(opened: Opened): string {
  return 'error' in opened ? opened.error : JSON.stringify(opened.answers);
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
