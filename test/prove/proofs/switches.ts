import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../../src/storage/open-store.js';
import { Tally, type Proof } from '../proof.js';
import { inProcess } from '../service/in-process.js';

const WITHIN_MS = 1000;
const POLL_MS = 10;
// A machine that others use as well is given this before the switch is called broken.
const BROKEN_MS = 5000;

/** T38: switched in one process, obeyed in another that shares the database. */
export const switches: Proof = {
  name: 'switches',
  claim:
    'a switch set elsewhere is obeyed within a second, both ways, and is in the audit log with its reason',
  quick: 40,
  full: 100,
  prove: async ({ n, root, directory, assistant }) => {
    const here = await openStore({ dataDirectory: directory });
    const elsewhere = await openStore({ dataDirectory: directory });
    const { ask } = inProcess(await assistant(), { root, store: here });
    const tally = new Tally('switches');
    let slowest = 0;
    try {
      for (let i = 0; i < n; i += 1) {
        const state = i % 2 === 0 ? 'off' : 'on';
        await elsewhere.settings.switch('channel:api', state, `reason ${i}`, 'prove');
        const begun = performance.now();
        const expected = state === 'off' ? 503 : 200;
        let status = 0;
        while (status !== expected && performance.now() - begun < BROKEN_MS) {
          status = (await ask('医保')).status;
          if (status !== expected) await wait(POLL_MS);
        }
        const ms = performance.now() - begun;
        slowest = Math.max(slowest, ms);
        const isAudited = (await elsewhere.audit.list()).some(
          ({ detail }) => detail?.includes(`reason ${i}`) === true,
        );
        tally.count(
          status !== expected && `${state}: still ${status} after ${BROKEN_MS} ms`,
          status === expected && ms > WITHIN_MS && `${state} after ${Math.round(ms)} ms`,
          !isAudited && 'not in the audit log',
        );
      }
    } finally {
      await elsewhere.close();
      await here.close();
    }
    return tally.result(`slowest ${Math.round(slowest)} ms`);
  },
};
