import { generate, show, summarize } from './generate.js';
import { missedGoals, type Outcome, type Scenario } from './outcome.js';
import { startService } from './service.js';

const RATE = 200;
const MOST_MB = 200;

/** L1: two hundred questions a second, from a hundred people, answered as fast as promised. */
export const steady: Scenario = async (options): Promise<Outcome> => {
  const service = await startService(options);
  try {
    const [warmUp, seconds] = options.isFull ? [30, 600] : [3, 8];
    await generate({ port: service.port, rate: RATE, seconds: warmUp, clients: 100, seed: 1 });
    const found = summarize(
      await generate({ port: service.port, rate: RATE, seconds, clients: 100, seed: 2 }),
    );
    const rss = service.rss();
    const goals = {
      'p50 ≤ 10 ms': found.p50 <= 10,
      'p95 ≤ 30 ms': found.p95 <= 30,
      'p99 ≤ 80 ms': found.p99 <= 80,
      [`RSS < ${MOST_MB} MB`]: rss < MOST_MB,
    };
    const detail = `${RATE} a second for ${seconds} s: ${show(found)}; RSS ${rss.toFixed(0)} MB`;
    return {
      name: 'load:steady',
      n: found.count,
      failures: found.count - found.ok,
      missed: missedGoals(goals),
      detail,
    };
  } finally {
    await service.stop();
  }
};
