import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerText, type Answer } from '../../src/answering/answer.js';
import { verify } from '../../src/answering/compose.js';
import { list } from '../../src/answering/lists.js';
import { documentFacts, structure } from '../../src/answering/look-up.js';
import { parseReplies } from '../../src/answering/replies.js';
import { findTargets } from '../../src/domain/find-targets.js';
import { policyOf, publishedMadeUpPolicy, publishedPlan, readPolicy } from '../support/policies.js';

const plan = readPolicy(publishedPlan());
const madeUp = readPolicy(publishedMadeUpPolicy());
const replies = parseReplies(readFileSync(`${import.meta.dirname}/../../prompts/replies.yml`, 'utf8'));

const quotes = (answer: Answer | undefined) =>
  answer?.segments.flatMap(({ citations }) => citations.map(({ clause, quote }) => [clause, quote]));
const numbers = (answer: Answer | undefined) => [
  ...new Set((quotes(answer) ?? []).map(([clause]) => clause)),
];

describe('by order', () => {
  const ask = (request: Parameters<typeof structure>[1], policy = madeUp) =>
    structure(policy, request, replies);

  test('a clause is quoted whole, title and all', () => {
    for (const policy of [plan, madeUp]) {
      for (const { number, text } of policy.clauses) {
        expect(quotes(ask({ kind: 'clause', number, part: 'text' }, policy))).toEqual([[number, text]]);
      }
    }
  });

  test.each([0, -1, 5, 99])(
    'clause %i, which is not there, is refused with the number there are',
    (number) => {
      const answer = ask({ kind: 'clause', number, part: 'text' });
      expect(answer).toMatchObject({ outcome: 'refused', reason: 'not_in_plan' });
      expect(answerText(answer)).toContain('4条');
    },
  );

  test.each([
    [1, '坚持便民、安全、有序。'],
    [2, '鼓励社区居民参与夜间集市治理。'],
    [-1, '鼓励社区居民参与夜间集市治理。'],
    [-2, '坚持便民、安全、有序。'],
  ])('sentence %i is counted without the title', (sentence, words) => {
    expect(quotes(ask({ kind: 'clause', number: 2, part: 'text', sentence }))).toEqual([[2, words]]);
  });

  test('a title is quoted alone', () => {
    expect(quotes(ask({ kind: 'clause', number: 4, part: 'title' }))).toEqual([[4, '照明改造。']]);
  });

  test('the section of a clause is named, with the clause’s title as the source', () => {
    const answer = ask({ kind: 'clause', number: 4, part: 'section' });
    expect(answerText(answer)).toContain('第2部分「扶持措施」');
    expect(quotes(answer)).toEqual([[4, '照明改造。']]);
  });

  test('a section lists the titles of all its clauses and counts them', () => {
    for (const policy of [plan, madeUp]) {
      for (const { number, title, clauses } of policy.sections) {
        const answer = ask({ kind: 'section', number }, policy);
        expect(numbers(answer)).toEqual(clauses);
        expect(answerText(answer)).toContain(`第${number}部分「${title}」共${clauses.length}条`);
      }
    }
  });

  test('a range lists the titles from one clause to the other, and those alone that there are', () => {
    expect(quotes(ask({ kind: 'range', from: 2, to: 3 }))).toEqual([
      [2, '基本原则。'],
      [3, '摊位支持。'],
    ]);
    expect(numbers(ask({ kind: 'range', from: 4, to: 9 }))).toEqual([4]);
    expect(ask({ kind: 'range', from: 5, to: 9 })).toMatchObject({
      outcome: 'refused',
      reason: 'not_in_plan',
    });
  });

  test('a clause of a section is quoted whole, counted from either end', () => {
    expect(quotes(ask({ kind: 'section', number: 2, nth: 1 }))).toEqual([[3, madeUp.clauses[2]?.text]]);
    expect(quotes(ask({ kind: 'section', number: 2, nth: -1 }))).toEqual([[4, madeUp.clauses[3]?.text]]);
  });

  test.each([0, 3, 40])('section %i, which is not there, is refused with the number there are', (number) => {
    const answer = ask({ kind: 'section', number });
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'not_in_plan' });
    expect(answerText(answer)).toContain('2个部分');
  });

  test('the outline cites every clause once and counts the clauses of every section', () => {
    const answer = ask({ kind: 'outline' }, plan);
    expect(quotes(answer)).toEqual(plan.clauses.map(({ number, sentences }) => [number, sentences[0]?.text]));
    expect(answerText(answer)).toContain('6个部分、24条');
    for (const { number, title, clauses } of plan.sections)
      expect(answerText(answer)).toContain(`第${number}部分「${title}」，${clauses.length}条`);
  });

  test.each(['most', 'least'] as const)('the sections with the %s clauses are all named', (end) => {
    const sizes = plan.sections.map(({ clauses }) => clauses.length);
    const size = end === 'most' ? Math.max(...sizes) : Math.min(...sizes);
    const expected = plan.sections.filter(({ clauses }) => clauses.length === size).flatMap(({ clauses }) => clauses); // prettier-ignore
    expect(numbers(ask({ kind: 'extreme', of: 'clauses', end }, plan))).toEqual(expected);
  });

  test('the longest and the shortest clause are found by counting', () => {
    const lengths = plan.clauses.map(({ text }) => text.length);
    const at = (length: number) => [(lengths.indexOf(length) + 1) as number];
    expect(numbers(ask({ kind: 'extreme', of: 'characters', end: 'most' }, plan))).toEqual(at(Math.max(...lengths))); // prettier-ignore
    expect(numbers(ask({ kind: 'extreme', of: 'characters', end: 'least' }, plan))).toEqual(at(Math.min(...lengths))); // prettier-ignore
    expect(numbers(ask({ kind: 'extreme', of: 'sentences', end: 'least' }))).toEqual(madeUp.clauses.filter(({ sentences }) => sentences.length === Math.min(...madeUp.clauses.map((one) => one.sentences.length))).map(({ number }) => number)); // prettier-ignore
  });

  test('the sentences of a clause are counted without its title', () => {
    const answer = ask({ kind: 'clause', number: 2, part: 'sentences' });
    expect(answerText(answer)).toContain(`正文共${(madeUp.clauses[1]?.sentences.length ?? 0) - 1}句`);
  });

  test('several clauses are quoted whole, by title, or with the section of each', () => {
    const numbers = [4, 2];
    const texts = numbers.map((number) => [number, madeUp.clauses[number - 1]?.text]);
    expect(quotes(ask({ kind: 'clauses', numbers, part: 'text' }))).toEqual(texts);
    expect(quotes(ask({ kind: 'clauses', numbers, part: 'title' }))).toEqual([
      [4, '照明改造。'],
      [2, '基本原则。'],
    ]);
    const text = answerText(ask({ kind: 'clauses', numbers, part: 'section' }));
    expect(text).toContain('第4条属于第2部分');
    expect(text).toContain('第2条属于第1部分');
    expect(ask({ kind: 'clauses', numbers: [2, 9], part: 'text' })).toMatchObject({ reason: 'not_in_plan' });
  });

  test('a clause that a section does not have is refused with the number it has', () => {
    const answer = ask({ kind: 'section', number: 2, nth: 7 });
    expect(answer).toMatchObject({ outcome: 'refused', reason: 'not_in_plan' });
    expect(answerText(answer)).toContain('第2部分共2条');
  });
});

describe('lists', () => {
  const ask = (request: Parameters<typeof list>[2], policy = madeUp) =>
    list(policy, findTargets(policy), request, replies);

  test('all targets are listed with the number of them', () => {
    for (const policy of [plan, madeUp]) {
      const targets = findTargets(policy);
      const answer = ask({ kind: 'targets', which: 'all' }, policy);
      expect(quotes(answer)).toEqual([...new Map(targets.map(({ clause, start, quote }) => [`${clause}.${start}`, [clause, quote]])).values()]); // prettier-ignore
      expect(answer && answerText(answer)).toContain(`共${targets.length}处`);
    }
  });

  test('percentages and dates are listed without the rest', () => {
    expect(quotes(ask({ kind: 'targets', which: 'percent' }))).toEqual([
      [3, '三年内免收摊位费的比例达到百分之六十'],
      [4, '夜间投诉率控制在5%以下'],
    ]);
    expect(quotes(ask({ kind: 'targets', which: 'dated' }))).toEqual([
      [4, '2032年6月底前完成主要集市照明改造'],
    ]);
  });

  test('a policy without targets has none to list', () => {
    const bare = policyOf(['第一章 总则', '第一条 范围。适用本市。']);
    expect(ask({ kind: 'targets', which: 'all' }, bare)).toBeUndefined();
  });

  test.each(['试点', '居住证', '改造', '鼓励', '集市'])(
    '%s is found in every clause that holds it, and nowhere else',
    (term) => {
      const holding = [plan, madeUp].map((policy) =>
        policy.clauses.filter(({ text }) => text.includes(term)),
      );
      const answers = [plan, madeUp].map((policy) => ask({ kind: 'scan', groups: [[term]] }, policy));
      expect(answers.map(numbers)).toEqual(holding.map((clauses) => clauses.map(({ number }) => number)));
      const leads = answers.flatMap((answer) => answer?.segments[0].text ?? []);
      const counts = holding.flatMap(({ length }) => (length === 0 ? [] : `共有${length}条提到：`));
      expect(leads).toEqual(counts);
      expect(answers.flatMap((answer) => quotes(answer) ?? []).every(([, quote]) => `${quote}`.includes(term))).toBe(true); // prettier-ignore
    },
  );

  test('of many clauses only the part that holds the word is quoted, of a few whole sentences', () => {
    const many = quotes(ask({ kind: 'scan', groups: [['鼓励']] }, plan));
    expect(many).toContainEqual([8, '鼓励省级以上开发区整合区位邻近产业园']);
    expect(many?.filter(([, quote]) => /[，,；;]$/u.test(`${quote}`))).toEqual([]);
    expect(quotes(ask({ kind: 'scan', groups: [['摊位费']] }))).toEqual([
      [3, madeUp.clauses[2]?.sentences[1]?.text],
    ]);
  });

  test('several words are one list', () => {
    expect(numbers(ask({ kind: 'scan', groups: [['便民'], ['投诉']] }))).toEqual([2, 4]);
  });

  test('of words said in one breath the common ones are not looked for', () => {
    const holding = (word: string) => plan.clauses.filter(({ text }) => text.includes(word)).map(({ number }) => number); // prettier-ignore
    expect(holding('支持').length).toBeGreaterThan(holding('飞地').length);
    expect(numbers(ask({ kind: 'scan', groups: [['飞地', '支持']] }, plan))).toEqual(holding('飞地'));
    expect(numbers(ask({ kind: 'scan', groups: [['支持']] }, plan))).toEqual(holding('支持'));
  });

  test('titles alone, or one section alone, are looked at when that is asked', () => {
    const titled = plan.clauses.filter(({ title }) => title.includes('城市')).map(({ number }) => number);
    expect(numbers(ask({ kind: 'scan', groups: [['城市']], isTitle: true }, plan))).toEqual(titled);
    const within = plan.clauses.filter(({ text, section }) => section === 1 && text.includes('居住证')).map(({ number }) => number); // prettier-ignore
    expect(numbers(ask({ kind: 'scan', groups: [['居住证']], section: 1 }, plan))).toEqual(within);
  });

  test('how often a word stands is counted over the whole text', () => {
    const answer = ask({ kind: 'scan', groups: [['试点']], isCounted: true }, plan);
    const count = plan.clauses.reduce((sum, { text }) => sum + text.split('试点').length - 1, 0);
    expect(answer && answerText(answer)).toContain(`共出现${count}处`);
  });

  test('with nothing to look for it is said that the plan does not mention it', () => {
    expect(ask({ kind: 'scan', groups: [] })).toMatchObject({ outcome: 'refused', reason: 'not_in_plan' });
  });

  test('a word that stands nowhere gives no list', () => {
    expect(ask({ kind: 'scan', groups: [['地铁']] })).toBeUndefined();
  });
});

describe('facts of the document', () => {
  test('are quoted from the front matter', () => {
    const facts = (policy: typeof plan) => quotes(documentFacts(policy, ['documentNumber', 'issuedOn', 'issuer', 'title'], replies)); // prettier-ignore
    expect(facts(plan)).toEqual([
      [0, '苏政发〔2024〕102号'],
      [0, '2024年12月5日'],
      [0, '江苏省人民政府'],
      [0, plan.title],
    ]);
    expect(facts(madeUp)).toEqual([
      [0, '青禾规〔2031〕7号'],
      [0, '2031年3月9日'],
      [0, '青禾市人民政府'],
      [0, madeUp.title],
    ]);
  });

  test('the basis names the document and its number', () => {
    const basis = `${quotes(documentFacts(madeUp, ['basis'], replies))?.[0]?.[1]}`;
    expect(basis).toContain('青禾市商业条例');
    expect(basis).toContain('青禾令〔2029〕3号');
  });

  test('who it is sent to is the line that addresses them, where there is one', () => {
    expect(`${quotes(documentFacts(plan, ['recipients'], replies))?.[0]?.[1]}`).toMatch(/^各市、县.*单位$/u);
    expect(documentFacts(madeUp, ['recipients'], replies)).toBeUndefined();
  });

  test('a document that names no basis has none to quote', () => {
    expect(documentFacts(policyOf(['第一条 范围。适用本市。']), ['basis'], replies)).toBeUndefined();
  });
});

test('everything that is looked up stands where it is cited', () => {
  const which = ['all', 'percent', 'counted', 'dated', 'deadline'] as const;
  const answers = [
    structure(madeUp, { kind: 'outline' }, replies),
    ...which.map((one) => list(madeUp, findTargets(madeUp), { kind: 'targets', which: one }, replies)),
    documentFacts(madeUp, ['basis', 'issuer'], replies),
  ];
  for (const answer of answers) expect(answer && verify(answer, madeUp)).toBe(answer);
});
