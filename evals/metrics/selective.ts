/** One answered or refused case: how sure the system was, and whether it was right (or answerable). */
export type Sure = { readonly confidence: number; readonly isPositive: boolean };

/** Area under the ROC curve: chance that a positive has the higher confidence, ties half. Null without both classes. */
export function auroc(rows: readonly Sure[]): number | null {
  const positive = rows.filter(({ isPositive }) => isPositive);
  const negative = rows.filter(({ isPositive }) => !isPositive);
  if (positive.length === 0 || negative.length === 0) return null;
  let won = 0;
  for (const a of positive) {
    for (const b of negative)
      won += a.confidence > b.confidence ? 1 : a.confidence === b.confidence ? 0.5 : 0;
  }
  return won / (positive.length * negative.length);
}

/** Coverage and risk when only the surest n are kept, n = 1 … all; equally sure rows enter together. */
export function riskCoverage(rows: readonly Sure[]): { readonly coverage: number; readonly risk: number }[] {
  const sorted = rows.toSorted((a, b) => b.confidence - a.confidence);
  let wrong = 0;
  return sorted.flatMap((row, i) => {
    if (!row.isPositive) wrong += 1;
    const isTied = sorted[i + 1]?.confidence === row.confidence;
    return isTied ? [] : [{ coverage: (i + 1) / sorted.length, risk: wrong / (i + 1) }];
  });
}

/** Mean risk over coverage (area under the steps of the curve); null without rows. */
export function riskCoverageArea(rows: readonly Sure[]): number | null {
  if (rows.length === 0) return null;
  let before = 0;
  let area = 0;
  for (const { coverage, risk } of riskCoverage(rows)) {
    area += (coverage - before) * risk;
    before = coverage;
  }
  return area;
}

/** The largest coverage at which the risk is at most `risk`. */
export function coverageAtRisk(rows: readonly Sure[], risk: number): number | null {
  if (rows.length === 0) return null;
  return Math.max(0, ...riskCoverage(rows).filter((point) => point.risk <= risk).map(({ coverage }) => coverage)); // prettier-ignore
}
