import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { itemKey, type JudgedItem } from './items.js';
import { JudgeError, KINDS, labelsOf } from './kinds.js';

const labelSchema = z.strictObject({
  caseId: z.string().min(1),
  /** Place in the record's segments; for support only. */
  segment: z.int().min(0).optional(),
  judge: z.enum(KINDS),
  label: z.union([z.string(), z.int().transform(String)]),
  /** Of the answer the person read. With it a label for an answer that has changed since is set aside instead of misused. */
  answerHash: z.string().optional(),
});

/** What a person said of one thing, in the judge's own labels. */
export type HumanLabel = z.infer<typeof labelSchema>;

/** Reads labels, one JSON object a line. @throws JudgeError naming file, line, problem and remedy */
export function readLabels(file: string): HumanLabel[] {
  if (!existsSync(file)) throw new JudgeError(`${file}: no such file. Give labels, one {"caseId", "segment", "judge", "label"} a line.`); // prettier-ignore
  const places = new Map<string, number>();
  return readFileSync(file, 'utf8').split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const refuse = (problem: string) => new JudgeError(`${file}:${i + 1}: ${problem}`);
    const result = labelSchema.safeParse(parseJson(line));
    if (!result.success) throw refuse(z.prettifyError(result.error));
    const { judge, label, segment } = result.data;
    if (!labelsOf(judge).includes(label)) throw refuse(`${judge} has no label "${label}". Use one of: ${labelsOf(judge).join(', ')}.`);
    if ((judge === 'support') !== (segment !== undefined)) throw refuse(judge === 'support' ? 'support is judged by segment. Give its number.' : `${judge} is judged by answer. Leave out segment.`);
    const other = places.get(labelKey(result.data));
    if (other !== undefined) throw refuse(`is labelled on line ${other} already. Keep the label that was agreed on.`);
    places.set(labelKey(result.data), i + 1);
    return [result.data];
  });
} // prettier-ignore

/** The judged thing a label is for, as itemKey names it. */
export function labelKey({ judge, caseId, segment }: HumanLabel): string {
  return itemKey({ judge, caseId, segment: segment ?? null });
}

/** Whether a label was given to this very thing: same place and, where the label tells, same answer. */
export function isLabelOf(label: HumanLabel, item: JudgedItem): boolean {
  return labelKey(label) === itemKey(item) && (label.answerHash ?? item.answerHash) === item.answerHash;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
