import { describe, expect, test } from 'vitest';
import type { Case } from '../../evals/cases.js';
import type { RunRecord } from '../../evals/record.js';
import { CHECKS, clausesLeftOut, goldSpansOf, isAllowed, scoreCase } from '../../evals/score-case.js';
import { caseOf, policy, quote, recordOf, statement, template } from './made-up.js';

const COMPLAINTS = '夜间投诉率控制在5%以下';
const one = caseOf({
  gold: { clauses: [{ id: 4, grade: 2, quote: COMPLAINTS }, { id: 1, grade: 1 }] },
  nuggets: [
    { id: 'n1', importance: 'vital', clause: 4, match: { number: { value: 5, unit: '%' } } },
    { id: 'n2', importance: 'okay', clause: 4, match: { all: ['照明'] } },
  ],
  forbidden: [{ regex: '免费|[0-9]+元' }],
}); // prettier-ignore
const right = recordOf(one, { outcome: 'answered', segments: [quote(4, COMPLAINTS)] });

const failing = (record: RunRecord, of: Case = one) => {
  const { checks, strict } = scoreCase(of, record, policy);
  const failed = CHECKS.filter((check) => !checks[check]);
  expect(strict).toBe(failed.length === 0);
  return failed;
};

describe('an answer is right only when every check holds:', () => {
  test('the gold quote with its clause holds them all', () => {
    expect(failing(right)).toEqual([]);
  });

  test.each<[string, Partial<RunRecord>, string[]]>([
    ['a crash', { error: 'timed out' }, ['answered']],
    ['another outcome', { outcome: 'partial' }, ['outcome']],
    ['a vital fact left out', { segments: [quote(4, '照明改造')] }, ['vital']],
    ['a required clause left out', { segments: [quote(1, '适用范围'), template('5%')] }, ['clauses']],
    ['a quote that is not there', { segments: [{ ...quote(4, COMPLAINTS), citations: [{ clause: 4, quote: '投诉率5%', start: 0, end: 5 }] }] }, ['citations']],
    ['an unsupported segment', { segments: [quote(4, COMPLAINTS), statement('社区食堂提供午餐', 2)] }, ['supported']],
    ['a wrong number', { segments: [quote(4, COMPLAINTS), statement('夜间投诉率控制在6%以下', 4)] }, ['supported', 'numbers']],
    ['something forbidden', { segments: [quote(4, COMPLAINTS), template('另送9 0元')] }, ['allowed']],
  ])('%s', (_, change, expected) => {
    expect(failing({ ...right, ...change })).toEqual(expected);
  }); // prettier-ignore

  test('an empty answer fails by what it leaves out and is no 1.0 (DeepEval, RAGAS)', () => {
    const empty = recordOf(one, { outcome: 'answered' });
    expect(failing(empty)).toEqual(['vital', 'clauses']);
    const { citationValidity, citationRecall, citationPrecision, vitalRecall, goldRecall, spanPrecision } = scoreCase(one, empty, policy).measures; // prettier-ignore
    expect([citationValidity, citationRecall, citationPrecision, spanPrecision]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect([vitalRecall, goldRecall]).toEqual([0, 0]);
  });

  test('no reply at all fails the outcome too', () => {
    expect(failing(recordOf(one, { error: 'timed out' }))).toEqual([
      'answered',
      'outcome',
      'vital',
      'clauses',
    ]);
  });
});

describe('a silence', () => {
  const refused = recordOf(one, { outcome: 'refused', segments: [template('方案里没有。')] });

  test('that the case accepts owes no facts and no clauses', () => {
    const accepted = { ...one, expect: { outcome: ['answered' as const, 'refused' as const] } };
    expect(failing(refused, accepted)).toEqual([]);
  });

  test('that it does not accept owes them', () => {
    expect(failing(refused)).toEqual(['outcome', 'vital', 'clauses']);
  });

  test('may still not say what is forbidden', () => {
    const accepted = { ...one, expect: { outcome: ['refused' as const] } };
    expect(failing({ ...refused, segments: [template('免费!')] }, accepted)).toEqual(['allowed']);
  });
});

test('where no clause is required, any of gold will do', () => {
  const loose = caseOf({ gold: { clauses: [{ id: 1, grade: 1 }, { id: 4, grade: 1 }] } }); // prettier-ignore
  expect(failing(right, loose)).toEqual([]);
  expect(failing({ ...right, segments: [quote(3, '摊位支持')] }, loose)).toEqual(['clauses']);
});

test('a clause graded twice has its higher grade', () => {
  const twice = caseOf({ gold: { clauses: [{ id: 4, grade: 2 }, { id: 4, grade: 1 }] } }); // prettier-ignore
  expect(scoreCase(twice, right, policy).measures.goldRecall).toBe(1);
});

describe('measures', () => {
  const retrieved = [1, 3, 4].map((clause, i) => ({ clause, score: 3 - i, spans: [] }));

  test('of ranking come from what was found', () => {
    const { measures } = scoreCase(one, { ...right, retrieved }, policy);
    // gold 4 (2) and 1 (1); found 1, 3, 4: gains 1/1 + 0 + 2/log2(4) = 2, ideal 2/1 + 1/log2(3) = 2.630930
    expect(measures).toMatchObject({ hit1: 1, hit3: 1, recall5: 1, mrr: 1 / 3 });
    expect(measures.ndcg5).toBeCloseTo(2 / 2.63093, 5);
  });

  test('of ranking fall back on what was cited, for systems that show no ranking', () => {
    expect(scoreCase(one, right, policy).measures).toMatchObject({ hit1: 1, recall5: 1, mrr: 1 });
  });

  test('of spans and length compare the cited characters with gold', () => {
    // the whole sentence, 33 characters with its stop, for the 12 of gold
    const sentence = '2032年6月底前完成主要集市照明改造,夜间投诉率控制在5%以下。';
    const long = { ...right, segments: [quote(4, sentence), quote(4, COMPLAINTS)] };
    const { measures } = scoreCase(one, long, policy);
    const [gold, whole] = [12, 33];
    // spans overlap and count once; text said twice is said twice
    expect(measures.spanPrecision).toBeCloseTo(gold / whole, 12);
    expect(measures).toMatchObject({
      spanRecall: 1,
      factLength: whole + gold,
      lengthRatio: (whole + gold) / gold,
    });
  });

  test('of length leave out white space and fixed wording (DomainRAG)', () => {
    const spaced = statement('夜间 投诉率\n控制在 5% 以下', 4);
    const { measures } = scoreCase(one, { ...right, segments: [template('方案写道：'), spaced] }, policy);
    expect(measures.factLength).toBe(COMPLAINTS.length);
  });

  test('of nuggets and citations are those of their own files', () => {
    const segments = [quote(4, COMPLAINTS), statement('社区食堂提供午餐', 3)];
    // vital 1 of 1, all 1 of 2; supported 1 of 2; cited 4, 3: one gold; required 4: cited
    expect(scoreCase(one, { ...right, segments }, policy).measures).toMatchObject({
      ...{ vitalRecall: 1, nuggetRecall: 1 / 2, citationRecall: 1 / 2, citationPrecision: 1 / 2 },
      ...{ citationValidity: 1, misattribution: 0, goldPrecision: 1 / 2, goldRecall: 1 },
    });
  });

  test('a case without gold asks for none of them', () => {
    const bare = caseOf({ answerability: 'none', expect: { outcome: ['refused'] } });
    const { measures } = scoreCase(bare, recordOf(bare, { outcome: 'refused', retrieved }), policy);
    expect(Object.values(measures).filter((measure) => measure !== null)).toEqual([]);
  });
});

test('what is forbidden is found across white space and segments', () => {
  const said = (...texts: string[]) => isAllowed(one, recordOf(one, { segments: texts.map(template) }));
  expect([said('每月 50', '０ 元'), said('免\n费'), said('收费')]).toEqual([false, false, true]);
});

test('gold spans are where the quotes stand; a grade without a quote has none', () => {
  const start = policy.clauses[3]?.text.indexOf(COMPLAINTS) ?? -1;
  expect(goldSpansOf(one, policy)).toEqual([{ clause: 4, start, end: start + COMPLAINTS.length }]);
});

test('clauses left out are the required ones that were not cited', () => {
  expect(clausesLeftOut(one, right)).toEqual([]);
  expect(clausesLeftOut(one, recordOf(one, { segments: [quote(1, '适用范围')] }))).toEqual([4]);
});
