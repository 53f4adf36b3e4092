import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { z } from 'zod';
import { JudgeError, KINDS } from './kinds.js';
import { readLabel } from './read-label.js';

const judgement = z.strictObject({
  runId: z.string(),
  caseId: z.string(),
  judge: z.enum(KINDS),
  /** Place in the record's segments; null where the whole answer is judged. */
  segment: z.int().min(0).nullable(),
  /** Two answers only: the second was shown first. */
  isSwapped: z.boolean(),
  /** Each thing is judged several times; 0 for the first. */
  run: z.int().min(0),
  /** Of the answer judged, as in the run record; first..second for two. */
  answerHash: z.string(),
  textHash: z.string(),
  promptHash: z.string(),
  inputHash: z.string(),
  endpoint: z.string(),
  /** As asked for. */
  model: z.string(),
  /** As the endpoint named it. */
  answeredBy: z.string().nullable(),
  /** Word for word; null when nothing came back. */
  raw: z.string().nullable(),
  finishReason: z.string().nullable(),
  label: z.string().nullable(),
  reason: z.string().nullable(),
  /** Why there is no label: never a default one. */
  error: z.string().nullable(),
  milliseconds: z.number().min(0),
});

/** 评判记录: what a judge said once of one thing, one JSON object a line. The label is read from the raw words again each time. */
export type Judgement = z.infer<typeof judgement>;

type Raw = Omit<Judgement, 'label' | 'reason'>;

/** Reads the label from the raw words. What was cut off, cannot be read or never came is an error. */
export function scored(raw: Raw): Judgement {
  if (raw.raw === null) return { ...raw, label: null, reason: null };
  if (raw.finishReason !== null && raw.finishReason !== 'stop') {
    return { ...raw, label: null, reason: null, error: `the reply was cut off (finish_reason ${raw.finishReason})` }; // prettier-ignore
  }
  try {
    return { ...raw, ...readLabel(raw.judge, raw.raw, raw.isSwapped), error: null };
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    return { ...raw, label: null, reason: null, error: error.message };
  }
}

/** Tells what was asked of whom: two lines with one key are the same question put again. */
export function judgementKey(one: Pick<Judgement, 'judge' | 'caseId' | 'segment' | 'isSwapped' | 'run' | 'endpoint' | 'model' | 'inputHash'>): string {
  const { judge, caseId, segment, isSwapped, run, endpoint, model, inputHash } = one;
  return JSON.stringify([judge, caseId, segment, isSwapped, run, endpoint, model, inputHash]);
} // prettier-ignore

/**
 * Reads a judgement file, scoring it again without asking anything; none when there is no file. A line torn off at the end by a
 * kill is removed. @throws JudgeError naming file, line and remedy
 */
export function readJudgements(file: string): Judgement[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return whole.split('\n').flatMap((line, i) => {
    if (line === '') return [];
    const result = judgement.safeParse(parseJson(line));
    if (result.success) return [scored(result.data)];
    const [issue] = result.error.issues;
    throw new JudgeError(`${file}:${i + 1}: ${issue?.path.join('.')} ${issue?.message}. Remove the line to have it judged again.`); // prettier-ignore
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
