import { setTimeout as wait } from 'node:timers/promises';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../src/storage/open-store.js';
import { Tally, type Proof, type ProofOptions } from '../proof.js';
import { opener } from '../service/probes.js';
import { launch, startService, type Service } from '../service/service.js';
import { makeSmallRoot } from '../service/small-root.js';
import { seeded } from '../../support/seeded.js';

const FIRST = '异地就医直接结算率要到多少';
// Enough of the last conversations to find one that was lost; all feedback is checked.
const CHECKED = 5;

/** F29, F30: killed while the index is built and saved. */
export const killedWhileIndexing: Proof = {
  name: 'killed-while-indexing',
  claim: 'killed at any moment of building the index, the next start answers right, with nothing to repair',
  quick: 20,
  full: 200,
  prove: async ({ n, seed, root, directory }) => {
    const random = seeded(seed);
    const small = makeSmallRoot(root, join(directory, 'root'));
    const { open, stop } = opener(small);
    const tally = new Tally('killed-while-indexing');
    let interrupted = 0;
    try {
      const begun = performance.now();
      await launch({ root: small, dataDirectory: join(directory, 'whole') }, 'index').exited;
      let whole = performance.now() - begun;
      const right = await open(join(directory, 'whole'));
      const expected = 'answers' in right ? right.answers.join() : '';
      for (let i = 0; i < n; i += 1) {
        // Twice into the same directory: what the first left behind is in the way of the second.
        const dataDirectory = join(directory, String(i >> 1));
        const launched = performance.now();
        const { child, exited } = launch({ root: small, dataDirectory }, 'index');
        const lasted = exited.then(() => performance.now() - launched);
        // Nothing is written in the first third.
        await wait(whole * (0.3 + random.below(70) / 100));
        child.kill('SIGKILL');
        if ((await exited).signal === 'SIGKILL') interrupted += 1;
        // On a machine that others use as well it takes now more, now less: aim by the last that came to its end.
        else whole = await lasted;
        const opened = i % 2 === 1 ? await open(dataDirectory) : undefined;
        const answers = opened === undefined || 'error' in opened ? '' : opened.answers.join();
        const said = opened !== undefined && 'error' in opened ? opened.error : answers;
        tally.count(opened !== undefined && answers !== expected && `kill ${i}: ${said}`);
      }
    } finally {
      stop();
    }
    return tally.result(`${interrupted} were still running when killed`);
  },
};

/** F28: killed while people ask and rate, over HTTP. */
export const killedWhileAsking: Proof = {
  name: 'killed-while-asking',
  claim: 'killed while people ask, the next start has every turn and rating that was acknowledged',
  quick: 20,
  full: 200,
  prove: async ({ n, seed, root, directory }) => {
    const random = seeded(seed);
    const { small, dataDirectory } = prepare(root, directory);
    const tally = new Tally('killed-while-asking');
    const rated: string[] = [];
    let turns = 0;
    let ids: string[] = [];
    for (let i = 0; i < n; i += 1) {
      const service = await startService({ root: small, dataDirectory });
      const lost = await forgotten(service, ids);
      tally.count(lost !== undefined && `round ${i}: ${lost}`);
      ids = [];
      const most = 3 + random.below(30);
      await Promise.all(
        Array.from({ length: 4 }, async (_, k) => {
          try {
            for (let turn = 0; ; turn += 1) {
              const id = `r${i}-${k}-${turn}`;
              const { id: answerId } = await service.ask(FIRST, id);
              ids.push(id);
              turns += 1;
              if ((await rate(service, answerId)) === 204) rated.push(answerId);
              if (ids.length >= most) service.child.kill('SIGKILL');
            }
          } catch {
            // The service is gone.
          }
        }),
      );
      await service.exited;
    }
    await checkStore(tally, dataDirectory, rated);
    return tally.result(`${turns} turns and ${rated.length} ratings acknowledged`);
  },
};

/** F28, L9: killed while starting, again and again. */
export const killedWhileStarting: Proof = {
  name: 'killed-while-starting',
  claim: 'killed at any moment of starting, nothing kept before is lost, and the next start needs no repair',
  quick: 20,
  full: 200,
  prove: async ({ n, seed, root, directory }) => {
    const random = seeded(seed);
    const { small, dataDirectory } = prepare(root, directory);
    const tally = new Tally('killed-while-starting');
    const first = await startService({ root: small, dataDirectory });
    const rated: string[] = [];
    for (let i = 0; i < CHECKED; i += 1) {
      const { id } = await first.ask(FIRST, `c${i}`);
      if ((await rate(first, id)) === 204) rated.push(id);
    }
    await first.stop();
    for (let i = 0; i < n; i += 1) {
      const { child, exited } = launch({ root: small, dataDirectory });
      await wait(random.below(1.3 * first.readyMs));
      child.kill('SIGKILL');
      await exited;
      await checkStore(tally, dataDirectory, rated);
    }
    const last = await startService({ root: small, dataDirectory });
    tally.count(
      await forgotten(
        last,
        Array.from({ length: CHECKED }, (_, i) => `c${i}`),
      ),
    );
    await last.stop();
    return tally.result(`ready in ${Math.round(last.readyMs)} ms after the last`);
  },
};

function prepare(root: ProofOptions['root'], directory: string) {
  const small = makeSmallRoot(root, join(directory, 'root'));
  const dataDirectory = join(directory, 'data');
  mkdirSync(dataDirectory);
  return { small, dataDirectory };
}

async function rate({ url }: Service, answerId: string): Promise<number> {
  const body = JSON.stringify({ answerId, rating: 'up' });
  return (await fetch(`${url}/api/feedback`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).status; // prettier-ignore
}

/** A follow-up makes sense only to who remembers what was asked: what is forgotten of these conversations. */
async function forgotten(service: Service, ids: readonly string[]): Promise<string | undefined> {
  for (const id of ids.slice(-CHECKED)) {
    const { interpretedAs } = await service.ask('那低保呢', id);
    if (interpretedAs === null) return `conversation ${id} is forgotten`;
  }
  return undefined;
}

/** Opens the database as it was left. */
async function checkStore(tally: Tally, dataDirectory: string, rated: readonly string[]): Promise<void> {
  const store = await openStore({ dataDirectory });
  try {
    const kept = new Set((await store.feedback.list()).map(({ answerId }) => answerId));
    const { brokenAt } = await store.audit.verify();
    const lost = rated.slice(-400).filter((id) => !kept.has(id));
    tally.count(
      lost.length > 0 && `${lost.length} ratings are lost`,
      brokenAt !== null && `the audit chain breaks at ${brokenAt}`,
      store.health().status !== 'ok' && store.health().reasons.join(),
    );
  } finally {
    await store.close();
  }
}
