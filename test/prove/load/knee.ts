import { generate, summarize, type Summary } from './generate.js';
import { missedGoals, type Outcome, type Scenario } from './outcome.js';
import { startService, type Service } from './service.js';

const SLOW_MS = 250;
const WANTED = 800;
const SHED_SHARE = 0.01;

/** L2: the highest rate at which 99 in 100 are answered within a quarter of a second. */
export const knee: Scenario = async (options): Promise<Outcome> => {
  const service = await startService(options);
  try {
    const { rate, steps, failures, n } = await climb(service, options.isFull);
    const goals = { [`knee ≥ ${WANTED} a second`]: rate >= WANTED };
    return {
      name: 'load:knee',
      n,
      failures,
      missed: missedGoals(goals),
      detail: `knee ${rate} a second; ${steps.join(', ')}`,
    };
  } finally {
    await service.stop();
  }
};

async function climb({ port }: Service, isFull: boolean) {
  const [first, step, seconds, last] = isFull ? [50, 50, 20, 2000] : [200, 200, 2, 2000];
  await generate({ port, rate: 100, seconds: 2, clients: 100, seed: 3 });
  const steps: string[] = [];
  let [rate, failures, n] = [0, 0, 0];
  for (let next = first; next <= last; next += step) {
    const found = summarize(await generate({ port, rate: next, seconds, clients: 100, seed: next }), 500);
    n += found.count;
    failures += found.other;
    steps.push(`${next}: p99 ${found.p99.toFixed(0)} ms${found.shed > 0 ? `, ${found.shed} shed` : ''}`);
    if (isOver(found)) break;
    rate = next;
  }
  return { rate, steps, failures, n };
}

function isOver({ p99, shed, count }: Summary): boolean {
  return p99 > SLOW_MS || shed > SHED_SHARE * count;
}
