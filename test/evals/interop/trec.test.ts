import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradesOf } from '../../../evals/interop/clause-id.js';
import { rankingOf } from '../../../evals/interop/ranking.js';
import { toTrecQrels, toTrecRun } from '../../../evals/interop/trec.js';
import { ndcg, recall, reciprocalRank } from '../../../evals/metrics/retrieval.js';
import { NO_REPLY } from '../../../evals/record.js';
import { cases, recordOf, recordsOf } from './support.js';

/** Reads qrels and a run as trec_eval -c does: by float score, ties by descending docno, ranks ignored, gains linear. */
function trecEval(qrels: string, run: string) {
  const rows = (text: string) => text.trimEnd().split('\n').filter((line) => line !== '').map((line) => line.split(' ')); // prettier-ignore
  const gains = new Map<string, Map<string, number>>();
  for (const [qid = '', , docno = '', gain] of rows(qrels)) gains.set(qid, (gains.get(qid) ?? new Map<string, number>()).set(docno, Number(gain))); // prettier-ignore
  return new Map(
    [...gains].map(([qid, own]) => {
      const docs = rows(run).filter(([id]) => id === qid).map(([, , docno = '', , score]) => ({ docno, score: Math.fround(Number(score)) })); // prettier-ignore
      docs.sort((a, b) => b.score - a.score || (a.docno < b.docno ? 1 : -1));
      const found = docs.map(({ docno }) => own.get(docno) ?? 0);
      const dcg = (list: readonly number[]) => list.slice(0, 5).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0); // prettier-ignore
      const relevant = [...own.values()].filter((gain) => gain >= 2).length;
      const first = found.slice(0, 10).findIndex((gain) => gain >= 2);
      const measures = {
        ndcg5: dcg(found) / dcg([...own.values()].toSorted((a, b) => b - a)),
        mrr10: relevant === 0 ? null : first < 0 ? 0 : 1 / (first + 1),
        recall5: relevant === 0 ? null : found.slice(0, 5).filter((gain) => gain >= 2).length / relevant,
      };
      return [qid, measures] as const;
    }),
  );
}

describe('the exported run', () => {
  test('has six columns with the names of clauses and no spaces in any', async () => {
    expect(toTrecQrels(cases)).toBe('stalls 0 m03 2\nstalls 0 m01 1\nlight-1 0 m04 2\nlight-2 0 m04 2\nrent 0 m03 1\n'); // prettier-ignore
    const run = toTrecRun(await recordsOf('bm25'), 'model of 2030');
    expect(run.trimEnd().split('\n').every((line) => /^[\w-]+ Q0 m\d\d \d+ -?[\d.e+-]+ model_of_2030$/u.test(line))).toBe(true); // prettier-ignore
  });

  test.each(['bm25', 'oracle', 'always-refuse'] as const)(
    'of %s scores in trec_eval what it scores here',
    async (name) => {
      const records = await recordsOf(name);
      const theirs = trecEval(toTrecQrels(cases), toTrecRun(records, name));
      expect(theirs.size).toBe(4);
      for (const [i, one] of cases.entries()) {
        const grades = gradesOf(one);
        const ranked = rankingOf(records[i] ?? NO_REPLY).map(({ clause }) => clause);
        if (grades.size === 0) continue;
        expect(theirs.get(one.id)?.ndcg5).toBeCloseTo(ndcg(ranked, grades, 5) ?? -1, 12);
        expect(theirs.get(one.id)?.mrr10).toEqual(reciprocalRank(ranked, grades, 10));
        expect(theirs.get(one.id)?.recall5).toEqual(recall(ranked, grades, 5));
      }
    },
  );

  test('keeps the order of any scores, equal and rising ones included', () => {
    const [one] = cases;
    const score = fc.oneof(fc.constantFrom(0, -0, 1, 12.3, 1e-40, 1e30, -5), fc.double({ noNaN: true, min: -1e30, max: 1e30 })); // prettier-ignore
    fc.assert(
      fc.property(fc.array(score, { maxLength: 24 }), (scores) => {
        if (one === undefined) return;
        const retrieved = scores.map((value, i) => ({ clause: i + 1, score: value, spans: [] }));
        const run = toTrecRun([recordOf(one, { ...NO_REPLY, retrieved })], 'tag');
        const written = run.trimEnd().split('\n').filter(Boolean).map((line) => Math.fround(Number(line.split(' ')[4]))); // prettier-ignore
        expect(written).toHaveLength(scores.length);
        expect(written.every((value, i) => i === 0 || value < (written[i - 1] ?? 0))).toBe(true);
      }),
    );
  });

  test('holds first answers of one variant only, and each clause once', () => {
    const [one] = cases;
    if (one === undefined) throw new Error('no case');
    const retrieved = [4, 4, 3].map((clause) => ({ clause, score: clause, spans: [] }));
    const record = recordOf(one, { ...NO_REPLY, retrieved });
    const records = [record, { ...record, repeat: 1 }, { ...record, variant: 'rewrite' as const }];
    expect(toTrecRun(records, 't')).toBe('stalls Q0 m04 1 4 t\nstalls Q0 m03 2 3 t\n');
    expect(toTrecRun(records, 't', 'rewrite')).toBe('stalls Q0 m04 1 4 t\nstalls Q0 m03 2 3 t\n');
  });
});
