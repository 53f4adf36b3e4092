import type { Case } from '../cases.js';
import type { RunRecord } from '../record.js';
import { clauseId, gradesOf } from './clause-id.js';
import { rankingOf } from './ranking.js';

/**
 * Qrels for trec_eval, `qid 0 m04 2`. Its measures agree with ours as `trec_eval -c -m ndcg_cut.5` (linear gains) and
 * `trec_eval -c -l 2 -M 10 -m recall.5 -m recip_rank`: only grade 2 must be found, and without -c unanswered questions drop out.
 */
export function toTrecQrels(cases: readonly Case[]): string {
  return cases
    .flatMap((one) =>
      [...gradesOf(one)].map(([clause, grade]) => `${word(one.id)} 0 ${clauseId(clause)} ${grade}\n`),
    ) // prettier-ignore
    .join('');
}

/** A run for trec_eval, `qid Q0 m04 1 12.3 tag`: what was found for each question asked for the first time. */
export function toTrecRun(
  records: readonly RunRecord[],
  tag: string,
  variant: RunRecord['variant'] = 'full',
): string {
  return records
    .filter((record) => record.variant === variant && record.repeat === 0)
    .flatMap((record) => {
      const ranked = rankingOf(record);
      const scores = strictlyDecreasing(ranked.map(({ score }) => score));
      return ranked.map(({ clause }, i) => `${word(record.caseId)} Q0 ${clauseId(clause)} ${i + 1} ${scores[i]} ${word(tag)}\n`); // prettier-ignore
    })
    .join('');
}

/** trec_eval ignores ranks, keeps scores as 32-bit floats and breaks ties by name: equal scores would be put in another order. */
function strictlyDecreasing(scores: readonly number[]): number[] {
  let most = Infinity;
  return scores.map((score) => {
    const value = Number(Math.min(Math.fround(score), most).toPrecision(9)); // all the digits a 32-bit float holds
    most = Math.fround(value - Math.max(Math.abs(value) * 2 ** -22, 1e-30));
    return value;
  });
}

/** Columns are parted by white space. */
function word(text: string): string {
  return text.replace(/\s+/gu, '_');
}
