import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partSpans, sentenceSpans, toSentences } from '../../src/domain/sentences.js';

const LETTERS = [
  '甲',
  'a',
  '1',
  '。',
  '！',
  '？',
  '!',
  '，',
  ',',
  '；',
  '“',
  '”',
  '（',
  '）',
  '(',
  ')',
  '《',
  '》',
  '\n',
];
const policyText = fc
  .array(fc.constantFrom(...LETTERS), { maxLength: 60 })
  .map((letters) => letters.join(''));

const textsOf = (text: string) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end));

describe.each([
  ['sentences', sentenceSpans],
  ['parts', partSpans],
])('%s of any text', (_, spansOf) => {
  test('cover it all but its line ends', () => {
    fc.assert(
      fc.property(policyText, (text) => {
        const covered = spansOf(text).map(({ start, end }) => text.slice(start, end));
        expect(covered.join('')).toBe(text.replaceAll('\n', ''));
      }),
    );
  });

  test('are in order, disjoint and not empty', () => {
    fc.assert(
      fc.property(policyText, (text) => {
        let last = 0;
        for (const { start, end } of spansOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

test('a sentence keeps its stop and the marks that close after it', () => {
  expect(textsOf('实施“全程网办”。推进改革。”其余')).toEqual(['实施“全程网办”。', '推进改革。”', '其余']);
});

test('a stop inside brackets or quotes ends no sentence', () => {
  expect(textsOf('依据《甲。乙》（丙。丁）办理。完')).toEqual(['依据《甲。乙》（丙。丁）办理。', '完']);
});

test('a line end ends a sentence and belongs to none', () => {
  expect(textsOf('甲\n\n乙。\n丙')).toEqual(['甲', '乙。', '丙']);
});

test('a comma ends a part but no sentence', () => {
  expect(textsOf('甲,乙；丙。')).toEqual(['甲,乙；丙。']);
  expect(partSpans('甲,乙；丙。')).toEqual([
    { start: 0, end: 2 },
    { start: 2, end: 4 },
    { start: 4, end: 6 },
  ]);
});

test('a clause counts its sentences from its title, the front matter from 1', () => {
  expect(toSentences('题。文。', true).map(({ index }) => index)).toEqual([0, 1]);
  expect(toSentences('题。文。', false).map(({ index }) => index)).toEqual([1, 2]);
});
