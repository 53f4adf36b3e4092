import { expect, test } from 'vitest';
import { GramTable } from '../../src/retrieval/gram-table.js';
import { seeded } from '../support/seeded.js';

test('numbers grams in the order in which they come, each once', () => {
  const table = new GramTable();
  expect(['夜', '夜市', '夜', '夜市摆'].map((gram) => table.add(gram))).toEqual([0, 1, 0, 2]);
  expect([table.size, [...table]]).toEqual([3, ['夜', '夜市', '夜市摆']]);
});

test('finds a gram within a text, and tells those of other lengths apart', () => {
  const table = new GramTable();
  for (const gram of ['市', '市摆', '市摆摊']) table.add(gram);
  expect([1, 2, 3].map((length) => table.idOf('夜市摆摊', 1, length))).toEqual([0, 1, 2]);
  expect([table.idOf('夜'), table.idOf('市摆'), table.idOf('')]).toEqual([-1, 1, -1]);
  expect(table.idOf('市摆摊灯')).toBe(-1);
});

test.each(['', '夜市摆摊'])('refuses to add "%s"', (gram) => {
  expect(() => new GramTable().add(gram)).toThrow(/has [04] UTF-16 units/u);
});

test('agrees with a map of strings on thousands of grams, also when put together again', () => {
  const random = seeded(8);
  const [table, map] = [new GramTable(), new Map<string, number>()];
  for (let i = 0; i < 20_000; i += 1) {
    const letters = Array.from({ length: 1 + random.below(3) }, () => 0x4e00 + random.below(40));
    const gram = String.fromCharCode(...letters);
    if (!map.has(gram)) map.set(gram, map.size);
    expect(table.add(gram)).toBe(map.get(gram));
  }
  const again = GramTable.from(table.units);
  for (const [gram, id] of map) expect([table.idOf(gram), again.idOf(gram)]).toEqual([id, id]);
  expect([...again]).toEqual([...map.keys()]);
});
