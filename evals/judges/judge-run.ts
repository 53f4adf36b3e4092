import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Policy } from '../../src/domain/policy.js';
import type { Judged } from '../metrics/outcomes.js';
import { judgementKey, readJudgements, scored, type Judgement } from './judgement.js';
import { JudgeError, JUDGES, type Judge } from './kinds.js';
import type { JudgeModel } from './model.js';
import type { JudgePrompts } from './prompts.js';
import { pairTasks, tasksOf, type Task } from './tasks.js';

export type JudgeOptions = {
  /** Judgements are appended here, one line each. */
  readonly file: string;
  /** How often each thing is judged; 2 unless told. */
  readonly runs?: number;
  /** Questions under way at once; 4 unless told. */
  readonly concurrency?: number;
  readonly onProgress?: (done: number, all: number) => void;
};

/**
 * Has a run judged. What the file holds already is not asked again, except what never came back (an outage, a time-out), so a
 * complete file is scored again without a model.
 * @returns the judgements of these rows under these prompts and this model, errors among them
 * @throws JudgeError when the file belongs to another run or cannot be read
 */
export async function judgeRun(
  rows: readonly Judged[],
  policy: Policy,
  prompts: JudgePrompts,
  model: JudgeModel,
  options: JudgeOptions & { readonly judges?: readonly Judge[] },
): Promise<Judgement[]> {
  return askAll(tasksOf(rows, policy, prompts, options.judges ?? JUDGES), model, options);
}

/** Has the answers of two runs to the same cases compared, each pair in both orders. @throws JudgeError as judgeRun, and when the runs share no case */
export async function judgePairs(
  first: readonly Judged[],
  second: readonly Judged[],
  policy: Policy,
  prompts: JudgePrompts,
  model: JudgeModel,
  options: JudgeOptions,
): Promise<Judgement[]> {
  return askAll(pairTasks(first, second, policy, prompts), model, options);
}

async function askAll(
  tasks: readonly Task[],
  model: JudgeModel,
  options: JudgeOptions,
): Promise<Judgement[]> {
  const { file, runs = 2, concurrency = 4, onProgress } = options;
  mkdirSync(dirname(file), { recursive: true });
  const stored = readJudgements(file);
  const foreign = stored.find(({ runId }) => tasks.every((task) => task.runId !== runId));
  if (foreign) throw new JudgeError(`${file}: holds judgements of run ${foreign.runId}. Give another file.`);
  const said = new Map(stored.filter(({ raw }) => raw !== null).map((one) => [judgementKey(one), one]));
  const asks = tasks.flatMap((task) => Array.from({ length: runs }, (_, run) => ({ task, run, key: judgementKey({ ...task, ...model, run }) }))); // prettier-ignore
  const left = asks.filter(({ key }) => !said.has(key));
  let next = 0;
  let done = asks.length - left.length;
  const work = async () => {
    for (let ask = left[next++]; ask !== undefined; ask = left[next++]) {
      const judgement = await askOnce(ask.task, ask.run, model);
      appendFileSync(file, `${JSON.stringify(judgement)}\n`);
      said.set(ask.key, judgement);
      onProgress?.((done += 1), asks.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return asks.flatMap(({ key }) => said.get(key) ?? []);
}

async function askOnce({ prompt, ...task }: Task, run: number, { endpoint, model, ask }: JudgeModel): Promise<Judgement> {
  const begun = performance.now();
  const { error, ...said } = await ask(prompt)
    .then((reply) => ({ ...reply, error: null }))
    .catch((thrown: unknown) => ({ raw: null, answeredBy: null, finishReason: null, error: thrown instanceof Error ? thrown.message : String(thrown) })); // prettier-ignore
  return scored({ ...task, run, endpoint, model, ...said, error, milliseconds: performance.now() - begun });
} // prettier-ignore
