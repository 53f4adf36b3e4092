import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Message } from '../src/conversation/message.js';
import type { Case } from './cases.js';
import { answerHash, NO_REPLY, recordKey, runRecord, type Reply, type RunRecord } from './record.js';
import type { System } from './systems/system.js';

/** A run file that cannot be used. */
export class RunError extends Error {
  override readonly name = 'RunError';
}

export type RunOptions = {
  readonly runId: string;
  /** Each case is asked so often; from the second time on only what was said is compared. */
  readonly repeats: number;
  /** Questions under way at once. */
  readonly concurrency: number;
  readonly onProgress: (done: number, all: number) => void;
};

type Ask = { readonly one: Case; readonly variant: RunRecord['variant']; readonly repeat: number };

/**
 * Asks a system every case and appends what it says to a run file, one line an answer. Lines already there are kept and not asked
 * again, so a run that was killed goes on where it stopped. An answer that fails is recorded as an error.
 * @returns all records of the file
 */
export async function runCases(
  cases: readonly Case[],
  system: System,
  file: string,
  options: RunOptions,
): Promise<RunRecord[]> {
  mkdirSync(dirname(file), { recursive: true });
  const records = existsSync(file) ? readUnfinished(file) : [];
  const foreign = records.find((record) => record.runId !== options.runId);
  if (foreign) throw new RunError(`${file}: holds run ${foreign.runId}, not ${options.runId}. Remove it or give another --out.`); // prettier-ignore
  const done = new Set(records.map(recordKey));
  const asks = cases.flatMap((one) => asksOf(one, options.repeats));
  const left = asks.filter(({ one, variant, repeat }) => !done.has(recordKey({ caseId: one.id, variant, repeat }))); // prettier-ignore
  let next = 0;
  const work = async () => {
    for (let ask = left[next++]; ask !== undefined; ask = left[next++]) {
      const record = await answer(ask, system, options.runId);
      appendFileSync(file, `${JSON.stringify(record)}\n`);
      records.push(record);
      options.onProgress(records.length, asks.length);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return records;
}

/** A follow-up is also asked without its history, bare and rewritten, to see what the history was worth. */
function asksOf(one: Case, repeats: number): Ask[] {
  const full = Array.from({ length: repeats }, (_, repeat): Ask => ({ one, variant: 'full', repeat }));
  if (one.standalone === undefined) return full;
  return [...full, { one, variant: 'last_turn', repeat: 0 }, { one, variant: 'rewrite', repeat: 0 }];
}

async function answer({ one, variant, repeat }: Ask, system: System, runId: string): Promise<RunRecord> {
  const question = variant === 'rewrite' ? (one.standalone ?? one.question) : one.question;
  const history: readonly Message[] = variant === 'full' ? (one.history ?? []) : [];
  const begun = performance.now();
  const { reply, error } = await said(() =>
    system.ask([...history, { role: 'user', content: question }], one),
  );
  return {
    ...{ runId, caseId: one.id, variant, repeat, system: system.name, textHash: system.textHash, question },
    ...reply,
    milliseconds: performance.now() - begun,
    error,
    answerHash: answerHash(reply),
  };
}

/** A system may throw before it returns a promise; that too is an error of one case. */
async function said(
  ask: () => Promise<Reply>,
): Promise<{ readonly reply: Reply; readonly error: string | null }> {
  try {
    return { reply: await ask(), error: null };
  } catch (thrown) {
    return { reply: NO_REPLY, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Reads a run that may have been cut off: a torn last line is taken off the file, anything else that is wrong is an error. */
function readUnfinished(file: string): RunRecord[] {
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return parseRecords(whole, file);
}

/** Reads a finished run. @throws RunError naming file, line, problem and remedy */
export function readRecords(file: string): RunRecord[] {
  if (!existsSync(file)) throw new RunError(`${file}: no such run. Runs are written by \`npm run evals\`; give the path it prints.`); // prettier-ignore
  const records = parseRecords(readFileSync(file, 'utf8'), file);
  if (records.length === 0) throw new RunError(`${file}: holds no record. Run the evaluation again.`);
  return records;
}

function parseRecords(text: string, file: string): RunRecord[] {
  return text.split('\n').flatMap((line, i) => {
    if (line === '') return [];
    const result = runRecord.safeParse(parseJson(line));
    if (result.success) return [result.data];
    const [issue] = result.error.issues;
    throw new RunError(`${file}:${i + 1}: ${issue?.path.join('.')} ${issue?.message}. Remove the line to have the case asked again.`); // prettier-ignore
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
