import { calibrate, CalibrationError, type Calibration, type Share } from './calibrate.js';
import type { JudgedItem } from './items.js';
import { KINDS, type Kind } from './kinds.js';
import type { HumanLabel } from './labels.js';

/** What may be shown of one judge. There is no uncorrected mean in it, so that none can be shown, and nothing by case to gate on. */
export type JudgeFigure = {
  readonly judge: Kind;
  /** Things it was asked about. */
  readonly n: number;
  /** Of these, without a verdict. */
  readonly errors: number;
  /** Mean over things of the standard deviation between their judgements: 0 when a judge always says the same; null without a verdict. */
  readonly sd: number | null;
} & ({ readonly calibration: Calibration } | { readonly calibration: null; readonly why: string });

/** The figure of every judge that was asked. @param clusterOf the unit of a case that is drawn as a whole */
export function judgeFigures(
  items: readonly JudgedItem[],
  labels: readonly HumanLabel[],
  clusterOf: (caseId: string) => string,
): JudgeFigure[] {
  return KINDS.flatMap((judge): JudgeFigure[] => {
    const own = items.filter((item) => item.judge === judge);
    if (own.length === 0) return [];
    const verdicts = own.flatMap(({ verdict }) => verdict ?? []);
    const sd = verdicts.length === 0 ? null : verdicts.reduce((sum, verdict) => sum + verdict.sd, 0) / verdicts.length; // prettier-ignore
    const counts = { judge, n: own.length, errors: own.length - verdicts.length, sd };
    try {
      return [{ ...counts, calibration: calibrate(judge, own, labels, clusterOf) }];
    } catch (error) {
      if (!(error instanceof CalibrationError)) throw error;
      return [{ ...counts, calibration: null, why: error.message }];
    }
  });
}

/** One line a judge; without calibration the word and the reason, never a figure. */
export function judgeLines(figures: readonly JudgeFigure[]): string[] {
  return figures.map((figure) => {
    const errors = figure.errors === 0 ? '' : `; ${figure.errors} of ${figure.n} without a verdict`;
    if (figure.calibration === null) return `${figure.judge}: uncalibrated (${figure.why})${errors}`;
    const { mean, sensitivity, specificity, kappa, unused } = figure.calibration;
    const { low, high } = mean.interval;
    const against = `${mean.labelled} labelled, ${mean.unlabelled} judged; sensitivity ${shareWords(sensitivity)}, specificity ${shareWords(specificity)}, κ ${kappa?.toFixed(2) ?? '–'}`; // prettier-ignore
    const left = unused === 0 ? '' : `; ${unused} labels fit nothing`;
    return `${figure.judge}: ${mean.mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}] (${against})${left}${errors}`; // prettier-ignore
  });
}

function shareWords({ count, n, interval }: Share): string {
  return interval === null ? '– (nothing to find)' : `${count}/${n} [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}]`; // prettier-ignore
}
