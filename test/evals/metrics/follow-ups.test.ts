import { describe, expect, test } from 'vitest';
import type { Case } from '../../../evals/cases.js';
import { gapClosed, isCarriedOver, isTopicSwitch, requiredClauses, turnBefore } from '../../../evals/metrics/follow-ups.js'; // prettier-ignore
import { caseOf } from '../made-up.js';

test.each([
  // (0.75 - 0.25) / (1 - 0.25)
  [0.75, 0.25, 1, 2 / 3],
  [0.25, 0.25, 1, 0],
  [1, 0.25, 1, 1],
  [0, 0.25, 1, -1 / 3],
])('%f of a gap from %f to %f closes %f', (system, lastTurn, rewrite, expected) => {
  expect(gapClosed(system, lastTurn, rewrite)).toBeCloseTo(expected, 12);
});

test('where the rewrite is worth nothing there is no gap', () => {
  expect(gapClosed(0.5, 0.5, 0.5)).toBe(null);
});

const gold = (...clauses: [number, 1 | 2][]): Pick<Case, 'gold'> => ({
  gold: { clauses: clauses.map(([id, grade]) => ({ id, grade })) },
});
const turn = (id: string, cluster: string, number: number, clauses: Pick<Case, 'gold'>) =>
  caseOf({ id, cluster, turn: number, ...clauses });

const first = turn('a1', 'a', 1, gold([4, 2]));
const switching = turn('a2', 'a', 2, gold([3, 2], [4, 1]));
const staying = turn('a3', 'a', 3, gold([3, 2]));
const widening = turn('a4', 'a', 4, gold([3, 2], [2, 2]));
const other = turn('b1', 'b', 1, gold([1, 2]));
const cases = [staying, other, first, widening, switching];

test('the turn before is of the same conversation', () => {
  expect([first, switching, other].map((one) => turnBefore(one, cases)?.id)).toEqual([
    undefined,
    'a1',
    undefined,
  ]);
  expect(turnBefore(caseOf({ id: 'alone', cluster: 'a' }), cases)).toBe(undefined);
});

describe('a turn', () => {
  test('leaves the subject when the turn before was about none of the clauses it needs', () => {
    const wrapped = [...cases, turn('b2', 'b', 2, gold([3, 2]))];
    expect(isTopicSwitch(turn('b2', 'b', 2, gold([3, 2])), wrapped)).toBe(true);
    expect(isTopicSwitch(turn('b2', 'b', 2, gold([1, 2])), wrapped)).toBe(false);
    expect(isTopicSwitch(switching, cases)).toBe(true);
  });

  test('that stays, widens the subject or is the first leaves none', () => {
    expect([staying, widening, first].map((one) => isTopicSwitch(one, cases))).toEqual([false, false, false]);
  });

  test('is carried over when it cites the old clause and none it needs', () => {
    expect(isCarriedOver(switching, [4], cases)).toBe(true);
    expect(isCarriedOver(switching, [4, 3], cases)).toBe(false);
    expect(isCarriedOver(switching, [1], cases)).toBe(false);
    expect(isCarriedOver(switching, [], cases)).toBe(false);
  });
});

test('required clauses are those of grade 2, each once', () => {
  expect(requiredClauses(gold([3, 2], [4, 1], [3, 2]))).toEqual([3]);
  expect(requiredClauses({})).toEqual([]);
});
