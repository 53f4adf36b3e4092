/** Middle and the middle half of several rounds. */
export type Spread = { readonly median: number; readonly low: number; readonly high: number };

export function spread(values: readonly number[]): Spread {
  return { median: percentile(values, 0.5), low: percentile(values, 0.25), high: percentile(values, 0.75) };
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

/** Something that is timed: one call is one unit of work. */
export type Timed = { readonly name: string; run(i: number): unknown };

const WARM_UP = 20;
// A slow engine is not asked as often: a round of it ends after this, with ten calls at least.
const ROUND_MS = 400;
const LEAST_CALLS = 10;

/**
 * Times each in rounds that alternate, so that what else the machine does meets all alike. A round's figure is the median
 * of its calls, a ratio that of one round's figures.
 */
export async function timeInRounds(
  all: readonly Timed[],
  rounds: number,
  calls: number,
): Promise<Map<string, number[]>> {
  const figures = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  for (const { run } of all) for (let i = 0; i < WARM_UP; i += 1) await run(i);
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of all) {
      const times: number[] = [];
      const begun = performance.now();
      for (let i = 0; i < calls; i += 1) {
        const before = performance.now();
        const result = run(i);
        if (result instanceof Promise) await result;
        times.push(performance.now() - before);
        if (i >= LEAST_CALLS && performance.now() - begun > ROUND_MS) break;
      }
      figures.get(name)?.push(percentile(times, 0.5));
    }
  }
  return figures;
}

/** Round by round, how many times what the other takes. */
export function ratios(figures: readonly number[], others: readonly number[]): Spread {
  return spread(figures.map((figure, i) => figure / (others[i] ?? Number.NaN)));
}

/** The slope of a line through the logarithms: 0 does not grow, 1 grows as the size does. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
  const over = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return over / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
