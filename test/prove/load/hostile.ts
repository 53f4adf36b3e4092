import { generate, runProgram, show, summarize } from './generate.js';
import { missedGoals, type Outcome, type Scenario } from './outcome.js';
import { startService } from './service.js';

export type Hostility = {
  readonly port: number;
  readonly seconds: number;
  /** Connections that never come to the end of their request. */
  readonly slow: number;
  /** Connections that ask for a stream and never read it. */
  readonly deaf: number;
  /** Malformed requests a second. */
  readonly malformedRate: number;
};
export type Suffered = {
  readonly statuses: Readonly<Record<string, number>>;
  /** How long each slow connection was borne, in milliseconds. */
  readonly slowLives: readonly number[];
  readonly stillOpen: number;
};

const NORMAL = 200;
const ABUSER = 500;
const MOST_SLOWER = 1.5;
// Below this a difference is the scheduler's, not the service's.
const NOISE_MS = 5;

/** L6: while some mean harm, everybody else notices nothing. */
export const hostile: Scenario = async (options): Promise<Outcome> => {
  // The proxy is this machine, so that everybody can have an address.
  const service = await startService(options, { TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '60' });
  try {
    const { port } = service;
    const seconds = options.isFull ? 60 : 8;
    const people = { port, rate: NORMAL, clients: 1000 };
    await generate({ ...people, seconds: 2, seed: 6 });
    const alone = summarize(await generate({ ...people, seconds, seed: 7 }));
    const [normal, abuser, suffered] = await Promise.all([
      generate({ ...people, seconds, seed: 8 }),
      generate({ port, rate: ABUSER, seconds, clients: 1, client: '203.0.113.66', seed: 9 }),
      runProgram<Suffered>('hostile-clients.ts', { port, seconds, slow: 500, deaf: 100, malformedRate: 20 }),
    ]);
    const [found, abused] = [summarize(normal), summarize(abuser)];
    const broken = Object.entries(suffered.statuses).filter(
      ([status]) => Number(status) >= 500 && status !== '503',
    );
    const brokenCount = broken.reduce((sum, [, count]) => sum + count, 0);
    const refused = abused.limited / abused.count;
    const goals = {
      [`p99 ≤ ${MOST_SLOWER} ×`]: found.p99 <= MOST_SLOWER * alone.p99 + NOISE_MS,
      'abuser ≥ 95 % refused': refused + abused.shed / abused.count >= 0.95 || seconds < 10,
    };
    const lived =
      suffered.slowLives.length === 0 ? 'none ended' : `${Math.max(...suffered.slowLives).toFixed(0)} ms`;
    const detail = `alone: ${show(alone)}; among 500 slow, 100 deaf and malformed clients and one sending ${ABUSER} a second: ${show(found)}; abuser ${(refused * 100).toFixed(1)} % × 429 (${show(abused)}); malformed ${JSON.stringify(suffered.statuses)}; slow connections: ${suffered.stillOpen} left, longest life ${lived}`; // prettier-ignore
    const n = found.count + abused.count;
    return {
      name: 'load:hostile',
      n,
      failures: found.count - found.ok + brokenCount,
      missed: missedGoals(goals),
      detail,
    };
  } finally {
    await service.stop();
  }
};
