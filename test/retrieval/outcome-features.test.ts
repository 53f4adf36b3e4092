import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KINDS, type Kind } from '../../src/retrieval/kinds.js';
import { OUTCOME_CLASSES, OUTCOME_FEATURES, OUTCOME_KINDS, outcomeFeatures, outcomeOfKind } from '../../src/retrieval/outcome-features.js'; // prettier-ignore

const size = OUTCOME_CLASSES.length;
const at = (name: (typeof OUTCOME_CLASSES)[number]) => OUTCOME_CLASSES.indexOf(name);
const kindsOf = (shares: Partial<Record<Kind, number>>) =>
  Float64Array.from(KINDS, (kind) => shares[kind] ?? 0);
const known = { ofText: 0.25, ofPlan: 0.75, ofClause: 0.5, strange: Math.log(3) };
const certain = Float64Array.from([1, 0, 0, 0]);

test('every kind of question belongs to exactly one outcome', () => {
  const all = Object.values(OUTCOME_KINDS).flat();
  expect(all.toSorted()).toEqual([...KINDS].toSorted());
  for (const kind of KINDS) {
    const name = OUTCOME_CLASSES[outcomeOfKind(kind)];
    expect(name && (OUTCOME_KINDS[name] as readonly Kind[]).includes(kind)).toBe(true);
  }
});

test('first come the logarithms of what the kinds of each outcome sum to', () => {
  const kinds = kindsOf({ covered: 0.25, uncovered: 0.25, chitchat: 0.5 });
  const features = outcomeFeatures('夜市', { kinds, clauses: certain, neighbours: [], known });
  expect(features[at('in_plan')]).toBeCloseTo(Math.log(0.5), 3);
  expect(features[at('chitchat')]).toBeCloseTo(Math.log(0.5), 3);
  expect(features[at('off_topic')]).toBeCloseTo(Math.log(1e-4), 6); // the floor: never -Infinity
});

test('then the votes of the neighbours, the nearer the more, one unjudged without a vote', () => {
  const features = outcomeFeatures('夜市', {
    kinds: kindsOf({}),
    clauses: certain,
    neighbours: [
      ['covered', 0.8],
      [null, 0.7],
      ['chitchat', 0.4],
    ],
    known,
  });
  expect(features[size + at('in_plan')]).toBeCloseTo(0.64 / 0.8, 12);
  expect(features[size + at('chitchat')]).toBeCloseTo(0.16 / 0.8, 12);
  expect(features[2 * size]).toBe(0.8);
});

test('then how sure the clause is, how long the question, how familiar its words, and a constant', () => {
  const sure = outcomeFeatures('夜市灯', { kinds: kindsOf({}), clauses: certain, neighbours: [], known });
  const unsure = outcomeFeatures('夜市灯', { kinds: kindsOf({}), clauses: Float64Array.from([0.25, 0.25, 0.25, 0.25]), neighbours: [], known }); // prettier-ignore
  expect(sure[2 * size + 1]).toBeCloseTo(0, 3);
  expect(unsure[2 * size + 1]).toBeCloseTo(Math.log(0.25), 3);
  expect(sure[2 * size + 2]).toBeCloseTo(0, 3);
  expect(unsure[2 * size + 2]).toBeCloseTo(Math.log(4), 3);
  expect(sure[2 * size + 3]).toBeCloseTo(Math.log(4) / 2, 12);
  expect([...sure.slice(-5)]).toEqual([0.75, 0.5, Math.log(3), 0.25, 1]);
});

test('without neighbours there are no votes and no similarity', () => {
  const features = outcomeFeatures('', { kinds: kindsOf({ covered: 1 }), clauses: certain, neighbours: [], known }); // prettier-ignore
  expect([...features.slice(size, 2 * size + 1)].every((value) => value === 0)).toBe(true);
});

test('the features are as many as said and within bounds, whatever is asked', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const shares = (length: number) =>
    fc.array(share, { minLength: length, maxLength: length }).map((values) => {
      const sum = values.reduce((a, b) => a + b, 0);
      return Float64Array.from(values, (value) => (sum > 1e-9 ? value / sum : 1 / length));
    });
  const neighbour = fc.tuple(fc.constantFrom<Kind | null>(null, ...KINDS), fc.double({ min: 0.01, max: 1, noNaN: true })); // prettier-ignore
  fc.assert(
    fc.property(
      fc.string(),
      shares(KINDS.length),
      shares(24),
      fc.array(neighbour),
      (question, kinds, clauses, near) => {
        const features = outcomeFeatures(question, { kinds, clauses, neighbours: near, known });
        expect(features).toHaveLength(OUTCOME_FEATURES);
        expect(features.every(Number.isFinite)).toBe(true);
        const votes = features.slice(size, 2 * size).reduce((a, b) => a + b, 0);
        expect(votes).toBeCloseTo(near.some(([kind]) => kind !== null) ? 1 : 0, 9);
        for (let c = 0; c < size; c += 1) {
          expect(features[c]).toBeGreaterThanOrEqual(Math.log(1e-4));
          expect(features[c]).toBeLessThanOrEqual(Math.log(1 + 2e-4));
        }
      },
    ),
    { seed: 102 },
  );
});
