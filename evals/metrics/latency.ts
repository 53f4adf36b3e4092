/** The nearest-rank percentile (p from 0 to 100) of a list; null of an empty one. */
export function percentile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  // 0.55 × 100 is a hair above 55, and would be rounded up to the 56th.
  const rank = Math.ceil((p * sorted.length) / 100 - 1e-9);
  return sorted[Math.max(0, rank - 1)] ?? null;
}
