import { parseCases, type Case } from '../../../evals/cases.js';
import { answerHash, type Reply, type RunRecord } from '../../../evals/record.js';
import { summarize, type Summary } from '../../../evals/summarize.js';
import { referenceSystems } from '../../../evals/systems/reference.js';
import { publishedMadeUpPolicy, readPolicy } from '../../support/policies.js';

export const policy = readPolicy(publishedMadeUpPolicy());

/** Questions on the made-up policy, one of each kind that formats treat differently. */
export const cases: readonly Case[] = parseCases(
  `
- id: stalls
  group: stalls
  type: number
  register: lay
  question: 一个街道要有几个摊位，"免费"多久？
  answerability: full
  expect: {outcome: [answered]}
  gold: {clauses: [{id: 3, grade: 2, quote: 每个街道设置摊位不少于十二个}, {id: 1, grade: 1}]}
  nuggets:
    - {id: n1, importance: vital, clause: 3, match: {all: [摊位, 不少于十二个]}}
    - {id: n2, importance: okay, clause: 3, text: 六成免费, match: {number: {value: 60, unit: '%'}}}
  forbidden: [{regex: '\\d+元', reason: 方案没有金额}]
- id: light-1
  group: light
  cluster: talk
  turn: 1
  type: fact
  register: official
  question: 照明改造什么时候完成？
  answerability: full
  expect: {outcome: [answered]}
  gold: {clauses: [{id: 4, grade: 2}]}
- id: light-2
  group: light-2
  cluster: talk
  turn: 2
  type: followup
  register: lay
  history:
    - {role: user, content: 照明改造什么时候完成？}
    - {role: assistant, content: 2032年6月底前完成主要集市照明改造。}
  question: 那投诉率呢？
  standalone: 夜间投诉率控制在多少？
  answerability: full
  expect: {outcome: [answered]}
  gold: {clauses: [{id: 4, grade: 2, quote: 夜间投诉率控制在5%以下}]}
- id: rent
  group: rent
  type: eligibility
  register: lay
  question: =摊位租金补贴多少钱
  answerability: partial
  expect: {outcome: [partial, refused], missing: [金额, 标准]}
  gold: {clauses: [{id: 3, grade: 1}]}
- id: weather
  group: weather
  type: none
  register: noisy
  question: 明天天气
  answerability: none
  expect: {outcome: [refused]}
`,
  'made-up.yml',
);

/** A record of a case with an answer, as runs hold them. */
export function recordOf(one: Case, reply: Reply, more: Partial<RunRecord> = {}): RunRecord {
  return {
    ...{ runId: 'r1', caseId: one.id, variant: 'full', repeat: 0, system: 'stub', textHash: 'h' },
    ...{ question: one.question, ...reply, milliseconds: 5, error: null, answerHash: answerHash(reply) },
    ...more,
  };
}

/** What a reference system says to every case. */
export async function recordsOf(name: 'oracle' | 'bm25' | 'always-refuse'): Promise<RunRecord[]> {
  const system = referenceSystems(policy, 'h').find((one) => one.name === name);
  if (system === undefined) throw new Error(`no reference system ${name}`);
  return Promise.all(
    cases.map(async (one) => recordOf(one, await system.ask([{ role: 'user', content: one.question }], one), { system: name })), // prettier-ignore
  );
}

/** A scored run of a reference system. */
export async function runOf(name: Parameters<typeof recordsOf>[0]): Promise<Summary> {
  return summarize(cases, await recordsOf(name), policy);
}

/** The objects of a JSONL text. */
export function linesOf(text: string): Record<string, unknown>[] {
  return text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
}
