import type { Metric } from '../metric.js';
import { CHECKS } from '../score-case.js';
import type { Row, Summary } from '../summarize.js';

/** One result as openevals returns it and LangSmith takes it for feedback. */
export type Feedback = {
  readonly key: string;
  readonly score: number | boolean;
  readonly comment: string;
};

/** A row for each figure of the run that has a value, with its interval and what it rests on as the comment. */
export function toFeedback({ metrics }: Pick<Summary, 'metrics'>): Feedback[] {
  return metrics.flatMap((metric) =>
    metric.value === null
      ? []
      : [{ key: keyOf(metric.name), score: metric.value, comment: commentOf(metric) }],
  );
}

/** A row for each check and measure of one answer; measures that the case does not ask for are left out, never 0 or 1. */
export function toCaseFeedback({ one, score }: Pick<Row, 'one' | 'score'>): Feedback[] {
  const comment = `case ${one.id}`;
  const failed = CHECKS.filter((check) => !score.checks[check]);
  return [
    { key: 'strict_accuracy', score: score.strict, comment: failed.length === 0 ? comment : `${comment}: fails ${failed.join(', ')}` }, // prettier-ignore
    ...CHECKS.map((check) => ({ key: `check_${check}`, score: score.checks[check], comment })),
    ...Object.entries(score.measures).flatMap(([measure, value]) =>
      value === null ? [] : [{ key: keyOf(measure), score: value, comment }],
    ),
  ];
}

/** Strict accuracy → strict_accuracy, goldRecall → gold_recall. */
function keyOf(name: string): string {
  return name
    .replace(/(?<=[a-z])(?=[A-Z][a-z])/gu, '_')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/gu, '')
    .toLowerCase();
}

function commentOf({ n, count, interval, good }: Metric): string {
  const basis = n === 0 ? [] : [count === null ? `n=${n}` : `${count}/${n}`];
  const range = interval === null ? [] : [`95% ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`];
  return [...basis, ...range, good === 'high' ? 'more is better' : 'less is better'].join(', ');
}
