/** What one answer, or one sentence of it, can be judged by. */
export const JUDGES = ['support', 'contradiction', 'helpfulness', 'coherence'] as const;
export type Judge = (typeof JUDGES)[number];

/** The judges of one answer and the one that is shown two. */
export const KINDS = [...JUDGES, 'prefer'] as const;
export type Kind = (typeof KINDS)[number];

/** Something a judge, or what stands in a judge's file, cannot be used for. */
export class JudgeError extends Error {
  override readonly name = 'JudgeError';
}

const FIVE = [['1', 1], ['2', 2], ['3', 3], ['4', 4], ['5', 5]] as const; // prettier-ignore

/** Labels with their values, worst first. Support is a share, contradiction a rate, the scores stay on their scale. */
const SCALES: Readonly<Record<Kind, readonly (readonly [string, number])[]>> = {
  support: [['none', 0], ['partial', 0.5], ['full', 1]],
  contradiction: [['yes', 1], ['no', 0]],
  helpfulness: FIVE,
  coherence: FIVE,
  prefer: [['second', 0], ['tie', 0.5], ['first', 1]],
}; // prettier-ignore

/** The labels of a judge, worst first. */
export function labelsOf(kind: Kind): string[] {
  return SCALES[kind].map(([label]) => label);
}

/** What a label counts in a mean. @throws JudgeError when the judge has no such label */
export function valueOf(kind: Kind, label: string): number {
  const found = SCALES[kind].find(([own]) => own === label);
  if (found === undefined) throw new JudgeError(`${kind}: "${label}" is no label of it. Use one of: ${labelsOf(kind).join(', ')}.`); // prettier-ignore
  return found[1];
}

/** The label nearest to a mean of values; between two, the worse one. */
export function nearestLabel(kind: Kind, value: number): string {
  const [worst, ...others] = SCALES[kind];
  const distance = ([, own]: readonly [string, number]) => Math.abs(own - value);
  return others.reduce((best, one) => (distance(one) < distance(best) ? one : best), worst ?? ['', 0])[0];
}

// Four is the lowest score that leaves nothing essential out.
const GOOD = 4;

/** Whether a label says that something is wrong: what sensitivity counts. For two answers: the second is better. */
export function isFlaw(kind: Kind, label: string): boolean {
  if (kind === 'support') return label !== 'full';
  if (kind === 'contradiction') return label === 'yes';
  return kind === 'prefer' ? label === 'second' : valueOf(kind, label) < GOOD;
}
