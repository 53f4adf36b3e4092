import { expect, test } from 'vitest';
import { Lexicon } from '../../src/retrieval/lexicon.js';

const lexicon = new Lexicon(
  [
    { canonical: '青禾', aliases: ['青禾市', '禾城'], kind: 'city', abbr: ['禾'], in_plan: true },
    { canonical: '白榆', aliases: ['榆城'], kind: 'city', abbr: ['榆'], in_plan: false },
    { canonical: '禾榆', aliases: ['青禾白榆'], kind: 'metro', members: ['青禾', '白榆'], in_plan: true },
    { canonical: '青禾都市圈', aliases: [], kind: 'metro', members: ['青禾'], in_plan: true },
    { canonical: '夜间集市', aliases: ['地摊', '夜間擺攤'], kind: 'term', in_plan: true },
    { canonical: '路灯', aliases: ['灯'], kind: 'term', in_plan: true },
  ],
  '青禾市夜间集市规定。支持禾榆铁路和青禾都市圈建设。',
);

test('what people say is named as the plan names it', () => {
  expect(lexicon.namesOf('地摊')).toEqual(['夜间集市']);
  expect(lexicon.namesOf('夜间集市')).toEqual(['夜间集市']);
  expect(lexicon.namesOf('夜间摆摊')).toEqual(['夜间集市']); // written in Traditional characters
});

test('a city is also meant by a compound name that holds its short form', () => {
  expect(lexicon.namesOf('禾城')).toEqual(['青禾', '禾榆', '青禾都市圈']);
  expect(lexicon.namesOf('榆城')).toEqual(['禾榆']);
});

test('what the plan does not name has no name', () => {
  expect(lexicon.namesOf('路灯')).toEqual([]);
  expect(lexicon.namesOf('地铁')).toEqual([]);
  expect(lexicon.namesOf('')).toEqual([]);
});

test('every name given back stands in the text, even where the entry says so wrongly', () => {
  const wrong = new Lexicon(
    [{ canonical: '路灯', aliases: ['灯柱'], kind: 'term', in_plan: true }],
    '夜间集市',
  );
  expect(wrong.namesOf('灯柱')).toEqual([]);
});

test('a place is read at its position, the longest first, named by the plan or not', () => {
  expect(lexicon.placeAt('去青禾市', 1)).toBe('青禾市');
  expect(lexicon.placeAt('榆城怎么走', 0)).toBe('榆城');
  expect(lexicon.placeAt('青禾都市圈', 0)).toBe('青禾都市圈');
  expect(lexicon.placeAt('去青禾市', 0)).toBeUndefined();
  expect(lexicon.placeAt('地摊', 0)).toBeUndefined();
  expect(lexicon.placeAt('青禾', 5)).toBeUndefined();
});

test('a known word is read at its position only when the plan names it', () => {
  expect(lexicon.wordAt('办夜间集市', 1)).toBe('夜间集市');
  expect(lexicon.wordAt('路灯', 0)).toBeUndefined();
});

test('a question is local when it names places and all of them lie in the province', () => {
  const places = new Lexicon(
    [
      { canonical: '青禾', aliases: ['禾城'], kind: 'city', in_plan: true },
      { canonical: '远港', aliases: ['港城'], kind: 'city', in_plan: true, outside: true },
    ],
    '青禾与远港对接。',
  );
  expect(places.isLocal('禾城落户要几年')).toBe(true);
  expect(places.isLocal('港城落户要几年')).toBe(false);
  expect(places.isLocal('青禾和远港哪个难')).toBe(false);
  expect(places.isLocal('落户要几年')).toBe(false);
});
