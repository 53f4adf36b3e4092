import { clauseOf, type Policy } from '../src/domain/policy.js';
import type { Case } from './cases.js';
import { attribution, goldCitations, isValid, numbersHold, squeeze } from './metrics/citations.js';
import { requiredClauses } from './metrics/follow-ups.js';
import { nuggetRecall } from './metrics/nuggets.js';
import { foldedPattern } from './metrics/pattern.js';
import { hit, ndcg, recall, reciprocalRank, spanScores, type ClauseSpan } from './metrics/retrieval.js';
import { clausesCited, factsOf, textOf, type RunRecord } from './record.js';

/** The checks of strict accuracy. An answer is right only when every one holds. */
export const CHECKS = ['answered', 'outcome', 'vital', 'clauses', 'citations', 'supported', 'numbers', 'allowed'] as const; // prettier-ignore
export type Check = (typeof CHECKS)[number];

/** The verdicts and measures of one answer. A measure is null where the case does not ask for it. */
export type CaseScore = {
  readonly caseId: string;
  readonly checks: Readonly<Record<Check, boolean>>;
  /** All checks hold. */
  readonly strict: boolean;
  readonly measures: Readonly<Record<Measure, number | null>>;
};
export type Measure =
  | 'hit1' | 'hit3' | 'hit5' | 'recall5' | 'mrr' | 'ndcg5' | 'spanPrecision' | 'spanRecall'
  | 'citationValidity' | 'citationRecall' | 'citationPrecision' | 'misattribution' | 'goldPrecision' | 'goldRecall'
  | 'vitalRecall' | 'nuggetRecall' | 'factLength' | 'lengthRatio'; // prettier-ignore

/** Scores one record against its case by rules alone. */
export function scoreCase(one: Case, record: RunRecord, policy: Policy): CaseScore {
  const grades = gradesOf(one);
  const cited = clausesCited(record);
  const text = textOf(record);
  const facts = factsOf(record);
  const citations = record.segments.flatMap((segment) => segment.citations);
  const isSilent = record.outcome !== 'answered' && record.outcome !== 'partial';
  const nuggets = nuggetRecall(one.nuggets ?? [], text);
  const attributed = attribution(record, policy);
  const gold = goldCitations(cited, grades);
  const goldSpans = goldSpansOf(one, policy);
  const factLength = facts.reduce((sum, { text: words }) => sum + squeeze(words).length, 0);
  const goldLength = goldSpans.reduce((sum, { start, end }) => sum + end - start, 0);
  // A silence that the case allows owes no facts and no clauses.
  const owesNothing = isSilent && record.outcome !== null && one.expect.outcome.includes(record.outcome);
  const checks: Record<Check, boolean> = {
    answered: record.error === null,
    outcome: record.outcome !== null && one.expect.outcome.includes(record.outcome),
    vital: owesNothing || nuggets.strictVital === null || nuggets.strictVital === 1,
    clauses: owesNothing || holdsGold(one, cited, gold.recall),
    citations: citations.every((citation) => isValid(citation, policy)),
    supported: attributed.recall === null || attributed.recall === 1,
    numbers: numbersHold(record, policy),
    allowed: isAllowed(one, record),
  };
  const first = rankedClauses(record);
  return {
    caseId: one.id,
    checks,
    strict: Object.values(checks).every(Boolean),
    measures: {
      ...{ hit1: hit(first, grades, 1), hit3: hit(first, grades, 3), hit5: hit(first, grades, 5) },
      ...{ recall5: recall(first, grades, 5), mrr: reciprocalRank(first, grades), ndcg5: ndcg(first, grades, 5) }, // prettier-ignore
      ...spanMeasures(record, goldSpans, grades),
      citationValidity: share(citations, (citation) => isValid(citation, policy)),
      citationRecall: attributed.recall,
      citationPrecision: attributed.precision,
      misattribution: attributed.misattribution,
      ...{ goldPrecision: isSilent ? null : gold.precision, goldRecall: gold.recall },
      ...{ vitalRecall: nuggets.strictVital, nuggetRecall: nuggets.all },
      factLength: facts.length === 0 ? null : factLength,
      lengthRatio: goldLength === 0 || facts.length === 0 ? null : factLength / goldLength,
    },
  };
}

/** The clauses found, best first; what was cited, where a system does not tell what it found. */
export function rankedClauses(record: RunRecord): number[] {
  return record.retrieved.length > 0 ? record.retrieved.map(({ clause }) => clause) : clausesCited(record);
}

/** Cites every clause of grade 2; where there is none, any gold clause will do. */
function holdsGold(one: Case, cited: readonly number[], recallOfRequired: number | null): boolean {
  if (recallOfRequired !== null) return recallOfRequired === 1;
  const gold = one.gold?.clauses ?? [];
  return gold.length === 0 || gold.some(({ id }) => cited.includes(id));
}

/** Whether nothing forbidden was said. */
export function isAllowed(one: Case, record: RunRecord): boolean {
  const text = squeeze(textOf(record));
  return (one.forbidden ?? []).every(({ regex }) => !foldedPattern(regex).test(text));
}

/** Gold clauses with their grades; one that is named twice has the higher grade. */
export function gradesOf(one: Case): Map<number, number> {
  const grades = new Map<number, number>();
  for (const { id, grade } of one.gold?.clauses ?? []) grades.set(id, Math.max(grade, grades.get(id) ?? 0));
  return grades;
}

/** Where the gold quotes stand. White space apart, a quote is verbatim (the lint sees to it). */
export function goldSpansOf(one: Case, policy: Policy): ClauseSpan[] {
  return (one.gold?.clauses ?? []).flatMap(({ id, quote }) => {
    const start = quote === undefined ? -1 : (clauseOf(policy, id)?.text.indexOf(quote) ?? -1);
    return start < 0 || quote === undefined ? [] : [{ clause: id, start, end: start + quote.length }];
  });
}

function spanMeasures(record: RunRecord, gold: readonly ClauseSpan[], grades: ReadonlyMap<number, number>) {
  const said = factsOf(record).flatMap(({ citations }) =>
    citations.flatMap(({ clause, start, end }) =>
      start === null || end === null ? [] : [{ clause, start, end }],
    ),
  );
  if (gold.length === 0 || said.length === 0 || grades.size === 0) return { spanPrecision: null, spanRecall: null }; // prettier-ignore
  const { precision, recall: found } = spanScores(said, gold);
  return { spanPrecision: precision, spanRecall: found };
}

function share<T>(list: readonly T[], holds: (item: T) => boolean): number | null {
  return list.length === 0 ? null : list.filter(holds).length / list.length;
}

/** The clauses an ideal answer cites and this one does not. */
export function clausesLeftOut(one: Case, record: RunRecord): number[] {
  const cited = clausesCited(record);
  return requiredClauses(one).filter((id) => !cited.includes(id));
}
