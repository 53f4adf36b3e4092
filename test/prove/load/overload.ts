import { generate, show, summarize, type Sample } from './generate.js';
import { missedGoals, type Outcome, type Scenario } from './outcome.js';
import { startService } from './service.js';

const TOO_MANY = 3000;
const NORMAL = 100;
const RECOVERS_MS = 5000;
const SLOW_MS = 250;
// People of the rush give up after this, so that it ends.
const PATIENCE_MS = 10_000;

/** L2, past the knee: what is too much is refused with 503 and when to come back; soon after the rush all is as before. */
export const overload: Scenario = async (options): Promise<Outcome> => {
  const service = await startService(options);
  try {
    const { port } = service;
    const seconds = options.isFull ? 30 : 5;
    // Normal people ask before, during and after; the rush is somebody else's.
    const normal = generate({ port, rate: NORMAL, seconds: 2 + seconds + 15, clients: 50, seed: 4 });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const rush = await generate({
      port,
      rate: TOO_MANY,
      seconds,
      clients: 200,
      seed: 5,
      patienceMs: PATIENCE_MS,
    });
    const afterwards = await normal;
    const found = summarize(rush);
    const bare = rush.filter(({ status, hasRetryAfter }) => status === 503 && !hasRetryAfter).length;
    const over = Math.max(...rush.map(({ endedAt }) => endedAt));
    const recovered = recoveredAfter(afterwards, over);
    const broken = rush.filter(({ status }) => ![0, 200, 503].includes(status)).length;
    const goals = {
      'sheds with 503': found.shed > 0,
      [`recovers in ${RECOVERS_MS / 1000} s`]: recovered <= RECOVERS_MS,
    };
    const detail = `${TOO_MANY} a second for ${seconds} s: ${show(found)}; ${(found.ok / seconds).toFixed(0)} answered a second; others all answered again ${(recovered / 1000).toFixed(2)} s after the last of it`; // prettier-ignore
    return { name: 'load:overload', n: rush.length + afterwards.length, failures: bare + broken, missed: missedGoals(goals), detail }; // prettier-ignore
  } finally {
    await service.stop();
  }
};

/** How long after the rush the last came who was refused or waited more than a quarter of a second. */
function recoveredAfter(samples: readonly Sample[], over: number): number {
  const bad = samples.filter(
    ({ endedAt, status, ms }) => endedAt >= over && (status !== 200 || ms > SLOW_MS),
  );
  return bad.length === 0 ? 0 : Math.max(...bad.map(({ endedAt }) => endedAt)) - over;
}
