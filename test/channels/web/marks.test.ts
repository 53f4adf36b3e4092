import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf, placesOf } from '../../../src/channels/web/marks.js';

const kinds = ['cited', 'found', 'target', 'modality'] as const;

test('whatever is marked, the pieces joined are the span’s text', () => {
  const mark = fc
    .tuple(fc.nat(20), fc.nat(20), fc.constantFrom(...kinds))
    .map(([start, length, kind]) => ({ start, end: start + length, kind }));
  fc.assert(
    fc.property(fc.string({ minLength: 10, maxLength: 20 }), fc.array(mark), (text, marks) => {
      const span = { start: 2, end: text.length - 2 };
      const pieces = piecesOf(text, span, marks);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text.slice(span.start, span.end));
    }),
  );
});

test('overlapping marks make pieces that carry both', () => {
  const marks = [
    { start: 0, end: 3, kind: 'cited' },
    { start: 2, end: 5, kind: 'target' },
  ] as const;
  expect(
    piecesOf('abcdef', { start: 0, end: 6 }, marks).map((piece) => [piece.text, [...piece.kinds]]),
  ).toEqual([
    ['ab', ['cited']],
    ['c', ['cited', 'target']],
    ['de', ['target']],
    ['f', []],
  ]);
});

test('of words that begin together the longest is found', () => {
  expect(placesOf('苏锡常与苏锡', ['苏锡', '苏锡常']).map(({ word }) => word)).toEqual(['苏锡常', '苏锡']);
});
