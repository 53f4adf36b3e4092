import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beyondChance,
  chanceOfHit,
  hit,
  ndcg,
  recall,
  recallCounts,
  reciprocalRank,
  spanScores,
} from '../../../evals/metrics/retrieval.js';

// Clauses 4 and 9 must be found, 6 may; they come third, fourth and first.
const GRADES = new Map([
  [4, 2],
  [6, 1],
  [9, 2],
]);
const RANKED = [6, 1, 4, 9, 2];

test.each([
  // 6 is first and may be cited.
  [1, 1],
  [3, 1],
])('any gold clause among the first %i is a hit', (k, expected) => {
  expect(hit(RANKED, GRADES, k)).toBe(expected);
});

test('gold behind k is no hit', () => {
  expect([hit([1, 2, 4], GRADES, 2), hit([1, 2, 4], GRADES, 3)]).toEqual([0, 1]);
});

test.each([
  // |{6} ∩ {4, 9}| / 2
  [1, 0],
  // |{6, 1, 4} ∩ {4, 9}| / 2
  [3, 1 / 2],
  [5, 1],
])('recall at %i counts clauses of grade 2 alone', (k, expected) => {
  expect(recall(RANKED, GRADES, k)).toBe(expected);
});

test('the reciprocal rank is that of the first clause of grade 2, not of an acceptable one', () => {
  expect(reciprocalRank(RANKED, GRADES)).toBe(1 / 3);
  expect(reciprocalRank([6, 1, 2], GRADES)).toBe(0);
});

test('an eleventh place counts 0 for MRR@10, a tenth 1/10', () => {
  const others = [11, 12, 13, 14, 15, 16, 17, 18, 19];
  expect(reciprocalRank([...others, 4], GRADES)).toBe(1 / 10);
  expect(reciprocalRank([...others, 20, 4], GRADES)).toBe(0);
});

test('nDCG has linear gains, log2(rank + 1) and the ideal of all gold below it', () => {
  // found: 1/log2(2) + 0/log2(3) + 2/log2(4) + 2/log2(5) = 1 + 0 + 1 + 0.861353 = 2.861353
  // ideal: 2/log2(2) + 2/log2(3) + 1/log2(4) = 2 + 1.261860 + 0.5 = 3.761860
  expect(ndcg(RANKED, GRADES, 5)).toBeCloseTo(2.861353 / 3.76186, 6);
  // at 1: 1 / 2; exponential gains would give (2^1 - 1) / (2^2 - 1) = 1/3
  expect(ndcg(RANKED, GRADES, 1)).toBe(1 / 2);
});

test('gold that was not found lowers nDCG: the ideal is not taken from what was found (LexRAG)', () => {
  const grades = new Map([
    [4, 2],
    [9, 2],
  ]);
  // 2 / (2 + 2/log2(3)) = 2 / 3.261860; an ideal of the found alone would give 2 / 2 = 1
  expect(ndcg([4], grades, 5)).toBeCloseTo(0.613147, 6);
});

test('without gold nothing is measured', () => {
  const none = new Map<number, number>();
  expect([hit([1], none, 1), recall([1], none, 1), reciprocalRank([1], none), ndcg([1], none, 1)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('where no clause is required there is no recall and no rank, but hits and gains', () => {
  const acceptable = new Map([[6, 1]]);
  expect([recall(RANKED, acceptable, 5), reciprocalRank(RANKED, acceptable)]).toEqual([null, null]);
  expect([hit(RANKED, acceptable, 1), ndcg(RANKED, acceptable, 5)]).toEqual([1, 1]);
});

test('nothing found of what there is scores 0, not null', () => {
  expect([
    hit([], GRADES, 5),
    recall([], GRADES, 5),
    reciprocalRank([], GRADES),
    ndcg([], GRADES, 5),
  ]).toEqual([0, 0, 0, 0]);
});

describe('trec_eval, written again from its documentation,', () => {
  type Line = { readonly docno: string; readonly score: number };
  type Qrels = Readonly<Record<string, number>>;

  /** It ignores the rank column: by score, equal scores by descending docno. */
  function sortRun(run: readonly Line[]): string[] {
    const lines = [...run];
    lines.sort((a, b) => (a.score === b.score ? (a.docno < b.docno ? 1 : -1) : b.score - a.score));
    return lines.map(({ docno }) => docno);
  }

  function trecNdcgCut(run: readonly Line[], qrels: Qrels, cut: number): number {
    let gained = 0;
    let rank = 0;
    for (const docno of sortRun(run)) {
      rank += 1;
      if (rank > cut) break;
      gained += ((qrels[docno] ?? 0) * Math.LN2) / Math.log(rank + 1);
    }
    let ideal = 0;
    let place = 0;
    for (const level of [2, 1]) {
      for (const judged of Object.values(qrels)) {
        if (judged !== level) continue;
        place += 1;
        if (place <= cut) ideal += (level * Math.LN2) / Math.log(place + 1);
      }
    }
    return gained / ideal;
  }

  /** recip_rank with -l 2 over the first 10. */
  function trecRecipRank(run: readonly Line[], qrels: Qrels): number {
    const sorted = sortRun(run);
    for (let rank = 1; rank <= Math.min(10, sorted.length); rank += 1) {
      if ((qrels[sorted[rank - 1] ?? ''] ?? 0) >= 2) return 1 / rank;
    }
    return 0;
  }

  /** recall_k with -l 2. */
  function trecRecall(run: readonly Line[], qrels: Qrels, cut: number): number {
    const relevant = Object.keys(qrels).filter((docno) => (qrels[docno] ?? 0) >= 2);
    const seen = new Set(sortRun(run).slice(0, cut));
    return relevant.filter((docno) => seen.has(docno)).length / relevant.length;
  }

  const docno = fc.integer({ min: 1, max: 24 }).map((clause) => `m${String(clause).padStart(2, '0')}`);
  const run = fc.uniqueArray(fc.record({ docno, score: fc.integer({ min: 0, max: 6 }) }), {
    selector: (line) => line.docno,
    maxLength: 24,
  });
  const qrels = fc
    .dictionary(docno, fc.constantFrom(1, 2), { minKeys: 1, maxKeys: 6, noNullPrototype: true })
    .filter((judged) => Object.values(judged).includes(2));
  const clauseOf = (name: string) => Number(name.slice(1));
  const gradesOf = (judged: Qrels) =>
    new Map(Object.entries(judged).map(([name, grade]) => [clauseOf(name), grade]));

  test('sorts equal scores by descending docno', () => {
    const tied = [
      { docno: 'm02', score: 3 },
      { docno: 'm10', score: 3 },
      { docno: 'm07', score: 9 },
    ];
    expect(sortRun(tied)).toEqual(['m07', 'm10', 'm02']);
  });

  test('gives the same nDCG, reciprocal rank and recall', () => {
    fc.assert(
      fc.property(run, qrels, fc.integer({ min: 1, max: 10 }), (lines, judged, k) => {
        const ranked = sortRun(lines).map(clauseOf);
        const grades = gradesOf(judged);
        expect(ndcg(ranked, grades, k)).toBeCloseTo(trecNdcgCut(lines, judged, k), 12);
        expect(reciprocalRank(ranked, grades)).toBe(trecRecipRank(lines, judged));
        expect(recall(ranked, grades, k)).toBe(trecRecall(lines, judged, k));
      }),
    );
  });
});

describe('of any ranking', () => {
  const clause = fc.integer({ min: 1, max: 12 });
  const ranking = fc.uniqueArray(clause, { maxLength: 12 });
  const gold = fc.uniqueArray(fc.tuple(clause, fc.constantFrom(1, 2)), {
    selector: ([number]) => number,
    minLength: 1,
    maxLength: 6,
  });
  const cut = fc.integer({ min: 1, max: 12 });

  test('every measure is null or within 0 and 1', () => {
    fc.assert(
      fc.property(ranking, gold, cut, (ranked, pairs, k) => {
        const grades = new Map(pairs);
        const all = [hit, recall, reciprocalRank, ndcg].map((measure) => measure(ranked, grades, k));
        expect(all.filter((one) => one !== null && !(one >= 0 && one <= 1 + 1e-12))).toEqual([]);
      }),
    );
  });

  test('looking further down never loses a hit, recall or a rank', () => {
    fc.assert(
      fc.property(ranking, gold, cut, (ranked, pairs, k) => {
        const grades = new Map(pairs);
        for (const measure of [hit, recall, reciprocalRank]) {
          expect(measure(ranked, grades, k + 1) ?? 1).toBeGreaterThanOrEqual(measure(ranked, grades, k) ?? 1);
        }
      }),
    );
  });

  test('the order in which gold is written does not matter', () => {
    fc.assert(
      fc.property(ranking, gold, cut, (ranked, pairs, k) => {
        const [one, other] = [new Map(pairs), new Map(pairs.toReversed())];
        for (const measure of [hit, recall, reciprocalRank, ndcg]) {
          expect(measure(ranked, one, k)).toBe(measure(ranked, other, k));
        }
      }),
    );
  });

  test('gold by falling grade is ideal: nDCG 1', () => {
    fc.assert(
      fc.property(gold, cut, (pairs, k) => {
        const best = pairs.toSorted((a, b) => b[1] - a[1]).map(([number]) => number);
        expect(ndcg(best, new Map(pairs), k)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('moving a better clause up a place never lowers nDCG', () => {
    fc.assert(
      fc.property(ranking, gold, cut, fc.nat(), (ranked, pairs, k, seed) => {
        fc.pre(ranked.length > 1);
        const grades = new Map(pairs);
        const at = seed % (ranked.length - 1);
        const [upper = 0, lower = 0] = ranked.slice(at, at + 2);
        fc.pre((grades.get(lower) ?? 0) > (grades.get(upper) ?? 0));
        const better = ranked.with(at, lower).with(at + 1, upper);
        expect(ndcg(better, grades, k) ?? 0).toBeGreaterThanOrEqual(ndcg(ranked, grades, k) ?? 0);
      }),
    );
  });
});

describe('chance', () => {
  test.each([
    // one clause of 24: 1/24, 3/24, 5/24 = 20.8 %
    [1, 1, 0.0417],
    [1, 3, 0.125],
    [1, 5, 0.2083],
    // two of 24 in three draws: 1 - (22·21·20)/(24·23·22) = 1 - 420/552
    [2, 3, 0.2391],
  ])('of meeting %i of 24 clauses in %i draws is %f', (gold, k, expected) => {
    expect(chanceOfHit(gold, 24, k)).toBeCloseTo(expected, 4);
  });

  test('is certain when there are fewer other clauses than draws', () => {
    expect(chanceOfHit(3, 4, 2)).toBe(1);
    // more drawn than there are
    expect([chanceOfHit(1, 3, 5), chanceOfHit(0, 3, 5), chanceOfHit(0, 0, 1)]).toEqual([1, 0, 0]);
  });

  test('is taken off a share: chance itself is 0, perfect stays 1, worse is negative', () => {
    expect(beyondChance(1, 1)).toBe(null);
    expect([beyondChance(0.25, 0.25), beyondChance(1, 0.25), beyondChance(0, 0.25)]).toEqual([0, 1, -1 / 3]);
    // lay Hit@1 of the pilot: (17/24 - 1/24) / (1 - 1/24) = 16/23
    expect(beyondChance(17 / 24, chanceOfHit(1, 24, 1))).toBeCloseTo(16 / 23, 12);
  });
});

describe('spans', () => {
  const span = (clause: number, start: number, end: number) => ({ clause, start, end });

  test('precision and recall are counted in characters', () => {
    // found 15 characters, gold 10, both 5
    expect(spanScores([span(1, 0, 15)], [span(1, 10, 20)])).toEqual({ precision: 5 / 15, recall: 5 / 10 });
  });

  test('overlapping ones are merged first, so nothing is counted twice (LegalBench-RAG)', () => {
    // 0-10 and 5-15 are 15 characters, not 20; gold 0-10 is found once: 10/15 and 10/10, not 15/20 and 15/10
    expect(spanScores([span(1, 0, 10), span(1, 5, 15)], [span(1, 0, 10)])).toEqual({
      precision: 10 / 15,
      recall: 1,
    });
    expect(spanScores([span(1, 0, 10), span(1, 0, 10)], [span(1, 0, 10)])).toEqual({
      precision: 1,
      recall: 1,
    });
    expect(spanScores([span(1, 0, 10)], [span(1, 0, 10), span(1, 0, 10)])).toEqual({
      precision: 1,
      recall: 1,
    });
  });

  test('the same place in another clause is another place', () => {
    expect(spanScores([span(1, 0, 10)], [span(11, 0, 10)])).toEqual({ precision: 0, recall: 0 });
  });

  test('nothing found has no precision, no gold has no recall', () => {
    expect(spanScores([], [span(1, 0, 4)])).toEqual({ precision: null, recall: 0 });
    expect(spanScores([span(1, 0, 4)], [])).toEqual({ precision: 0, recall: null });
  });

  const spans = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.nat(20), fc.integer({ min: 1, max: 10 }))
      .map(([clause, start, length]) => span(clause, start, start + length)),
    { minLength: 1, maxLength: 6 },
  );

  test('of any kind give shares within 0 and 1, whatever their order, and precision for recall when swapped', () => {
    fc.assert(
      fc.property(spans, spans, (found, gold) => {
        const scores = spanScores(found, gold);
        for (const one of [scores.precision, scores.recall])
          expect(one).toSatisfy((x: number) => x >= 0 && x <= 1);
        expect(spanScores(found.toReversed(), gold.toReversed())).toEqual(scores);
        const swapped = spanScores(gold, found);
        expect(swapped).toEqual({ precision: scores.recall, recall: scores.precision });
      }),
    );
  });

  test('more found never lowers recall', () => {
    fc.assert(
      fc.property(spans, spans, spans, (found, more, gold) => {
        const wider = spanScores([...found, ...more], gold).recall;
        expect(wider).toBeGreaterThanOrEqual(spanScores(found, gold).recall ?? 0);
      }),
    );
  });
});

describe('a clause found twice', () => {
  const grades = new Map([
    [4, 2],
    [7, 2],
  ]);

  test('gains once and takes one place', () => {
    // 4 at rank 1, 7 at rank 2: the ideal
    expect(ndcg([4, 4, 4, 7], grades, 2)).toBe(1);
    expect(ndcg([4, 4], new Map([[4, 2]]), 5)).toBe(1);
    expect(recall([4, 4, 4, 7], grades, 2)).toBe(1);
    expect(reciprocalRank([1, 1, 4], grades)).toBe(1 / 2);
    expect(hit([1, 1, 4], grades, 2)).toBe(1);
  });
});

test('what recall is made of can be added up', () => {
  expect(recallCounts([4, 1], new Map([[4, 2], [7, 2], [1, 1]]), 5)).toEqual({ found: 1, all: 2 }); // prettier-ignore
});
