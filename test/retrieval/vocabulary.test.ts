import { expect, test } from 'vitest';
import { GramTable } from '../../src/retrieval/gram-table.js';
import { Vocabulary } from '../../src/retrieval/vocabulary.js';

const texts = ['夜市摆摊', '夜市照明', '照明改造'];
const vocabulary = Vocabulary.fit(texts);

test('keeps the runs of one to three characters that two texts have', () => {
  expect([...vocabulary.table].toSorted()).toEqual(['夜', '市', '夜市', '照', '明', '照明'].toSorted());
  expect(vocabulary.size).toBe(6);
});

test('a run said twice in one text has still only one text', () => {
  expect(Vocabulary.fit(['夜夜夜', '灯']).size).toBe(0);
});

test('the weight of a run is the logarithm of how rare it is', () => {
  for (const weight of vocabulary.idf) expect(weight).toBeCloseTo(Math.log(1 + 3 / 2), 6);
});

test('a text’s vector has unit length and one entry a known run', () => {
  const { ids, weights } = vocabulary.vector('夜市，夜市！');
  expect([...ids].map((id) => [...vocabulary.table][id]).toSorted()).toEqual(['夜', '市', '夜市'].toSorted());
  expect(Math.hypot(...weights)).toBeCloseTo(1, 6);
});

test('a text of unknown runs, or none, has an empty vector', () => {
  for (const text of ['地铁', '', '？'])
    expect(vocabulary.vector(text)).toEqual({ ids: new Uint32Array(), weights: new Float32Array() });
});

test('is put together again from its parts', () => {
  const again = Vocabulary.from(GramTable.from(vocabulary.table.units), vocabulary.idf);
  expect(again.vector('夜市照明')).toEqual(vocabulary.vector('夜市照明'));
  expect(() => Vocabulary.from(new GramTable(), vocabulary.idf)).toThrow('0 n-grams, 6 weights');
});

test('does not depend on how a text was typed', () => {
  expect(vocabulary.vector('夜 市 照明')).toEqual(vocabulary.vector('夜市照明'));
});
