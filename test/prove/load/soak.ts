import { generate, show, summarize } from './generate.js';
import { missedGoals, type Outcome, type Scenario } from './outcome.js';
import { startService } from './service.js';

const RATE = 50;
const SAMPLE_MS = 500;
const MOST_MB_AN_HOUR = 1;
const MOST_MB = 200;

/** L3: memory after a while of work. A short run says nothing of an hour's slope, so only the long one is held to it. */
export const soak: Scenario = async (options): Promise<Outcome> => {
  const service = await startService(options);
  const memory: { readonly at: number; readonly mb: number }[] = [];
  const sampling = setInterval(() => memory.push({ at: performance.now(), mb: service.rss() }), SAMPLE_MS);
  try {
    const seconds = options.isFull ? 7200 : 10;
    const found = summarize(
      await generate({ port: service.port, rate: RATE, seconds, clients: 100, seed: 10 }),
    );
    const late = memory.slice(Math.floor(memory.length / 2));
    const slope = slopeOf(late) * 3_600_000;
    const rss = service.rss();
    const goals = {
      [`RSS < ${MOST_MB} MB`]: rss < MOST_MB,
      'slope < 1 MB/h': !options.isFull || slope < MOST_MB_AN_HOUR,
    };
    const detail = `${RATE} a second for ${seconds} s: ${show(found)}; RSS ${late[0]?.mb.toFixed(1)} MB half-way, ${rss.toFixed(1)} MB at the end (${slope.toFixed(1)} MB/h over the second half)`;
    return {
      name: 'load:soak',
      n: found.count,
      failures: found.count - found.ok,
      missed: missedGoals(goals),
      detail,
    };
  } finally {
    clearInterval(sampling);
    await service.stop();
  }
};

/** By least squares, in megabytes a millisecond. */
function slopeOf(points: readonly { readonly at: number; readonly mb: number }[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [at, mb] = [mean(points.map((point) => point.at)), mean(points.map((point) => point.mb))];
  const top = points.reduce((sum, point) => sum + (point.at - at) * (point.mb - mb), 0);
  return top / points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
}
