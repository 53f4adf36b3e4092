import { describe, expect, test } from 'vitest';
import { CaseError, parseCases } from '../../../evals/cases.js';
import { draftCases, type Asked } from '../../../evals/interop/draft.js';
import { cases } from './support.js';

const asked = (question: string, more: Partial<Asked> = {}): Asked => ({ question, outcome: 'answered', clauses: [3], rating: null, comment: null, ...more }); // prettier-ignore

describe('drafts', () => {
  const drafts = draftCases(
    [
      asked('夜市几点收摊？', { rating: 'up' }),
      asked('夜市  几点收摊', { rating: 'down', comment: '没说\n- id: x，打13812345678' }),
      asked('夜市几点收摊呀？', { outcome: 'refused', clauses: [], rating: 'down' }),
      asked('怎么报名"摆摊"#\u2028x: y'),
      asked('照明改造什么时候完成'),
      asked('……'),
    ],
    cases,
  );

  test('are made once of questions that are nearly one, and not of those a case asks', () => {
    expect(drafts).toMatchObject({ drafted: 2, repeated: 2, known: 2 });
  });

  test('hold the question, what was answered as a comment, and no personal data', () => {
    expect(drafts.yaml).toContain(
      '# 问过 3 次，好评 1，差评 2。当时的回答：answered，引用第 3 条；refused\n',
    );
    expect(drafts.yaml).toContain('# 留言：没说 - id: x，打〔手机号〕\n');
    expect(drafts.yaml).toContain('question: "怎么报名\\"摆摊\\"# x: y"');
    expect(drafts.yaml).not.toContain('13812345678');
    expect(drafts.yaml.indexOf('夜市')).toBeLessThan(drafts.yaml.indexOf('怎么报名'));
  });

  test('cannot be read as cases until a person has completed every one', () => {
    expect(() => parseCases(drafts.yaml, 'draft.yml')).toThrow(CaseError);
    const [first = '', ...rest] = drafts.yaml.split('# 待填 type: ');
    const partly = `${first}type: fact #${rest.join('# 待填 type: ')}`;
    expect(() => parseCases(partly, 'draft.yml')).toThrow(/answerability/u);
    const completed = drafts.yaml
      .replaceAll('# 待填 type: ', 'type: fact # ')
      .replaceAll('# 待填 answerability: ', 'answerability: none # ')
      .replaceAll('# 待填 expect: ', 'expect: { outcome: [refused] } # ');
    expect(parseCases(completed, 'draft.yml')).toMatchObject([
      { question: '夜市 几点收摊？'.replace(' ', ''), answerability: 'none', tags: ['draft'] },
      { question: '怎么报名"摆摊"# x: y' },
    ]);
  });

  test('say at the head, in Chinese, why they are refused', () => {
    expect(drafts.yaml).toMatch(/^# 草稿.*不计入任何成绩。\n(?:#.*\n)+\n/u);
  });

  test('of the same question are called the same, and nothing is drafted of nothing', () => {
    const idOf = (question: string) => /id: (\S+)/u.exec(draftCases([asked(question)], []).yaml)?.[1];
    expect(idOf('夜市几点收摊？')).toBe(idOf('夜市几点收摊'));
    expect(parseCases(draftCases([], cases).yaml, 'draft.yml')).toEqual([]);
  });
});
