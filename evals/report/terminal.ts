import type { GateResult } from '../gate.js';
import type { Metric } from '../metric.js';
import type { Summary } from '../summarize.js';

const HEADLINES = ['audience: official', 'audience: lay', 'audience: partial', 'audience: none', 'audience: conversations']; // prettier-ignore
const WORST = 5;
// Fewer cases say little about a slice; the smallest would always be the worst.
const FEW = 10;

/** The whole run in some thirty lines of plain text. */
export function terminalReport(
  summary: Summary,
  gates: readonly GateResult[],
  files: readonly string[],
): string {
  const slice = (name: string) => summary.slices.find((one) => one.name === name);
  const strict = summary.metrics[0];
  const worst = summary.slices.filter(({ metric }) => metric.n >= FEW).toSorted((a, b) => (a.metric.value ?? 1) - (b.metric.value ?? 1)).slice(0, WORST); // prettier-ignore
  return [
    `${summary.system}, ${summary.rows.length} cases, run ${summary.runId}`,
    ...(strict === undefined ? [] : [line('strict accuracy', strict)]),
    ...HEADLINES.flatMap((name) => {
      const found = slice(name);
      return found === undefined ? [] : [line(`  ${name.replace('audience: ', '')}`, found.metric)];
    }),
    '',
    ...summary.metrics.slice(1).filter(({ value }) => value !== null).map((metric) => line(metric.name, metric)), // prettier-ignore
    '',
    'worst slices',
    ...worst.map(({ name, metric }) => line(`  ${name}`, metric)),
    '',
    ...gates.map(({ name, isPassed, detail }) => `${isPassed ? '✓' : '✗'} ${name}: ${detail}`),
    ...files.map((file) => `written: ${file}`),
  ].join('\n');
}

function line(name: string, { value, interval, n, count }: Metric): string {
  if (value === null) return `${name.padEnd(30)} –`;
  const range = interval === null ? '–' : `[${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`;
  const basis = n === 0 ? '' : count === null ? `n=${n}` : `${count}/${n}`;
  return `${name.padEnd(30)} ${value.toFixed(3).padStart(8)}  ${range.padEnd(16)}  ${basis}`.trimEnd();
}
