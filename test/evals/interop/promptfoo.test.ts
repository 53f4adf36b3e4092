import { describe, expect, test } from 'vitest';
import { parseCases } from '../../../evals/cases.js';
import { demandOf } from '../../../evals/interop/promptfoo-assertion.js';
import { toPromptfoo } from '../../../evals/interop/promptfoo-results.js';
import { casesFromPromptfoo } from '../../../evals/interop/promptfoo-tests.js';
import { casesToYaml } from '../../../evals/interop/written-case.js';
import { assign } from '../../../evals/metrics/nuggets.js';
import { squeeze } from '../../../evals/metrics/citations.js';
import { runOf } from './support.js';

/** Whether an answer passes an assertion as our cases would judge it. */
function passes(type: string, values: string[], answer: string): boolean | string {
  const demand = demandOf(type, values);
  if (demand.kind === 'unsupported') return demand.problem;
  if (demand.kind === 'nugget') return assign(demand, answer) === 'support';
  return !demand.regexes.some((regex) => new RegExp(regex, 'u').test(squeeze(answer)));
}

describe('an assertion', () => {
  test.each([
    ['contains', ['Wi-Fi (5G)'], '提供Wi-Fi（5G）', '提供wi-fi'],
    ['contains-all', ['甲', '乙'], '乙 甲', '甲'],
    ['contains-any', ['甲', '乙'], '乙', '丙'],
    ['icontains', ['App.1'], '用APP.1办', '用APPX1办'],
    ['icontains-all', ['app', 'B'], 'bAPP', 'app'],
    ['icontains-any', ['app', 'ok'], 'Ok', '不'],
    ['equals', ['是的。'], '是的。', '是的。对'],
    ['regex', ['\\d+个'], '12个', '几个'],
  ])('%s %j passes %j and not %j; negated the other way round', (type, values, right, wrong) => {
    expect([passes(type, values, right), passes(type, values, wrong)]).toEqual([true, false]);
    expect([passes(`not-${type}`, values, right), passes(`not-${type}`, values, wrong)]).toEqual([false, true]); // prettier-ignore
  });

  test.each([
    ['llm-rubric', ['礼貌']],
    ['latency', ['100']],
    ['contains', ['{{name}}']],
    ['equals', ['file://a.txt']],
    ['contains', []],
    ['contains', ['']],
    ['regex', ['(']],
    ['regex', ['a b']],
    ['regex', ['a\\s+b']],
  ])('%s %j is not supported', (type, values) => {
    expect(demandOf(type, values).kind).toBe('unsupported');
  });
});

const CONFIG = `description: 例
defaultTest: {assert: [{type: latency, threshold: 5}]}
tests:
  - description: 摊位
    vars: {question: 几个摊位, city: 青禾}
    assert:
      - {type: contains, value: 十二个}
      - type: contains-any
        value: 街道, 社区
        weight: 0
      - type: llm-rubric
        value: 语气友好
      - {type: not-regex, value: '\\d+元'}
      - {type: contains, value: 1, threshold: 0.5}
    metadata: {id: stalls, clauses: [3], type: number, register: lay, answerability: full, team: a}
  - vars: {question: 天气}
    options: {transform: x}
  - vars: {prompt: 没有问题}
  - vars: {question: 两条}
    metadata: {clauses: [3, 4], type: riddle, answerability: partial}
    assert:
      - {type: contains, value: 甲, metric: m04}
      - {type: contains, value: 乙}
  - file://more.yaml
`;

describe('promptfoo tests', () => {
  const { cases, unsupported } = casesFromPromptfoo(CONFIG, 'p.yaml');

  test('become draft cases', () => {
    expect(cases.map(({ id }) => id)).toEqual(['stalls', 'promptfoo-2', 'promptfoo-4']);
    expect(cases[0]).toMatchObject({
      ...{ group: 'stalls', type: 'number', register: 'lay', question: '几个摊位', answerability: 'full' },
      expect: { outcome: ['answered'] },
      gold: { clauses: [{ id: 3, grade: 2 }] },
      nuggets: [
        { id: 'n1', importance: 'vital', clause: 3, match: { all: ['十二个'] } },
        { id: 'n2', importance: 'okay', clause: 3, match: { any: ['街道', '社区'] } },
      ],
      forbidden: [{ regex: '\\d+元' }],
      tags: ['draft'],
    });
    expect(cases[2]?.nuggets).toEqual([{ id: 'n1', importance: 'vital', clause: 4, match: { all: ['甲'] } }]);
    expect(parseCases(casesToYaml(cases), 'a.yml')).toHaveLength(3);
  });

  test('say with line what was not taken over', () => {
    expect(unsupported.map(({ at, problem }) => `${at} ${problem.slice(0, 36)}`)).toEqual([
      'p.yaml:2 defaultTest is not applied; write it',
      'p.yaml:5 vars.city is not used',
      'p.yaml:15 metadata.team is not used',
      'p.yaml:11 llm-rubric is not known here; evals/',
      'p.yaml:14 assertion {"type":"contains","value"',
      'p.yaml:17 options of a test is not used',
      'p.yaml:16 metadata.answerability is missing, n',
      'p.yaml:18 vars.question is missing or no text;',
      'p.yaml:23 contains does not say of which claus',
      'p.yaml:20 metadata.type Invalid option: expect',
      'p.yaml:24 test Invalid input: expected object,',
    ]);
  });

  test('keep in their note what was lost', () => {
    expect(cases[0]?.note).toContain('语气友好');
    expect(cases[2]?.note).toContain('"乙"');
  });

  test('may be a bare list; anything else is refused', () => {
    expect(casesFromPromptfoo('- vars: {question: 几个}\n', 'p.yaml').cases).toHaveLength(1);
    expect(() => casesFromPromptfoo('tests: file://a.yaml', 'p.yaml')).toThrow(/^p\.yaml:1: holds no list/u);
    expect(() => casesFromPromptfoo('a: [', 'p.yaml')).toThrow(/^p\.yaml:\d+: /u);
  });
});

describe('promptfoo results', () => {
  test('of a run have the shape of version 3, and their counts add up', async () => {
    const summary = await runOf('always-refuse');
    const [first] = summary.rows;
    if (first === undefined) throw new Error('no row');
    const crashed = { ...first, record: { ...first.record, error: 'timeout' } };
    const text = toPromptfoo(
      { ...summary, rows: [crashed, ...summary.rows.slice(1)] },
      '2030-01-02T03:04:05Z',
    );
    const output = JSON.parse(text) as { results: { version: number; prompts: object[]; stats: object; results: object[] } }; // prettier-ignore
    expect(output).toMatchObject({ evalId: 'suwen-r1', shareableUrl: null, config: { providers: ['always-refuse'] } }); // prettier-ignore
    expect(output.results).toMatchObject({ version: 3, timestamp: '2030-01-02T03:04:05Z', stats: { successes: 2, failures: 2, errors: 1 } }); // prettier-ignore
    expect(output.results.prompts).toMatchObject([{ metrics: { testPassCount: 2, testFailCount: 2, testErrorCount: 1, assertPassCount: expect.any(Number), namedScores: { outcome: 2 } } }]); // prettier-ignore
    expect(output.results.results[0]).toMatchObject({ testIdx: 0, failureReason: 2, success: false, error: 'timeout' }); // prettier-ignore
    expect(output.results.results[1]).toMatchObject({
      ...{
        promptIdx: 0,
        testIdx: 1,
        promptId: 'question',
        success: false,
        score: 0,
        failureReason: 1,
        latencyMs: 5,
      },
      provider: { id: 'always-refuse' },
      vars: { question: '照明改造什么时候完成？' },
      response: { output: '方案里没有这方面的内容。' },
      gradingResult: { pass: false, score: 0, reason: 'fails outcome, clauses' },
    });
    expect(output.results.results[4]).toMatchObject({ success: true, score: 1, failureReason: 0, gradingResult: { pass: true, componentResults: { length: 8 } } }); // prettier-ignore
  });
});
