import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paraphraseConsistency, unstable } from '../../../evals/metrics/consistency.js';

const row = (group: string, isRight: boolean, score = Number(isRight)) => ({ group, isRight, score });

test('a family is whole when all its members are right; a single question is no family', () => {
  // a: 2 of 2; b: 1 of 2; c alone
  const rows = [row('a', true), row('b', true), row('c', false), row('a', true), row('b', false)];
  expect(paraphraseConsistency(rows)).toEqual({ families: 2, allPass: 1 / 2, worst: 1 / 2 });
});

test('without families there is no share', () => {
  expect(paraphraseConsistency([])).toEqual({ families: 0, allPass: null, worst: null });
  expect(paraphraseConsistency([row('a', true)])).toEqual({ families: 0, allPass: null, worst: null });
});

test('the worst member of each family says how close it came', () => {
  // a: min(1, 0.75), b: min(0.5, 0.25); mean of 0.75 and 0.25
  const rows = [row('a', true, 1), row('a', false, 0.75), row('b', false, 0.5), row('b', false, 0.25)];
  expect(paraphraseConsistency(rows)).toEqual({ families: 2, allPass: 0, worst: 1 / 2 });
});

test('no order of rows and no mended member makes fewer families whole', () => {
  const rows = fc.array(
    fc.record({ group: fc.constantFrom('a', 'b', 'c'), isRight: fc.boolean(), score: fc.constant(0.5) }),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(rows, fc.nat(), (list, seed) => {
      const before = paraphraseConsistency(list);
      expect(paraphraseConsistency(list.toReversed())).toEqual(before);
      const mended = list.map((one, i) => (i === seed % list.length ? { ...one, isRight: true } : one));
      expect(paraphraseConsistency(mended).allPass ?? 0).toBeGreaterThanOrEqual(before.allPass ?? 0);
    }),
  );
});

test('a question is unstable when any two of its answers differ', () => {
  const rows = [
    ...[{ key: 'same', hash: 'x' }, { key: 'third', hash: 'y' }, { key: 'once', hash: 'z' }],
    ...[{ key: 'same', hash: 'x' }, { key: 'third', hash: 'y' }, { key: 'third', hash: 'w' }],
  ]; // prettier-ignore
  expect(unstable(rows)).toEqual(['third']);
});
