import type { Metric } from '../metric.js';
import type { Summary } from '../summarize.js';

// Neither understands a question. A figure they win can be won without understanding.
const TRIVIAL = ['copy-top1', 'always-refuse'];

// How fast and how sturdy a system is, no trivial one can win by a trick: doing nothing is quick.
const NO_CONTEST = /^(?:Errors|Unstable answers|Latency .*)$/u;

/**
 * 可钻空子: a trivial system is at least as good at this figure, so it says nothing good about the product by itself. Not where every
 * system has the same figure: nobody won anything there.
 */
export function isGameable(metric: Metric, references: readonly Summary[]): boolean {
  const { name, value, good } = metric;
  const figures = references.flatMap(
    ({ metrics }) => metrics.find((other) => other.name === name)?.value ?? [],
  );
  if (value === null || NO_CONTEST.test(name) || figures.every((other) => other === value)) return false;
  return references
    .filter(({ system }) => TRIVIAL.includes(system))
    .flatMap(({ metrics }) => metrics.find((other) => other.name === name)?.value ?? [])
    .some((rival) => (good === 'high' ? rival >= value : rival <= value));
}
