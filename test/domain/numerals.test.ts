import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNumber } from '../../src/domain/numbering.js';
import { parseChineseNumeral, parseNumber, toChineseNumeral } from '../../src/domain/numerals.js';

describe('Chinese numerals', () => {
  test('1 to 99 are read as they are written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), (n) => parseChineseNumeral(toChineseNumeral(n)) === n),
      { numRuns: 400 },
    );
  });

  test.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [24, '二十四'],
    [99, '九十九'],
  ])('%i is written %s', (n, written) => {
    expect(toChineseNumeral(n)).toBe(written);
  });

  test('numbers headings do not have are left in digits', () => {
    expect([100, -1, 1.5].map(toChineseNumeral)).toEqual(['100', '-1', '1.5']);
  });

  test.each([
    ['零', 0],
    ['两', 2],
    ['十五', 15],
    ['一百零五', 105],
    ['二〇二五', 2025],
    ['三千万', 3e7],
    ['十二万五千', 125000],
    ['一亿零五万', 1e8 + 5e4],
    ['一万亿', 1e12],
  ])('%s is %i', (text, value) => {
    expect(parseChineseNumeral(text)).toBe(value);
  });

  test.each(['', '第三', '三个', '万', '亿', 'constructor'])('“%s” is no number', (text) => {
    expect(parseChineseNumeral(text)).toBeUndefined();
  });
});

describe('numbers', () => {
  test.each([
    ['4万', 40000],
    ['1.5亿', 1.5e8],
    ['90', 90],
    ['五', 5],
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each(['', '3+3', '-1', '1,000', 'x'])('“%s” is no number', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test('in Arabic digits are read as they stand, 万 multiplied out', () => {
    fc.assert(
      fc.property(fc.nat(), (n) => parseNumber(String(n)) === n && parseNumber(`${n}万`) === n * 1e4),
    );
  });
});

describe('the number a paragraph opens with', () => {
  test.each([
    ['第一章 总则', '第一章', 1, '总则'],
    ['第二部分 措施', '第一章', 2, '措施'],
    ['第十二条 内容', '第一条', 12, '内容'],
    ['一、实施行动', '一、', 1, '实施行动'],
    ['（三）优化', '（一）', 3, '优化'],
    ['(三)优化', '（一）', 3, '优化'],
    ['17.建设城市', '1.', 17, '建设城市'],
    ['7. “一县一策”', '1.', 7, '“一县一策”'],
    ['（2）细则', '（1）', 2, '细则'],
  ])('%s', (paragraph, level, number, rest) => {
    expect(readNumber(paragraph)).toEqual({ level, number, rest });
  });

  test.each(['建设城市', '2024年12月5日', '1.5万人', '五年内不变', '三权分离'])(
    'is none in %s',
    (paragraph) => {
      expect(readNumber(paragraph)).toBeUndefined();
    },
  );
});
