import type { Case } from '../../../evals/cases.js';
import type { RunRecord } from '../../../evals/record.js';
import type { ReportInput } from '../../../evals/report/input.js';
import { summarize, type Summary } from '../../../evals/summarize.js';
import { CASES, caseOf, policy, quote, recordOf, statement, template } from '../made-up.js';

/** Everything that has ever ended an element, an attribute, a script, a comment or a CDATA section early. */
export const HOSTILE = `</script><script>alert(1)</script><!-- ]]> & "quoted" 'too' <img src=x onerror=alert(2)>\u0000\u0007\u001B\u2028`;

/** Nine answers of every kind to the made-up cases: right, wrong, refused, made up, broken down. */
const SAID: Readonly<Record<string, Partial<RunRecord>>> = {
  scope: { outcome: 'answered', confidence: 0.9, segments: [template('第一条：'), quote(1, '本市夜间集市的设立和管理适用本规定')] },
  'complaints-1': { outcome: 'answered', confidence: 0.8, segments: [quote(4, '夜间投诉率控制在5%以下')] },
  'complaints-2': { outcome: 'refused', confidence: 0.3 },
  'lights-2': { outcome: 'answered', confidence: 0.7, segments: [statement('照明改造2033年6月底前完成。', 4)] },
  fees: { outcome: 'answered', confidence: 0.6, segments: [{ kind: 'quote', text: '免收', citations: [{ clause: 3, quote: '全部免收', start: 0, end: 4 }] }] },
  elsewhere: { outcome: 'refused', confidence: 0.1, segments: [template('没有这方面的内容。')] },
  vague: { outcome: 'clarify' },
  benign: { error: `the service hung up ${HOSTILE}` },
  'talk-2': { outcome: 'answered', segments: [quote(4, '夜间投诉率控制在5%以下')], milliseconds: 1200 },
}; // prettier-ignore

export const SUMMARY = summaryOf(CASES, (one) => SAID[one.id] ?? {});

const HOSTILE_CASE = caseOf({
  id: 'hostile',
  question: HOSTILE,
  history: [{ role: 'user', content: HOSTILE }],
  gold: { clauses: [{ id: 4, grade: 2, quote: '夜间投诉率控制在5%以下' }] },
  nuggets: [{ id: 'n1', text: HOSTILE, importance: 'vital', clause: 4, match: { all: ['没有的话'] } }],
  forbidden: [{ regex: 'alert', reason: HOSTILE }],
  note: HOSTILE,
});

/** A run in which both sides wrote hostile text wherever they could. */
export const HOSTILE_SUMMARY = summaryOf([HOSTILE_CASE], () => ({
  outcome: 'partial',
  missing: [HOSTILE],
  interpretedAs: HOSTILE,
  system: HOSTILE,
  segments: [template(HOSTILE), statement(HOSTILE, 4, 99), { kind: 'quote', text: HOSTILE, citations: [{ clause: 4, quote: HOSTILE, start: null, end: null }] }],
})); // prettier-ignore

export function summaryOf(cases: readonly Case[], said: (one: Case) => Partial<RunRecord>): Summary {
  return summarize(cases, cases.map((one) => recordOf(one, said(one))), policy); // prettier-ignore
}

export function inputOf(fields: Partial<ReportInput> = {}): ReportInput {
  return { summary: SUMMARY, references: [], gates: [], policy, flips: null, provenance: [], ...fields };
}

/** What is named must be closed in order: a check of well-formedness that needs no parser. Tags of `empty` close themselves. */
export function unclosed(text: string, empty: readonly string[] = []): string[] {
  const open: string[] = [];
  for (const [, closing, name = '', attributes = ''] of text.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=<>"/]+(?:="[^"<]*")?)*\s*\/?)>/gu)) {
    if (closing === '/') {
      if (open.pop() !== name) return [...open, `/${name}`];
    } else if (!attributes.endsWith('/') && !empty.includes(name)) open.push(name);
  }
  return open;
} // prettier-ignore
