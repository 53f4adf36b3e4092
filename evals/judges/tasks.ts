import { createHash } from 'node:crypto';
import type { Policy } from '../../src/domain/policy.js';
import { fill } from '../../src/answering/replies.js';
import type { Message } from '../../src/conversation/message.js';
import type { Case } from '../cases.js';
import type { Judged } from '../metrics/outcomes.js';
import { clausesCited, factsOf, textOf, type RunRecord } from '../record.js';
import { JudgeError, type Judge, type Kind } from './kinds.js';
import { clauseTexts, goldOf } from './materials.js';
import { promptHash, type JudgePrompts } from './prompts.js';

/** What a model is sent. */
export type Prompt = readonly { readonly role: 'system' | 'user'; readonly content: string }[];

/** One thing to be judged, before it is. */
export type Task = {
  /** For two answers: first..second. */
  readonly runId: string;
  readonly caseId: string;
  readonly judge: Kind;
  /** Place in the record's segments; null where the whole answer is judged. */
  readonly segment: number | null;
  /** The second answer was shown first. */
  readonly isSwapped: boolean;
  /** For two answers: first..second. */
  readonly answerHash: string;
  readonly textHash: string;
  readonly promptHash: string;
  /** SHA-256 of the prompt with everything in it. */
  readonly inputHash: string;
  readonly prompt: Prompt;
};

type Slots = Readonly<Record<string, unknown>>;

/** Everything these judges can be asked of a run. Answers that failed are errors already and are not judged. */
export function tasksOf(
  rows: readonly Judged[],
  policy: Policy,
  prompts: JudgePrompts,
  judges: readonly Judge[],
): Task[] {
  return rows
    .filter(({ record }) => record.error === null)
    .flatMap(({ one, record }) => judges.flatMap((judge) => inputsOf(judge, one, record, policy, prompts).map(([segment, slots]) => taskOf({ ...record, judge, segment, isSwapped: false }, slots, prompts)))); // prettier-ignore
}

/** A judge's inputs for one answer, each with the segment it is about; none where it has nothing to look at. */
function inputsOf(
  judge: Judge,
  one: Case,
  record: RunRecord,
  policy: Policy,
  prompts: JudgePrompts,
): (readonly [number | null, Slots])[] {
  const slots = { ...contextOf(one, policy, prompts), answer: textOf(record) };
  const facts = factsOf(record);
  if (judge === 'helpfulness') return [[null, slots]];
  if (judge === 'coherence') return facts.length === 0 ? [] : [[null, slots]];
  if (judge === 'contradiction') {
    const gold = (one.gold?.clauses ?? []).map(({ id }) => id);
    const clauses = clauseTexts([...clausesCited(record), ...gold], policy);
    return clauses.length === 0 ? [] : [[null, { ...slots, clauses }]];
  }
  // Gold is kept from this judge: the sentence has to stand on what it cites, not on what it should have cited.
  return facts.map((fact) => [
    record.segments.indexOf(fact),
    { question: one.question, segment: fact.text, clauses: clauseTexts(fact.citations.map(({ clause }) => clause), policy) }, // prettier-ignore
  ]);
}

/** The two answers to each case of two runs, in both orders. @throws JudgeError when the runs have no case in common */
export function pairTasks(
  first: readonly Judged[],
  second: readonly Judged[],
  policy: Policy,
  prompts: JudgePrompts,
): Task[] {
  const others = new Map(second.map(({ record }) => [record.caseId, record]));
  const tasks = first.flatMap(({ one, record }) => {
    const other = others.get(record.caseId);
    if (other === undefined || record.error !== null || other.error !== null) return [];
    const pair = { ...record, judge: 'prefer' as const, segment: null, runId: `${record.runId}..${other.runId}`, answerHash: `${record.answerHash}..${other.answerHash}` }; // prettier-ignore
    const [own, foreign] = [textOf(record), textOf(other)];
    const slots = contextOf(one, policy, prompts);
    return [
      taskOf({ ...pair, isSwapped: false }, { ...slots, answerA: own, answerB: foreign }, prompts),
      taskOf({ ...pair, isSwapped: true }, { ...slots, answerA: foreign, answerB: own }, prompts),
    ];
  });
  if (tasks.length === 0) throw new JudgeError('the two runs have no answered case in common. Give two runs of the same set.'); // prettier-ignore
  return tasks;
}

function contextOf(one: Case, policy: Policy, prompts: JudgePrompts) {
  const history: readonly Message[] = one.history ?? [];
  return { persona: prompts.personas[one.register], history, question: one.question, gold: goldOf(one, policy, prompts) }; // prettier-ignore
}

type Named = Pick<Task, 'runId' | 'caseId' | 'judge' | 'segment' | 'isSwapped' | 'answerHash' | 'textHash'>;

function taskOf(named: Named, slots: Slots, prompts: JudgePrompts): Task {
  const { system, user } = prompts[named.judge];
  const { runId, caseId, judge, segment, isSwapped, answerHash, textHash } = named;
  const json = Object.fromEntries(
    Object.entries(slots).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const prompt: Prompt = [{ role: 'system', content: system }, { role: 'user', content: fill(user, json) }]; // prettier-ignore
  const inputHash = createHash('sha256').update(JSON.stringify(prompt)).digest('hex');
  return { runId, caseId, judge, segment, isSwapped, answerHash, textHash, promptHash: promptHash(prompts, judge), inputHash, prompt }; // prettier-ignore
}
