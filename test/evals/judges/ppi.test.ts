import { describe, expect, test } from 'vitest';
import { ppiMean } from '../../../evals/judges/ppi.js';
import { random } from '../../../evals/statistics/random.js';

const alone = (values: readonly number[], prefix: string) => values.map((value, i) => ({ cluster: `${prefix}${i}`, value })); // prettier-ignore

describe('the corrected mean', () => {
  // By hand: mean f = 3/4, s² = 1/4; judge − human = 0, 1, 0, mean 1/3, s² = 1/3; √(1/16 + 1/9) = 5/12.
  const labelled = [
    { cluster: 'x', judged: 1, human: 1 },
    { cluster: 'y', judged: 1, human: 0 },
    { cluster: 'z', judged: 0, human: 0 },
  ];

  test('is the judge’s mean less its mean error, with both errors in its width', () => {
    const found = ppiMean(alone([1, 1, 0, 1], 'u'), labelled);
    expect(found?.mean).toBeCloseTo(5 / 12, 12);
    expect(found?.interval.low).toBeCloseTo(5 / 12 - (1.959963984540054 * 5) / 12, 12);
    expect(found?.interval.high).toBeCloseTo(5 / 12 + (1.959963984540054 * 5) / 12, 12);
    expect([found?.unlabelled, found?.labelled]).toEqual([4, 3]);
  });

  // By hand: clusters {1,1} and {0,1} of mean 3/4 deviate by ½ and −½: (½² + ½²)/16 · 2/1 = 1/16. Labelled as above but all errors 0.
  test('counts a conversation once', () => {
    const rows = [1, 1, 0, 1].map((value, i) => ({ cluster: i < 2 ? 'p' : 'q', value }));
    const found = ppiMean(rows, labelled.map((one) => ({ ...one, human: one.judged }))); // prettier-ignore
    expect((found?.interval.high ?? 0) - 0.75).toBeCloseTo(1.959963984540054 / 4, 12);
  });

  test('needs two conversations of either kind', () => {
    expect(ppiMean([], labelled)).toBeNull();
    expect(ppiMean([{ cluster: 'p', value: 1 }, { cluster: 'p', value: 0 }], labelled)).toBeNull(); // prettier-ignore
    expect(ppiMean(alone([1, 0], 'u'), labelled.slice(0, 1))).toBeNull();
  });
});

/** Share of simulated runs whose interval holds the truth: sentences supported 7 times in 10, a judge that is too kind. */
function coverage(perConversation: number, draws: number) {
  const next = random(20300102);
  const TRUTH = 0.7;
  let corrected = 0;
  let raw = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const things = Array.from({ length: 500 / perConversation }, (_, i) => {
      // A conversation is good or bad as a whole; its sentences differ but follow it, and so does the judge.
      const isKind = next() < 0.5;
      const chance = perConversation === 1 ? TRUTH : next() < 0.5 ? 0.95 : 0.45;
      return Array.from({ length: perConversation }, () => {
        const human = Number(next() < chance);
        const judged = human === 1 ? Number(next() < 0.97) : Number(next() < (isKind ? 0.6 : 0.2));
        return { cluster: `${i}`, human, judged };
      });
    }).flat();
    const shuffled = things.map((one) => [next(), one] as const).toSorted(([a], [b]) => a - b).map(([, one]) => one); // prettier-ignore
    const rest = shuffled.slice(120).map(({ cluster, judged }) => ({ cluster, value: judged }));
    const found = ppiMean(rest, shuffled.slice(0, 120));
    if (found && found.interval.low <= TRUTH && TRUTH <= found.interval.high) corrected += 1;
    const mean = rest.reduce((sum, { value }) => sum + value, 0) / rest.length;
    if (Math.abs(mean - TRUTH) <= 1.96 * Math.sqrt((mean * (1 - mean)) / rest.length)) raw += 1;
  }
  return { corrected: corrected / draws, raw: raw / draws };
}

describe('with a judge that is too kind, over 2,000 simulated runs', () => {
  test.each([1, 5])(
    'of conversations of %i, the interval holds the truth about 95 times in 100; the raw mean’s does not',
    (size) => {
      // prettier-ignore
      const { corrected, raw } = coverage(size, 2_000);
      expect(corrected).toBeGreaterThan(0.935);
      expect(corrected).toBeLessThan(0.965);
      expect(raw).toBeLessThan(0.2);
    },
  );
});
