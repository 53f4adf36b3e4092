/** What a scenario found. `failures` of `n` are wrong whatever the machine; `missed` are speeds a busy machine may miss too. */
export type Outcome = {
  readonly name: string;
  readonly n: number;
  readonly failures: number;
  readonly missed: readonly string[];
  readonly detail: string;
};

/** What every scenario is given. */
export type LoadOptions = {
  /** Minutes each instead of a few seconds. */
  readonly isFull: boolean;
  /** Where the service keeps its data. */
  readonly directory: string;
  /** A saved index to copy from; without it the service builds one. */
  readonly indexDirectory?: () => Promise<string>;
};

export type Scenario = (options: LoadOptions) => Promise<Outcome>;

/** Up to how often a thing that failed `failures` times in `n` may fail in truth, with 95 % confidence (Wilson; 3/n for none). */
export function upperBound(failures: number, n: number): number {
  if (n === 0) return 1;
  if (failures === 0) return Math.min(1, 3 / n);
  const [p, z] = [failures / n, 1.645];
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return Math.min(1, (p + (z * z) / (2 * n) + spread) / (1 + (z * z) / n));
}

/** The names of the goals that were not reached. */
export function missedGoals(goals: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(goals).flatMap(([goal, isReached]) => (isReached ? [] : [goal]));
}
