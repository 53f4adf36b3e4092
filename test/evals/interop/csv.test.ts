import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCases } from '../../../evals/cases.js';
import { formatCsv, parseCsv } from '../../../evals/interop/csv-cells.js';
import { casesFromCsv, casesToCsv } from '../../../evals/interop/csv.js';
import { casesToYaml } from '../../../evals/interop/written-case.js';
import { cases } from './support.js';

const HEADER = '编号,问题,类型,能否回答,依据条款,要点(；分隔),禁止内容,备注';
const tableOf = (...rows: string[]) => [HEADER, ...rows].join('\r\n');
const problemOf = (text: string) => {
  try {
    casesFromCsv(text, 'a.csv');
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('cells', () => {
  test('of any text come back as they were', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '题', '"', ',', ';', '\t', '\r', '\n', "'", '=', '+', '-', '@', '＝', ' ') }); // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 4 }), (rows) => {
        const whole = [['甲', '乙'], ...rows.filter((cells) => cells.some((one) => one.trim() !== ''))];
        expect(parseCsv(formatCsv(whole), 'a.csv').map(({ cells }) => cells)).toEqual(whole);
      }),
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', "'=1"])(
    '%j is not run as a formula',
    (text) => {
      expect(formatCsv([[text]])).toMatch(/^\ufeff"?'/u);
      expect(parseCsv(formatCsv([[text]]), 'a.csv')[0]?.cells).toEqual([text]);
    },
  );

  test('keep their lines, also after a cell of several lines and with any line end', () => {
    expect(parseCsv('a,b\n"1\r\n2",3\r\n\n4,5\r6,7', 'a.csv').map(({ line }) => line)).toEqual([1, 2, 5, 6]);
  });

  test('with an open quote, or text after a quote, are refused with their line', () => {
    expect(() => parseCsv('a,b\n1,"2\n3', 'a.csv')).toThrow(/^a\.csv:2: a quoted cell/u);
    expect(() => parseCsv('a,b\n"1"x,2', 'a.csv')).toThrow(/^a\.csv:2: a quoted cell/u);
  });
});

describe('the table of cases', () => {
  test('begins with a BOM and the header, and disarms the question that looks like a formula', () => {
    const csv = casesToCsv(cases);
    expect(csv.startsWith(`\ufeff${HEADER}\r\n`)).toBe(true);
    expect(csv).toContain("rent,'=摊位租金补贴多少钱,资格,部分能：金额、标准,（3）,,,");
    expect(csv).toContain('3；（1）,3：摊位 & 不少于十二个；（3：[60%]）,/\\d+元/,');
    expect(csv).toContain('light-2,夜间投诉率控制在多少？,追问,能,4,,,');
  });

  test('reads back what it can hold', () => {
    const read = casesFromCsv(casesToCsv(cases), 'a.csv');
    expect(read.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
    for (const [i, one] of cases.entries()) {
      const again = read[i];
      expect(again).toMatchObject({ type: one.type, answerability: one.answerability, tags: ['draft'] });
      expect(again?.question).toBe(one.standalone ?? one.question);
      expect(again?.expect.missing).toEqual(one.expect.missing);
      expect(again?.gold?.clauses).toEqual(one.gold?.clauses.map(({ id, grade }) => ({ id, grade })));
      expect(again?.nuggets?.map(({ match }) => match)).toEqual(one.nuggets?.map(({ match }) => match));
      expect(again?.forbidden?.map(({ regex }) => regex)).toEqual(one.forbidden?.map(({ regex }) => regex));
    }
  });

  test('becomes a case file that reads as draft', () => {
    const read = casesFromCsv(casesToCsv(cases), 'a.csv');
    const parsed = parseCases(casesToYaml(read), 'a.yml');
    expect(parsed.map(({ id, tags }) => [id, tags])).toEqual(cases.map(({ id }) => [id, ['draft']]));
    expect(parseCases(casesToYaml(cases), 'a.yml')).toEqual(cases.map((one) => ({ ...one, at: expect.any(String) }))); // prettier-ignore
  });

  test.each([',', ';', '\t'])('may be parted by %j, with or without BOM', (delimiter) => {
    const text = [HEADER, 'a1,几个摊位,事实,能,3,十二个,,'].join('\n').replaceAll(',', delimiter);
    const [one] = casesFromCsv(text, 'a.csv');
    expect(one).toMatchObject({ id: 'a1', gold: { clauses: [{ id: 3, grade: 2 }] } });
    expect(casesFromCsv(`\ufeff${text}`, 'a.csv')).toEqual([one]);
  });

  test('takes full-width digits, clause names, both spellings of columns and the names of case files', () => {
    const text = '编号\t问题\t类型\t能否回答\t依据条款\t要点\t禁止内容\t备注\nａ１\t几个\tfact\tfull\t第３条，第四条、（１５）\t４：十二个；3：[>=５%]\t\t'; // prettier-ignore
    const [one] = casesFromCsv(text, 'a.csv');
    expect(one).toMatchObject({ id: 'a1', type: 'fact', answerability: 'full' });
    expect(one?.gold?.clauses).toEqual([{ id: 3, grade: 2 }, { id: 4, grade: 2 }, { id: 15, grade: 1 }]); // prettier-ignore
    expect(one?.nuggets?.[1]).toMatchObject({ clause: 3, match: { number: { value: 5, unit: '%', comparator: '>=' } } }); // prettier-ignore
  });

  test('in GB18030, however it was decoded, is refused with what to do', () => {
    const bytes = Buffer.from('b1e0bac52ccecacce2', 'hex'); // 编号,问题 in GB18030
    for (const text of [
      bytes.toString('utf8'),
      bytes.toString('latin1'),
      new TextDecoder('gb18030').decode(Buffer.from(HEADER)),
    ]) {
      // prettier-ignore
      expect(problemOf(text)).toMatch(/^a\.csv:1: is not UTF-8 .*CSV UTF-8/u);
    }
  });

  test('names line, column, value and remedy of every problem at once', () => {
    const message = problemOf(
      tableOf(
        'a1,问,不知道,能,3,,,',
        '"a2","问',
        '二",事实,也许,3,,,',
        'a3,,事实,能,3,,,',
        'a4,问,事实,能,3-5,,,',
        'a5,问,事实,能,3；4,十二个,,',
        '有 空格,问,事实,能,3,,,',
        'a7,问,事实,能,3,/(/,,',
        'a8,问,事实,能,3,,,',
        'a8,问,事实,能,3,,,',
        'a9,问,事实,能,3,,,注,多',
        'b1,问,事实,能：金额,3,,,',
        'b2,问,事实,能,3,[很多],,',
      ),
    );
    expect(
      message
        .split('\n')
        .map((line) => /^a\.csv:\d+: \S+ "[^"]*"|^a\.csv:\d+: 备注 is followed/u.exec(line)?.[0]),
    ).toEqual([
      // prettier-ignore
      'a.csv:2: 类型 "不知道"',
      'a.csv:3: 能否回答 "也许"',
      'a.csv:5: 问题 ""',
      'a.csv:6: 依据条款 "3-5"',
      'a.csv:7: 要点(；分隔) "十二个"',
      'a.csv:8: 编号 "有 空格"',
      'a.csv:9: 要点(；分隔) "/(/"',
      'a.csv:11: 编号 "a8"',
      'a.csv:12: 备注 is followed',
      'a.csv:13: 能否回答 "能：金额"',
      'a.csv:14: 要点(；分隔) "[很多]"',
    ]);
  });

  test('lacking a column, or with one more, says which', () => {
    expect(problemOf('编号,问题\n')).toMatch(/^a\.csv:1: has no column 类型, 能否回答/u);
    expect(problemOf(`${HEADER},评分\n`)).toMatch(/^a\.csv:1: column "评分" is not known/u);
    expect(problemOf('')).toMatch(/^a\.csv:1: has no column 编号/u);
  });
});
