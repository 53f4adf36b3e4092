import type { Policy } from '../../src/domain/policy.js';
import { isSupported } from '../metrics/citations.js';
import { textOf, type RunRecord } from '../record.js';
import type { Row } from '../summarize.js';
import { itemKey, type JudgedItem } from './items.js';
import { isFlaw, type Kind } from './kinds.js';
import { isLabelOf, labelKey, type HumanLabel } from './labels.js';

/** A thing the judge and the rules see differently. A person settles it: as a label, a nugget's other wording or a forbidden pattern. */
export type Disagreement = {
  readonly caseId: string;
  /** file:line of the case. */
  readonly at: string;
  readonly judge: Kind;
  readonly segment: number | null;
  readonly answerHash: string;
  readonly judged: string;
  readonly rules: 'sound' | 'flawed';
  readonly question: string;
  /** What was judged. */
  readonly text: string;
  /** Clauses that text cites. */
  readonly clauses: readonly number[];
  readonly reasons: readonly string[];
};

/** Where judge and rules disagree and no person has said yet, in the order of the run. Rules say nothing of coherence. */
export function disagreements(
  rows: readonly Row[],
  items: readonly JudgedItem[],
  labels: readonly HumanLabel[],
  policy: Policy,
): Disagreement[] {
  const rowOf = new Map(rows.map((row) => [row.one.id, row]));
  const places = new Map(rows.map(({ one }, place) => [one.id, place]));
  const labelOf = new Map(labels.map((label) => [labelKey(label), label]));
  return items
    .flatMap((item): Disagreement[] => {
      const { judge, caseId, segment, answerHash, verdict, reasons } = item;
      const row = rowOf.get(caseId);
      // Judgements of an answer that is no longer this run's say nothing of it.
      if (row === undefined || verdict === null || row.record.answerHash !== answerHash) return [];
      const label = labelOf.get(itemKey(item));
      if (label !== undefined && isLabelOf(label, item)) return [];
      const rules = rulesOf(judge, segment, row, policy);
      if (rules === null || isFlaw(judge, verdict.label) === (rules === 'flawed')) return [];
      const judgedSegments = segment === null ? row.record.segments : segmentsAt(row.record, segment);
      const clauses = [...new Set(judgedSegments.flatMap(({ citations }) => citations.map(({ clause }) => clause)))]; // prettier-ignore
      return [{ caseId, at: row.one.at, judge, segment, answerHash, judged: verdict.label, rules, question: row.record.question, text: textOf({ segments: judgedSegments }), clauses, reasons }]; // prettier-ignore
    })
    .toSorted((a, b) => (places.get(a.caseId) ?? 0) - (places.get(b.caseId) ?? 0));
}

/** What the rules say of the same thing; null where they say nothing. */
function rulesOf(judge: Kind, segment: number | null, { record, score }: Row, policy: Policy): Disagreement['rules'] | null {
  const verdict = (isSound: boolean) => (isSound ? 'sound' : 'flawed');
  if (judge === 'helpfulness') return verdict(score.strict);
  if (judge === 'contradiction') return verdict(score.checks.numbers && score.checks.allowed);
  const [own] = judge === 'support' && segment !== null ? segmentsAt(record, segment) : [];
  if (own === undefined) return null;
  const clauses = own.citations.map(({ clause }) => clause);
  return verdict(clauses.length > 0 && isSupported(own.text, clauses, policy));
} // prettier-ignore

function segmentsAt({ segments }: RunRecord, at: number): RunRecord['segments'] {
  return segments.slice(at, at + 1);
}
