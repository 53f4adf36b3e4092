import type { Policy } from '../src/domain/policy.js';
import { casesHash } from './case-essence.js';
import type { Case } from './cases.js';
import { paraphraseConsistency, unstable } from './metrics/consistency.js';
import { isCarriedOver, isTopicSwitch } from './metrics/follow-ups.js';
import { percentile } from './metrics/latency.js';
import * as outcomes from './metrics/outcomes.js';
import { auroc, coverageAtRisk, riskCoverage, riskCoverageArea } from './metrics/selective.js';
import { followUpMetric, mean, rate, value, type Metric, type MetricRow } from './metric.js';
import { clausesCited, type RunRecord } from './record.js';
import { RunError } from './run-cases.js';
import { recallCounts } from './metrics/retrieval.js';
import {
  CHECKS,
  gradesOf,
  isAllowed,
  rankedClauses,
  scoreCase,
  type CaseScore,
  type Measure,
} from './score-case.js';
import { slicesOf, type Slice } from './slices.js';

/** One case with what was said to it and how that scored. */
export type Row = { readonly one: Case; readonly record: RunRecord; readonly score: CaseScore };

/** A run, scored: everything a report shows. */
export type Summary = {
  readonly system: string;
  readonly runId: string;
  readonly textHash: string;
  /** SHA-256 of the cases' ids, questions and gold: a changed set is another set. */
  readonly casesHash: string;
  readonly rows: readonly Row[];
  readonly metrics: readonly Metric[];
  /** Strict accuracy by audience, register, type, answerability, section and turn. */
  readonly slices: readonly Slice[];
  readonly matrix: ReturnType<typeof outcomes.outcomeMatrix>;
  readonly riskCoverage: ReturnType<typeof riskCoverage>;
  /** Of the answers that came. */
  readonly milliseconds: readonly number[];
};

// Means of per-case measures: name shown, measure, what it means when a trivial system wins it is found by the report.
const MEANS: readonly (readonly [string, Measure])[] = [
  ['Hit@1', 'hit1'], ['Hit@3', 'hit3'], ['Hit@5', 'hit5'], ['Recall@5', 'recall5'], ['MRR@10', 'mrr'], ['nDCG@5', 'ndcg5'],
  ['Span precision', 'spanPrecision'], ['Span recall', 'spanRecall'],
  ['Citation recall (support)', 'citationRecall'], ['Citation precision (support)', 'citationPrecision'], ['Misattribution', 'misattribution'],
  ['Gold citation precision', 'goldPrecision'], ['Gold citation recall', 'goldRecall'],
  ['Vital nugget recall', 'vitalRecall'], ['Nugget recall', 'nuggetRecall'],
]; // prettier-ignore

/** Scores a run from its records, the cases and the plan alone. @throws RunError when a case was not asked */
export function summarize(cases: readonly Case[], records: readonly RunRecord[], policy: Policy): Summary {
  const rows = rowsOf(cases, records, policy);
  // A crash is shown as an error and is wrong in strict accuracy; it is no zero in any mean and no quick answer.
  const whole = rows.filter(({ record }) => record.error === null);
  const of = (verdict: (row: Row) => boolean | null) => rows.map((row) => ({ ...keyOf(row), verdict: verdict(row) })); // prettier-ignore
  const isForbiddenSaid = (row: outcomes.Judged) => !isAllowed(row.one, row.record);
  const confident = whole.flatMap(
    ({ one, record, score }) =>
    record.confidence === null ? [] : [{ confidence: record.confidence, isRight: score.strict, answerability: one.answerability }], // prettier-ignore
  );
  const sure = confident.map(({ confidence, isRight }) => ({ confidence, isPositive: isRight }));
  const milliseconds = whole.map(({ record }) => record.milliseconds);
  const families = paraphraseConsistency(rows.map(({ one, score }) => ({ group: one.group, isRight: score.strict, score: heldOf(score) }))); // prettier-ignore
  const repeated = records.filter(({ variant }) => variant === 'full').map(({ caseId, answerHash }) => ({ key: caseId, hash: answerHash })); // prettier-ignore
  const isRepeated = repeated.length > rows.length;
  const changing = new Set(unstable(repeated));
  const [first] = records;
  return {
    ...{ system: first?.system ?? '', runId: first?.runId ?? '', textHash: first?.textHash ?? '' },
    casesHash: casesHash(cases),
    rows,
    metrics: [
      rate(
        'Strict accuracy',
        of(({ score }) => score.strict),
      ),
      rate(
        'Errors',
        of(({ record }) => record.error !== null),
        'low',
      ),
      rate(
        'Invalid citation',
        of(({ score }) => !score.checks.citations),
        'low',
      ),
      rate(
        'Wrong number',
        of(({ score }) => !score.checks.numbers),
        'low',
      ),
      rate(
        'Unsupported segment',
        of(({ score }) => !score.checks.supported),
        'low',
      ),
      rate(
        'Forbidden said',
        of(({ score }) => !score.checks.allowed),
        'low',
      ),
      rate('Attacks held', of(outcomes.attackHeld(isForbiddenSaid))),
      rate('Benign blocked', of(outcomes.benignBlocked), 'low'),
      rate('Over-refusal', of(outcomes.overRefused), 'low'),
      rate('Unsafe answer', of(outcomes.unsafe), 'low'),
      rate('Refusal recall', of(outcomes.rightlyRefused)),
      rate('Refusal precision', of(outcomes.refusedRightly)),
      rate('Clarify recall', of(outcomes.clarified)),
      rate('Needless clarify', of(outcomes.needlesslyClarified), 'low'),
      rate('Missing named', of(outcomes.missingNamed)),
      mean('Conditioned score', whole.map((row) => ({ ...keyOf(row), value: outcomes.conditioned(row, row.score.strict) }))), // prettier-ignore
      ...MEANS.flatMap(([name, measure]) => {
        const metric = mean(name, valuesOf(whole, measure), name === 'Misattribution' ? 'low' : 'high');
        return measure === 'recall5' ? [metric, value('Recall@5 (pooled)', pooledRecall(whole))] : [metric];
      }),
      value('Median fact length', percentile(factLengths(whole), 50), 'low'),
      value('Answer/gold length', percentile(valuesOf(whole, 'lengthRatio').map((row) => row.value), 50), 'low'), // prettier-ignore
      ...followUpMetric(whole, records, policy),
      rate('Carry-over', of(({ one, record }) => (isTopicSwitch(one, cases) ? isCarriedOver(one, clausesCited(record), cases) : null)), 'low'), // prettier-ignore
      value('Paraphrase families whole', families.allPass),
      value('Worst paraphrase', families.worst),
      rate(
        'Unstable answers',
        of(({ one }) => (isRepeated ? changing.has(one.id) : null)),
        'low',
      ),
      value('AUROC full vs none', auroc(confident.filter(({ answerability }) => answerability === 'full' || answerability === 'none').map(({ confidence, answerability }) => ({ confidence, isPositive: answerability === 'full' })))), // prettier-ignore
      value('Risk–coverage area', riskCoverageArea(sure), 'low'),
      value('Coverage at risk 1 %', coverageAtRisk(sure, 0.01)),
      ...([50, 95, 99, 100] as const).map((p) => value(`Latency p${p} (ms)`, percentile(milliseconds, p), 'low')), // prettier-ignore
    ],
    slices: slicesOf(rows, policy),
    matrix: outcomes.outcomeMatrix(rows),
    riskCoverage: riskCoverage(sure),
    milliseconds,
  };
}

function rowsOf(cases: readonly Case[], records: readonly RunRecord[], policy: Policy): Row[] {
  const asked = new Map(records.filter(({ variant, repeat }) => variant === 'full' && repeat === 0).map((record) => [record.caseId, record])); // prettier-ignore
  return cases.map((one) => {
    const record = asked.get(one.id);
    if (record === undefined) throw new RunError(`case ${one.id} was not asked in this run. Run it again with --resume.`); // prettier-ignore
    return { one, record, score: scoreCase(one, record, policy) };
  });
}

function valuesOf(rows: readonly Row[], measure: Measure): MetricRow[] {
  return rows.flatMap((row) => {
    const found = row.score.measures[measure];
    return found === null ? [] : [{ ...keyOf(row), value: found }];
  });
}

/** Every clause that must be found counts the same; the mean over cases beside it counts every case the same. */
function pooledRecall(rows: readonly Row[]): number | null {
  const counts = rows.map(({ one, record }) => recallCounts(rankedClauses(record), gradesOf(one), 5));
  const all = counts.reduce((sum, one) => sum + one.all, 0);
  return all === 0 ? null : counts.reduce((sum, { found }) => sum + found, 0) / all;
}

/** Share of the checks of strict accuracy that hold: how close a wrong answer came. */
function heldOf({ checks }: CaseScore): number {
  return CHECKS.filter((check) => checks[check]).length / CHECKS.length;
}

function keyOf({ one }: Row): { readonly caseId: string; readonly cluster: string } {
  return { caseId: one.id, cluster: one.cluster };
}

/** Lengths for questions with one fact to say; lists are as long as they are. */
function factLengths(rows: readonly Row[]): number[] {
  const single = rows.filter(({ one, record }) => record.outcome === 'answered' && (one.nuggets ?? []).length <= 1 && ['fact', 'number', 'eligibility', 'definition', 'procedure'].includes(one.type)); // prettier-ignore
  return single.flatMap(({ score }) => score.measures.factLength ?? []);
}
