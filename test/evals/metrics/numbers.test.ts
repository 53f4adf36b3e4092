import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isStatedIn, numberFidelity, quantities, type Quantity } from '../../../evals/metrics/numbers.js';
import { toChineseNumeral } from '../../../src/domain/numerals.js';
import { publishedPlan, readPolicy } from '../../support/policies.js';

const plan = readPolicy(publishedPlan());
const short = ({ value, unit, comparator }: Quantity) => `${comparator} ${value} ${unit}`;
const read = (text: string) => quantities(text).map(short);

describe('the fourteen numeric expressions of the plan', () => {
  test.each([
    ['不少于4万人', '>= 40000 人'],
    ['100家', '= 100 家'],
    ['90%以上', '>= 90 %'],
    ['达85%以上', '>= 85 %'],
    ['1个', '= 1 个'],
    ['1小时', '= 1 小时'],
    ['2000年底前', 'by 2000 年'],
    ['2025年底前', 'by 2025 年'],
    ['5个', '= 5 个'],
    ['50个', '= 50 个'],
    ['达到90%以上', '>= 90 %'],
    ['五年内', '<= 5 年'],
  ])('%s is one quantity: %s', (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test('stand in these clauses, and nothing else there counts anything', () => {
    const found = plan.clauses.flatMap(({ number, text }) => read(text).map((one) => `${number}: ${one}`));
    // The fourteenth, 3+3 in clause 9, is a name.
    expect(found).toEqual([
      ...['3: >= 40000 人', '3: = 100 家', '4: >= 90 %', '6: >= 85 %', '7: = 1 个', '7: = 1 个'],
      ...['12: = 1 小时', '15: by 2000 年', '16: by 2025 年', '17: = 5 个', '17: = 50 个'],
      ...['19: >= 90 %', '21: <= 5 年'],
    ]);
  });
});

test.each(['3+3', '一县一策', '两为主', '两纳入', '三权', '四港联动', '平急两用'])(
  '%s contains numerals and is no quantity',
  (text) => expect(quantities(`实行${text}的办法`)).toEqual([]),
);

test.each(['第6条', '第十六条', '第三部分', '苏政发〔2024〕102号', '12345热线'])(
  '%s numbers a thing and counts none',
  (text) => expect(quantities(`按照${text}办理`)).toEqual([]),
);

test.each([
  ['百分之九十', '90%'],
  ['百分之九十以上', '90%以上'],
  ['４万人', '40000人'],
  ['4万人', '40000人'],
  ['4 万人', '4万人'],
  ['９０％', '90%'],
  ['1.5亿元', '150000000元'],
  ['五年以内', '5年以内'],
  ['六个月以上', '六 个 月 以 上'],
  ['不低于90%', '不少于90%'],
  ['90%以上', '至少90%'],
  ['5%以下', '不超过5%'],
  ['2025年底前', '2025年底之前'],
])('%s and %s are the same', (one, other) => {
  expect(read(one)).toHaveLength(1);
  expect(read(one)).toEqual(read(other));
});

test.each([
  ['90%以上', '90%以下'],
  ['不少于4万人', '少于4万人'],
  ['100家', '100个'],
  ['2025年', '2025年底前'],
  ['2032年6月底前', '2032年7月底前'],
])('%s and %s are not the same', (one, other) => {
  expect(read(one)).not.toEqual(read(other));
});

test.each([
  ['不少于十二个', ['>= 12 个']],
  ['至少三家', ['>= 3 家']],
  ['不超过十五天', ['<= 15 天']],
  ['十二个以上', ['>= 12 个']],
  ['六个月内', ['<= 6 个月']],
  ['三年之内', ['<= 3 年']],
  ['5年内', ['<= 5 年']],
  ['五年内', ['<= 5 年']],
  ['6个月内', ['<= 6 个月']],
  ['6个月', ['= 6 个月']],
  ['九十%以上', ['>= 90 %']],
  ['百分之90', ['= 90 %']],
  ['设5个内设机构', ['= 5 个']],
])('%s is read as %j', (text, expected) => expect(read(text)).toEqual(expected));

test.each(['一批项目', '两为主', '三权', '十二个集市', '走进千家万户', '达到一定规模'])(
  '%s has no bound to its Chinese numeral and counts nothing',
  (text) => expect(quantities(text)).toEqual([]),
);

describe('the number of an item is no quantity:', () => {
  test.each([
    ['1. 90%以上', ['>= 90 %']],
    ['1、夜间投诉率', []],
    ['要点如下:\n1. 5个\n2. 50个', ['= 5 个', '= 50 个']],
    ['(1)5个；(2)50个', ['= 5 个', '= 50 个']],
    ['（1）5个', ['= 5 个']],
    ['①5个②50个', ['= 5 个', '= 50 个']],
    ['如下：1、5个；2、50个', ['= 5 个', '= 50 个']],
    // a decimal point is none
    ['1.9%', ['= 1.9 %']],
    ['1.5亿元', ['= 150000000 元']],
    ['90、95', ['= 90 ', '= 95 ']],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('a quantity stands in its source', () => {
  const SOURCE = '建成5个城市、50个园区,比例90%以上,2025年底前完成';
  test.each([
    ['50个', true],
    ['园区50个', true],
    // leaving the bound out is no lie, changing it is
    ['90%', true],
    ['90%以上', true],
    ['90%以下', false],
    ['达90%', true],
    ['2025年', true],
    ['2025年底前', true],
    ['2026年底前', false],
    ['50家', false],
    // 5 and 50 are different numbers though one is written within the other
    ['0个', false],
    ['500个', false],
    ['60个', false],
  ])('%s: %s', (text, expected) => {
    const [one] = quantities(text);
    expect(one && isStatedIn(one, SOURCE)).toBe(expected);
  });

  test('a bound that the source does not state is added', () => {
    const [atLeast] = quantities('不少于100家');
    expect(atLeast && isStatedIn(atLeast, '建成100家市场')).toBe(false);
  });

  test('fidelity counts them', () => {
    // 5个 stands there, 60个 does not
    expect(numberFidelity('5个城市、60个园区', SOURCE)).toEqual({ stated: 1, all: 2 });
  });

  test('a text without any is 0 of 0, which is no 1.0 (DeepEval, RAGAS)', () => {
    expect(numberFidelity('', SOURCE)).toEqual({ stated: 0, all: 0 });
  });
});

describe('of any text', () => {
  const PIECES = [
    '4万',
    '90',
    '%',
    '以上',
    '不少于',
    '五',
    '年内',
    '年',
    '2025',
    '底前',
    '个',
    '十',
    '百分之',
    '、',
    '第',
    '条',
    '人',
    '.',
    ' ',
  ];
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((pieces) => pieces.join(''));

  test('every quantity stands in that text', () => {
    fc.assert(
      fc.property(text, (words) => {
        expect(quantities(words).filter((one) => !isStatedIn(one, words))).toEqual([]);
      }),
    );
  });

  test('white space and width make no difference', () => {
    fc.assert(
      fc.property(text, (words) => {
        const wide = words.replace(/[0-9%]/gu, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0));
        expect(read(wide)).toEqual(read(words));
        expect(read([...words].join(' '))).toEqual(read(words));
      }),
    );
  });

  test('values are finite and not negative', () => {
    fc.assert(
      fc.property(text, (words) => {
        for (const { value } of quantities(words)) expect(Number.isFinite(value) && value >= 0).toBe(true);
      }),
    );
  });
});

test('any percentage reads the same in digits and in Chinese numerals', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (n) => {
      expect(read(`占百分之${toChineseNumeral(n)}以上`)).toEqual([`>= ${n} %`]);
      expect(read(`占${n}%以上`)).toEqual([`>= ${n} %`]);
    }),
  );
});
