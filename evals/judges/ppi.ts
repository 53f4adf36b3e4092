import { groupBy } from '../group-by.js';
import type { Clustered, Interval } from '../statistics/interval.js';

const Z = 1.959963984540054;

/** A judge's value beside a person's for the same thing. */
export type Rectifier = { readonly cluster: string; readonly judged: number; readonly human: number };

/** A mean that people would have given, estimated from a judge and some people. */
export type PpiMean = {
  /** May lie a little outside the scale; cutting it off would bias it. */
  readonly mean: number;
  readonly interval: Interval;
  /** Things judged only. */
  readonly unlabelled: number;
  /** Things judged and labelled. */
  readonly labelled: number;
};

/**
 * Prediction-powered inference (Angelopoulos et al. 2023; ARES' ppi.py): the judge's mean where nobody looked, less the judge's mean
 * error where somebody did. Half-width z·√(σ²_f/N + σ²_rect/n) with sample variances (n − 1); where things of one cluster were
 * judged, their errors are summed before squaring, which is the same when every cluster holds one thing. Right only if the labelled
 * things were drawn by chance from all that were judged. Null when either
 * comes from fewer than two clusters.
 */
export function ppiMean(unlabelled: readonly Clustered[], labelled: readonly Rectifier[]): PpiMean | null {
  if (clustersOf(unlabelled) < 2 || clustersOf(labelled) < 2) return null;
  const errors = labelled.map(({ cluster, judged, human }) => ({ cluster, value: judged - human }));
  const mean = meanOf(unlabelled) - meanOf(errors);
  const parts = [...deviations(unlabelled), ...deviations(errors).map(({ cluster, value }) => ({ cluster, value: -value }))]; // prettier-ignore
  const sums = [...groupBy(parts, ({ cluster }) => cluster).values()].map((part) => part.reduce((sum, { value }) => sum + value, 0)); // prettier-ignore
  const half = Z * Math.sqrt(sums.reduce((total, sum) => total + sum ** 2, 0));
  return { mean, interval: { low: mean - half, high: mean + half }, unlabelled: unlabelled.length, labelled: labelled.length }; // prettier-ignore
}

function clustersOf(rows: readonly { readonly cluster: string }[]): number {
  return new Set(rows.map(({ cluster }) => cluster)).size;
}

function meanOf(rows: readonly Clustered[]): number {
  return rows.reduce((sum, { value }) => sum + value, 0) / rows.length;
}

/** Each cluster's share in the error of the mean; the squares add up to s²/n when clusters are single things. */
function deviations(rows: readonly Clustered[]): Clustered[] {
  const mean = meanOf(rows);
  const clusters = [...groupBy(rows, ({ cluster }) => cluster)];
  const grow = Math.sqrt(clusters.length / (clusters.length - 1));
  return clusters.map(([cluster, own]) => ({ cluster, value: (grow * own.reduce((sum, { value }) => sum + value - mean, 0)) / rows.length })); // prettier-ignore
}
