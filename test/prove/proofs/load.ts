import { join } from 'node:path';
import { SCENARIOS } from '../load/scenarios.js';
import type { Proof } from '../proof.js';

// The long soak is run by itself: npm run bench:load -- --full soak.
const QUICK = ['overload', 'hostile', 'sessions', 'shutdown'];
const FULL = ['steady', 'knee', ...QUICK];

/** L1, L2, L6, T11, T18, T19, F32: the load scenarios. A speed that a busy machine misses is told, and fails nothing. */
export const load: readonly Proof[] = FULL.map((scenario) => ({
  name: `load:${scenario}`,
  claim: 'nothing fails that was accepted, and what is refused is told when to come again',
  quick: QUICK.includes(scenario) ? 1 : 0,
  full: 1,
  isAlone: true,
  prove: async ({ n, isFull, directory, indexDirectory }) => {
    const name = `load:${scenario}`;
    if (n === 0) return { name, n, failures: 0, detail: '', skipped: 'in the full run only' };
    const index = async () => join(await indexDirectory(), 'index');
    const outcome = await SCENARIOS[scenario]?.({ isFull, directory, indexDirectory: index });
    if (outcome === undefined) throw new Error(`there is no scenario ${scenario}`);
    const missed = outcome.missed.length === 0 ? '' : `; not as fast as aimed: ${outcome.missed.join(', ')}`;
    return { name, n: outcome.n, failures: outcome.failures, detail: outcome.detail + missed };
  },
}));
