import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { essenceOf } from './case-essence.js';
import type { Case } from './cases.js';
import type { Metric } from './metric.js';
import { mcnemar } from './statistics/compare.js';
import { zeroFailureBound } from './statistics/interval.js';
import { sliceProblem } from './slices.js';
import type { Row, Summary } from './summarize.js';

const bound = z.strictObject({ metric: z.string(), slice: z.string().optional(), bound: z.number() });
const gatesSchema = z.strictObject({
  /** Figures that must be 0 in every case, at whatever n. */
  never: z.array(z.string()),
  /** Figures that must be 1 in every case. */
  always: z.array(z.string()),
  /** The lower end of the 95 % interval (or the value, where it has none) must not be below the bound. */
  floors: z.array(bound),
  /** The upper end of the interval, or the value, must not be above it. */
  ceilings: z.array(bound),
  regression: z.strictObject({
    /** More broken than fixed, and McNemar's p below this: fails. */
    p: z.number(),
    /** So many broken cases of these types fail by themselves. */
    critical: z.strictObject({ types: z.array(z.string()), broken: z.int() }),
  }),
});
/** 门槛: what a run must reach. */
export type Gates = z.infer<typeof gatesSchema>;

const baselineSchema = z.strictObject({
  textHash: z.string(),
  /** For each case of the set: the hash of all that decides what is right, and whether it was right. */
  cases: z.record(z.string(), z.tuple([z.string(), z.boolean()])),
});
export type Baseline = z.infer<typeof baselineSchema>;
export const baselinesSchema = z.record(z.string(), baselineSchema);

export type GateResult = { readonly name: string; readonly isPassed: boolean; readonly detail: string };

/** Gates that cannot be used. */
export class GateError extends Error {
  override readonly name = 'GateError';
}

// Of a slice nothing but this is known.
const SLICED = 'Strict accuracy';

/** Reads evals/gates.yml. @throws GateError naming the file with the line or the field */
export function parseGates(text: string): Gates {
  const result = gatesSchema.safeParse(parseYaml(text));
  if (!result.success)
    throw new GateError(`evals/gates.yml: ${z.prettifyError(result.error)}. Correct the field.`);
  return result.data;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new GateError(`evals/gates.yml: ${error instanceof Error ? error.message.trim() : String(error)} Correct the YAML there.`); // prettier-ignore
  }
}

/** Every gate with its verdict. A figure that no case of the set asks for passes no floor and fails none; it is said so. @throws GateError for a metric or slice that there is not */
export function checkGates(summary: Summary, gates: Gates, baseline: Baseline | undefined): GateResult[] {
  return [
    ...gates.never.map((name) => extreme(metricOf(summary, { metric: name }), name, 0)),
    ...gates.always.map((name) => extreme(metricOf(summary, { metric: name }), name, 1)),
    ...gates.floors.map((one) => bounded(metricOf(summary, one), one, 'floor')),
    ...gates.ceilings.map((one) => bounded(metricOf(summary, one), one, 'ceiling')),
    ...(baseline === undefined
      ? []
      : [...guards(summary, baseline), ...regression(summary, gates, baseline)]),
  ];
}

function metricOf(
  summary: Summary,
  { metric, slice }: { metric: string; slice?: string | undefined },
): Metric | undefined {
  const found = summary.metrics.find(({ name }) => name === metric);
  if (found === undefined) throw new GateError(`evals/gates.yml: there is no metric "${metric}". Correct the name; \`npm run evals\` prints them all.`); // prettier-ignore
  if (slice === undefined) return found;
  if (metric !== SLICED) throw new GateError(`evals/gates.yml: metric "${metric}" has no slice "${slice}". Leave the slice out, or write metric: ${SLICED}.`); // prettier-ignore
  const problem = sliceProblem(slice);
  if (problem !== null) throw new GateError(`evals/gates.yml: no set can have a slice "${slice}". Correct it: ${problem}.`); // prettier-ignore
  return summary.slices.find(({ name }) => name === slice)?.metric;
}

/** Case by case, so that no average hides one; a figure that is none over cases is compared itself. */
function extreme(metric: Metric | undefined, figure: string, wanted: 0 | 1): GateResult {
  const name = `${figure} ${wanted === 0 ? 'never' : 'always'}`;
  if (metric?.value == null) return { name, isPassed: true, detail: 'no case asks for it' };
  if (metric.rows.length === 0) return { name, isPassed: metric.value === wanted, detail: `${metric.value.toFixed(3)}, n=${metric.n}` }; // prettier-ignore
  const wrong = metric.rows.filter(({ value }) => value !== wanted).length;
  const detail = wrong === 0 ? `0 of ${metric.n}, at most ${percent(zeroFailureBound(metric.n))} with 95 % confidence` : `${wrong} of ${metric.n}`; // prettier-ignore
  return { name, isPassed: wrong === 0, detail };
}

function bounded(
  metric: Metric | undefined,
  one: z.infer<typeof bound>,
  kind: 'floor' | 'ceiling',
): GateResult {
  const name = `${one.slice ?? one.metric} ${kind === 'floor' ? '≥' : '≤'} ${one.bound}`;
  if (metric?.value == null) return { name, isPassed: true, detail: 'no case asks for it' };
  const end =
    kind === 'floor' ? (metric.interval?.low ?? metric.value) : (metric.interval?.high ?? metric.value);
  const isPassed = kind === 'floor' ? end >= one.bound : end <= one.bound;
  const range = metric.interval === null ? '' : ` [${metric.interval.low.toFixed(3)}, ${metric.interval.high.toFixed(3)}]`; // prettier-ignore
  return { name, isPassed, detail: `${metric.value.toFixed(3)}${range}, n=${metric.n}` };
}

/** No passing by deletion: no case of the baseline is gone or changed, and the plan is the same. */
function guards(summary: Summary, baseline: Baseline): GateResult[] {
  const now = new Map(summary.rows.map(({ one }) => [one.id, caseHash(one)]));
  const gone = Object.keys(baseline.cases).filter((id) => !now.has(id));
  const changed = Object.entries(baseline.cases).filter(([id, [hash]]) => now.has(id) && now.get(id) !== hash).map(([id]) => id); // prettier-ignore
  const remedy = 'accept the change with --accept in a commit of its own';
  return [
    { name: 'Same plan as the baseline', isPassed: summary.textHash === baseline.textHash, detail: summary.textHash.slice(0, 12) }, // prettier-ignore
    { name: 'No case dropped or changed', isPassed: gone.length + changed.length === 0, detail: gone.length + changed.length === 0 ? `${now.size} cases` : `gone: ${gone.join(' ') || 'none'}; changed: ${changed.join(' ') || 'none'}; ${remedy}` }, // prettier-ignore
  ];
}

function regression(summary: Summary, gates: Gates, baseline: Baseline): GateResult[] {
  const { fixed, broken } = flips(summary.rows, baseline);
  const p = mcnemar(broken.length, fixed.length);
  const { types, broken: most } = gates.regression.critical;
  const critical = broken.filter(({ one }) => types.includes(one.type));
  const ids = (rows: readonly Row[]) => rows.map(({ one }) => one.id).join(' ') || 'none';
  return [
    { name: 'No regression', isPassed: broken.length <= fixed.length || p >= gates.regression.p, detail: `fixed: ${ids(fixed)}; broken: ${ids(broken)}; p=${p.toFixed(3)}` }, // prettier-ignore
    { name: `Fewer than ${most} broken of ${types.join(', ')}`, isPassed: critical.length < most, detail: ids(critical) }, // prettier-ignore
  ];
}

/** Cases that were wrong in the baseline and are right now, and the other way round. */
export function flips(
  rows: readonly Row[],
  baseline: Baseline,
): { readonly fixed: readonly Row[]; readonly broken: readonly Row[] } {
  const known = rows.filter(({ one }) => baseline.cases[one.id] !== undefined);
  const before = ({ one }: Row) => baseline.cases[one.id]?.[1] === true;
  return {
    fixed: known.filter((row) => !before(row) && row.score.strict),
    broken: known.filter((row) => before(row) && !row.score.strict),
  };
}

export function baselineOf({ textHash, rows }: Summary): Baseline {
  return { textHash, cases: Object.fromEntries(rows.map(({ one, score }) => [one.id, [caseHash(one), score.strict]])) }; // prettier-ignore
}

function caseHash(one: Case): string {
  return createHash('sha256')
    .update(JSON.stringify(essenceOf(one)))
    .digest('hex')
    .slice(0, 12);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
