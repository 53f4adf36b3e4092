import { clusterBootstrap, type Clustered, type Interval } from './interval.js';

/** Exact two-sided McNemar: how likely so uneven a split of b + c flips is if both ways were equally likely. */
export function mcnemar(b: number, c: number): number {
  const n = b + c;
  let tail = 0;
  for (let i = 0; i <= Math.min(b, c); i += 1) tail += Math.exp(logChoose(n, i) - n * Math.LN2);
  return Math.min(1, 2 * tail);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i += 1) sum += Math.log((n - k + i) / i);
  return sum;
}

/** Difference of two means over the same cases (after minus before), with its interval; null without common cases. */
export function pairedDifference(
  before: ReadonlyMap<string, Clustered>,
  after: ReadonlyMap<string, Clustered>,
): { readonly mean: number; readonly interval: Interval; readonly n: number } | null {
  const rows = [...before].flatMap(([id, { cluster, value }]) => {
    const other = after.get(id);
    return other === undefined ? [] : [{ cluster, value: other.value - value }];
  });
  const interval = clusterBootstrap(rows);
  if (interval === null) return null;
  return { mean: rows.reduce((sum, { value }) => sum + value, 0) / rows.length, interval, n: rows.length };
}

/** Holm's step-down adjustment of a family of p values, in the order given. */
export function holm(values: readonly number[]): number[] {
  const order = [...values.keys()].toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const adjusted = Array.from<number>({ length: values.length });
  let worst = 0;
  for (const [rank, i] of order.entries()) {
    worst = Math.max(worst, Math.min(1, (values.length - rank) * (values[i] ?? 0)));
    adjusted[i] = worst;
  }
  return adjusted;
}

/** Cohen's κ of two annotators' labels for the same items; null without items or when chance explains all. */
export function kappa(pairs: readonly (readonly [string, string])[]): number | null {
  const n = pairs.length;
  if (n === 0) return null;
  const labels = new Set(pairs.flat());
  const agreed = pairs.filter(([a, b]) => a === b).length / n;
  const chance = [...labels].reduce((sum, label) => {
    const first = pairs.filter(([a]) => a === label).length / n;
    const second = pairs.filter(([, b]) => b === label).length / n;
    return sum + first * second;
  }, 0);
  return chance === 1 ? null : (agreed - chance) / (1 - chance);
}
