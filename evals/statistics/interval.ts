import { groupBy } from '../group-by.js';
import { random } from './random.js';

/** A 95 % interval. */
export type Interval = { readonly low: number; readonly high: number };

const Z = 1.959963984540054;
const DRAWS = 10_000;
const SEED = 20241205;

/** Wilson's score interval for a share. */
export function wilson(successes: number, n: number): Interval | null {
  if (n === 0) return null;
  const p = successes / n;
  const middle = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  // Rounding can leave a bound a hair beyond the share itself at 0 and 1.
  return { low: successes === 0 ? 0 : middle - half, high: successes === n ? 1 : middle + half };
}

/** With no failure in n trials: the failure rate that would still give that 5 times in 100. */
export function zeroFailureBound(n: number): number {
  return n === 0 ? 1 : 1 - 0.05 ** (1 / n);
}

/** A value and the unit it is resampled with. */
export type Clustered = { readonly cluster: string; readonly value: number };

/** Percentile interval of the mean when whole clusters are drawn again; null without rows. */
export function clusterBootstrap(rows: readonly Clustered[], draws = DRAWS, seed = SEED): Interval | null {
  const clusters = [...groupBy(rows, ({ cluster }) => cluster).values()];
  if (clusters.length === 0) return null;
  const sums = Float64Array.from(clusters, (one) => one.reduce((sum, { value }) => sum + value, 0));
  const sizes = Int32Array.from(clusters, ({ length }) => length);
  const next = random(seed);
  const means = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0;
    let size = 0;
    for (let i = 0; i < clusters.length; i += 1) {
      const at = Math.floor(next() * clusters.length);
      sum += sums[at] ?? 0;
      size += sizes[at] ?? 0;
    }
    means[draw] = sum / size;
  }
  means.sort();
  return { low: means[Math.floor(0.025 * draws)] ?? 0, high: means[Math.ceil(0.975 * draws) - 1] ?? 0 };
}
