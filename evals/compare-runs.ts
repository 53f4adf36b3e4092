import { groupBy } from './group-by.js';
import { holm, mcnemar, pairedDifference } from './statistics/compare.js';
import type { MetricRow } from './metric.js';
import type { Row, Summary } from './summarize.js';

// Compared as a family, so that one lucky figure among many is not taken for progress.
const FAMILY = [
  'Strict accuracy',
  'Hit@1',
  'Vital nugget recall',
  'Gold citation recall',
  'Over-refusal',
  'Unsafe answer',
];

export type Comparison = {
  readonly differences: readonly { readonly name: string; readonly difference: number; readonly low: number; readonly high: number; readonly n: number }[]; // prettier-ignore
  /** Exact McNemar on strict accuracy, and for the other rates of the family, adjusted by Holm. */
  readonly tests: readonly { readonly name: string; readonly b: number; readonly c: number; readonly p: number; readonly adjusted: number }[]; // prettier-ignore
  readonly fixed: readonly Row[];
  readonly broken: readonly Row[];
};

/** Two runs over the cases they share, paired. `b`: right before and wrong after; `c`: the other way. */
export function compareRuns(before: Summary, after: Summary): Comparison {
  const rows = (summary: Summary, name: string) => byCase(summary, name);
  const tests = FAMILY.flatMap((name) => {
    const [old, now] = [rows(before, name), rows(after, name)];
    const isRate = [...old.values(), ...now.values()].every(({ value }) => value === 0 || value === 1);
    if (!isRate || old.size === 0) return [];
    // A refusal more is a case lost where refusals count against a system.
    const sign = after.metrics.some((metric) => metric.name === name && metric.good === 'low') ? -1 : 1;
    const flips = [...old].flatMap(([id, { value }]) =>
      now.has(id) ? [sign * ((now.get(id)?.value ?? 0) - value)] : [],
    );
    const b = flips.filter((flip) => flip < 0).length;
    const c = flips.filter((flip) => flip > 0).length;
    return [{ name, b, c, p: mcnemar(b, c) }];
  });
  const adjusted = holm(tests.map(({ p }) => p));
  const was = new Map(before.rows.map(({ one, score }) => [one.id, score.strict]));
  return {
    differences: FAMILY.flatMap((name) => {
      const found = pairedDifference(rows(before, name), rows(after, name));
      return found === null ? [] : [{ name, difference: found.mean, low: found.interval.low, high: found.interval.high, n: found.n }]; // prettier-ignore
    }),
    tests: tests.map((test, i) => ({ ...test, adjusted: adjusted[i] ?? 1 })),
    fixed: after.rows.filter(({ one, score }) => was.get(one.id) === false && score.strict),
    broken: after.rows.filter(({ one, score }) => was.get(one.id) === true && !score.strict),
  };
}

function byCase(summary: Summary, name: string): Map<string, MetricRow> {
  const metric = summary.metrics.find((one) => one.name === name);
  return new Map(metric?.rows.map((row) => [row.caseId, row]) ?? []);
}

/** The comparison as plain text. */
export function comparisonText({ differences, tests, fixed, broken }: Comparison): string {
  const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
  const ids = (rows: readonly Row[]) => [...groupBy(rows, ({ one }) => one.type)].map(([type, own]) => `  ${type}: ${own.map(({ one }) => one.id).join(' ')}`); // prettier-ignore
  return [
    ...differences.map(({ name, difference, low, high, n }) => `${name.padEnd(24)} ${signed(difference)}  [${signed(low)}, ${signed(high)}]  n=${n}`), // prettier-ignore
    '',
    ...tests.map(({ name, b, c, p, adjusted }) => `${name.padEnd(24)} lost ${b}, won ${c}: p=${p.toFixed(4)}, after Holm ${adjusted.toFixed(4)}`), // prettier-ignore
    '',
    `fixed ${fixed.length}`,
    ...ids(fixed),
    `broken ${broken.length}`,
    ...ids(broken),
  ].join('\n');
}
