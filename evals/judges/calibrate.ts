import { kappa } from '../statistics/compare.js';
import { wilson, type Interval } from '../statistics/interval.js';
import { itemKey, type JudgedItem } from './items.js';
import { isFlaw, valueOf, type Kind } from './kinds.js';
import { isLabelOf, labelKey, type HumanLabel } from './labels.js';
import { ppiMean, type PpiMean } from './ppi.js';

/** Fewer labels leave sensitivity and the correction to chance; ARES' floor is 50, of one kind of answer. */
export const LABELS_NEEDED = 100;

/** Why a judge's figure may not be shown; the message says what to do. */
export class CalibrationError extends Error {
  override readonly name = 'CalibrationError';
}

/** So many of so many. */
export type Share = { readonly count: number; readonly n: number; readonly interval: Interval | null };

/** How a judge compares with people, and what its mean becomes when that is taken into account. */
export type Calibration = {
  /** Of what people found flawed, what the judge found flawed too. */
  readonly sensitivity: Share;
  /** Of what people found sound, what the judge found sound too. */
  readonly specificity: Share;
  /** Cohen's, unweighted, over all labels; null when chance explains all. */
  readonly kappa: number | null;
  /** On the judge's own scale: support 0–1, contradiction as a rate, scores 1–5, first answer preferred 0–1. */
  readonly mean: PpiMean;
  /** Labels of this judge that fit nothing judged: another answer, an error, a case that was not asked. */
  readonly unused: number;
};

/**
 * Holds one judge against people. Only things with a verdict are used; errors are neither right nor wrong.
 * @param clusterOf the unit of a case that is drawn as a whole
 * @throws CalibrationError when the labels do not suffice or more than one judge was at work
 */
export function calibrate(
  kind: Kind,
  items: readonly JudgedItem[],
  labels: readonly HumanLabel[],
  clusterOf: (caseId: string) => string,
): Calibration {
  const own = labels.filter(({ judge }) => judge === kind);
  const byKey = new Map(own.map((label) => [labelKey(label), label]));
  const judged = items.flatMap((item) => {
    if (item.judge !== kind || item.verdict === null) return [];
    const label = byKey.get(itemKey(item));
    const human = label !== undefined && isLabelOf(label, item) ? label.label : null;
    return [{ cluster: clusterOf(item.caseId), by: item.by, ...item.verdict, human }];
  });
  const pairs = judged.flatMap((one) => (one.human === null ? [] : [{ ...one, human: one.human }]));
  if (pairs.length < LABELS_NEEDED) {
    throw new CalibrationError(`${pairs.length} of ${own.length} human labels fit what was judged; ${LABELS_NEEDED} are needed. Label more, drawn by chance.`); // prettier-ignore
  }
  const judges = new Set(judged.map(({ by }) => by));
  if (judges.size > 1) {
    throw new CalibrationError(`judged by more than one model or prompt (${[...judges].join('; ')}). Judge all again with one.`); // prettier-ignore
  }
  const unlabelled = judged.flatMap(({ cluster, value, human }) =>
    human === null ? [{ cluster, value }] : [],
  );
  const mean = ppiMean(unlabelled, pairs.map(({ cluster, value, human }) => ({ cluster, judged: value, human: valueOf(kind, human) }))); // prettier-ignore
  if (mean === null) {
    throw new CalibrationError(`${unlabelled.length} things were judged beyond the labelled ones; labelled and unlabelled ones from two conversations each are needed. Judge more cases, or use the labels themselves.`); // prettier-ignore
  }
  const flawed = pairs.filter(({ human }) => isFlaw(kind, human));
  const sound = pairs.filter(({ human }) => !isFlaw(kind, human));
  return {
    sensitivity: share(flawed.filter(({ label }) => isFlaw(kind, label)).length, flawed.length),
    specificity: share(sound.filter(({ label }) => !isFlaw(kind, label)).length, sound.length),
    kappa: kappa(pairs.map(({ label, human }) => [label, human])),
    mean,
    unused: own.length - pairs.length,
  };
}

function share(count: number, n: number): Share {
  return { count, n, interval: wilson(count, n) };
}
