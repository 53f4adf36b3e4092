import { generate, show, summarize, type Sample } from './generate.js';
import { missedGoals, type Outcome, type Scenario } from './outcome.js';
import { startService } from './service.js';

const TOO_MANY = 3000;
const NORMAL = 100;
const RECOVERS_MS = 5000;
const SLICE_MS = 250;

/** L2, past the knee: what is too much is refused with 503 and when to come back; soon after the rush all is as before. */
export const overload: Scenario = async (options): Promise<Outcome> => {
  const service = await startService(options);
  try {
    const { port } = service;
    const seconds = options.isFull ? 30 : 5;
    // Normal people ask before, during and after; the rush is somebody else's.
    const normal = generate({ port, rate: NORMAL, seconds: 2 + seconds + 8, clients: 50, seed: 4 });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const rushBegan = performance.now();
    const rush = await generate({ port, rate: TOO_MANY, seconds, clients: 200, seed: 5 });
    const rushLasted = performance.now() - rushBegan;
    const afterwards = await normal;
    const found = summarize(rush);
    const bare = rush.filter(({ status, hasRetryAfter }) => status === 503 && !hasRetryAfter).length;
    const recovered = recoveredAfter(afterwards, 2000 + seconds * 1000);
    const goals = {
      'sheds with 503': found.shed > 0,
      [`recovers in ${RECOVERS_MS / 1000} s`]: recovered <= RECOVERS_MS,
    };
    const detail = `${TOO_MANY} a second for ${seconds} s (done after ${(rushLasted / 1000).toFixed(1)} s): ${show(found)}; ${(found.ok / seconds).toFixed(0)} answered a second; others all answered again ${(recovered / 1000).toFixed(2)} s after the last was due`; // prettier-ignore
    return { name: 'load:overload', n: rush.length + afterwards.length, failures: bare + found.other, missed: missedGoals(goals), detail }; // prettier-ignore
  } finally {
    await service.stop();
  }
};

/** How long after a time the last slice was in which somebody was refused or waited more than a quarter of a second. */
function recoveredAfter(samples: readonly Sample[], fromMs: number): number {
  const bad = samples.filter(({ due, status, ms }) => due >= fromMs && (status !== 200 || ms > SLICE_MS));
  return bad.length === 0 ? 0 : Math.max(...bad.map(({ due, ms }) => due + ms)) - fromMs;
}
