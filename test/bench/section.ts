/** What a section of the bench hands back: rows for the table, goals, and points for the plot. */
export type Section = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly goals: readonly Goal[];
  readonly notes: readonly string[];
  readonly curves: readonly Curve[];
};

export type Goal = {
  readonly what: string;
  readonly value: number;
  readonly reach: string;
  readonly isReached: boolean;
};

/** Milliseconds a query against how many there are. */
export type Curve = { readonly name: string; readonly points: readonly (readonly [number, number])[] };

export type BenchOptions = {
  readonly rounds: number;
  /** Sizes that take minutes too. */
  readonly isLarge: boolean;
  /** Only sizes that take seconds. */
  readonly isQuick: boolean;
  readonly say: (line: string) => void;
};

export const atMost = (what: string, value: number, limit: number, unit = ''): Goal => ({
  ...{ what, value, reach: `≤ ${limit}${unit}`, isReached: value <= limit },
});
export const atLeast = (what: string, value: number, limit: number, unit = ''): Goal => ({
  ...{ what, value, reach: `≥ ${limit}${unit}`, isReached: value >= limit },
});
