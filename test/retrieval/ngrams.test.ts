import { expect, test } from 'vitest';
import { ngrams } from '../../src/retrieval/ngrams.js';

test('gives every run of each size, in text order, with repetitions', () => {
  expect(ngrams('夜市夜市', 1, 2)).toEqual(['夜', '市', '夜', '市', '夜市', '市夜', '夜市']);
});

test('a text shorter than a run has none', () => {
  expect(ngrams('夜', 2, 3)).toEqual([]);
  expect(ngrams('', 1, 3)).toEqual([]);
});
