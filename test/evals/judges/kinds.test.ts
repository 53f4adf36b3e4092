import { expect, test } from 'vitest';
import { isFlaw, JudgeError, KINDS, labelsOf, nearestLabel, valueOf } from '../../../evals/judges/kinds.js';

test('labels stand worst first, flaws before the rest', () => {
  for (const kind of KINDS) {
    const flaws = labelsOf(kind).map((label) => isFlaw(kind, label));
    expect(flaws).toEqual(flaws.toSorted((a, b) => Number(b) - Number(a)));
    expect(new Set(flaws).size).toBe(2);
  }
});

test('a mean between two labels is taken for the worse one', () => {
  expect(nearestLabel('support', 0.75)).toBe('partial');
  expect(nearestLabel('contradiction', 0.5)).toBe('yes');
  expect(nearestLabel('helpfulness', 4.5)).toBe('4');
  for (const kind of KINDS) for (const label of labelsOf(kind)) expect(nearestLabel(kind, valueOf(kind, label))).toBe(label); // prettier-ignore
});

test('a label of another judge has no value', () => {
  expect(() => valueOf('support', 'yes')).toThrow(JudgeError);
});
