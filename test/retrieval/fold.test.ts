import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, foldToWords } from '../../src/retrieval/fold.js';
import { publishedPlan, readPolicy } from '../support/policies.js';

test.each<[string, string]>([
  ['隨遷子女入學', '随迁子女入学'],
  ['醫療保險與戶籍', '医疗保险与户籍'],
  ['老舊小區更新', '老旧小区更新'],
])('Traditional characters become Simplified: %s', (typed, folded) => expect(fold(typed)).toBe(folded));

test.each<[string, string]>([
  ['第１２条', '第12条'],
  ['ＲＥＩＴｓ', 'reits'],
  ['？，％', '?,%'],
  ['①', '1'],
  ['㎡', 'm2'],
])('full-width and compatibility forms become plain: %s', (typed, folded) =>
  expect(fold(typed)).toBe(folded),
);

test.each<[string, string]>([
  ['落\u200b户', '落户'],
  ['落\u202e户\u202c', '落户'],
  ['落\ufe0f户', '落户'],
  ['\ufeff落户', '落户'],
  ['落\u{e0041}户', '落户'],
  ['落\u00ad户', '落户'],
  ['落\ud800户', '落�户'],
])('characters that cannot be seen are gone: %j', (typed, folded) => expect(fold(typed)).toBe(folded));

test('spaces go between Chinese characters and stay, once, between Latin words', () => {
  expect(fold('  落 户　条\t件 ')).toBe('落户条件');
  expect(fold('How   many\nclauses')).toBe('how many clauses');
  expect(fold('第 12 条 text')).toBe('第12条text');
});

test('what is Latin only keeps its letters but not their case', () =>
  expect(fold('Clause Four')).toBe('clause four'));

test('words have no punctuation or symbols, and keep numbers', () => {
  expect(foldToWords('“3+3”贯通培养，90％以上！')).toBe('33贯通培养90以上');
  expect(foldToWords('……')).toBe('');
});

test('any text is folded to well-formed text without what cannot be seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const folded = fold(text);
      expect(folded.isWellFormed()).toBe(true);
      expect(folded).not.toMatch(/[\p{Cc}\p{Cf}\ufe00-\ufe0f]|^\s|\s$/u);
    }),
    { numRuns: 2000, seed: 102 },
  );
});

test('the plan’s own Simplified text is not changed by the folding of Traditional characters', () => {
  const { text } = readPolicy(publishedPlan());
  const han = (words: string) => words.replace(/[^\p{Script=Han}]/gu, '');
  expect(han(fold(text))).toBe(han(text));
});

test('what needs little folding gives the same words by the short way', () => {
  const long = (text: string) => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
  const lines = readFileSync(join(import.meta.dirname, '../../corpus/questions.jsonl'), 'utf8').split('\n').filter((line) => line !== ''); // prettier-ignore
  const asked = lines.map((line) => (JSON.parse(line) as { question: string }).question);
  expect(asked.filter((text) => foldToWords(text) !== long(text))).toEqual([]);
  const units = [...'隨遷子女学龍门后後里裡发髮乾干AbZ09_ \t\u3000，。？！、；：“”（）《》…—·,.?!;:()%-'];
  const typed = fc.array(fc.constantFrom(...units), { maxLength: 30 }).map((all) => all.join(''));
  fc.assert(
    fc.property(typed, (text) => foldToWords(text) === long(text)),
    { numRuns: 2000 },
  );
});
