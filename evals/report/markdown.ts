import type { Metric } from '../metric.js';
import type { ReportInput } from './input.js';

const HEADLINES = ['audience: official', 'audience: lay', 'audience: partial', 'audience: none', 'audience: conversations']; // prettier-ignore
const FAILURES = 10;
// Detail of a gate may list every case that flipped.
const DETAIL = 200;

/** The run on half a screen of Markdown for a CI job page. Case ids only: the page may be public, the questions are not. */
export function markdownReport({ summary, gates }: ReportInput): string {
  const failed = gates.filter(({ isPassed }) => !isPassed).length;
  const verdict = gates.length === 0 ? 'no gates' : failed === 0 ? '✓ passed' : `✗ failed (${failed} of ${gates.length} gates)`; // prettier-ignore
  const wrong = summary.rows.filter(({ score }) => !score.strict);
  const slices = HEADLINES.flatMap((name) => summary.slices.filter((slice) => slice.name === name));
  const [strict] = summary.metrics;
  const more = wrong.length > FAILURES ? `, and ${wrong.length - FAILURES} more` : '';
  return [
    `## Evaluation of ${cell(summary.system)}: ${verdict}`,
    '',
    `${summary.rows.length} cases, run \`${summary.runId}\``,
    '',
    '| Strict accuracy | | 95 % interval | right / cases |',
    '| --- | ---: | --- | ---: |',
    ...(strict === undefined ? [] : [line('all', strict)]),
    ...slices.map(({ name, metric }) => line(name.replace('audience: ', ''), metric)),
    '',
    ...(gates.length === 0 ? [] : ['| Gate | | |', '| --- | --- | --- |']),
    ...gates.map(
      ({ name, isPassed, detail }) => `| ${cell(name)} | ${isPassed ? '✓' : '✗'} | ${cell(detail)} |`,
    ),
    '',
    wrong.length === 0 ? 'No case failed.' : `Failed: ${wrong.slice(0, FAILURES).map(({ one }) => `\`${one.id}\``).join(' ')}${more}`, // prettier-ignore
    '',
  ].join('\n');
}

function line(name: string, { value, interval, count, n }: Metric): string {
  const range = interval === null ? '–' : `${percent(interval.low)} – ${percent(interval.high)}`;
  return `| ${cell(name)} | ${value === null ? '–' : percent(value)} | ${range} | ${count ?? '–'} / ${n} |`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Text that cannot leave its cell or become markup. */
function cell(text: string): string {
  const short = text.length > DETAIL ? `${text.slice(0, DETAIL)}…` : text;
  return short.replace(/\s+/gu, ' ').replace(/[\\`*_[\]<>|&~#]/gu, '\\$&');
}
