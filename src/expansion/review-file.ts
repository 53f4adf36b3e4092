import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { z } from 'zod';
import { ASKS, NEGATIVE_KINDS } from '../retrieval/question-data.js';

const accepted = z.boolean().nullable();
// The words of the clause that are meant, for whoever reads the file; nothing is done with them.
const says = z.string().optional();

const header = z.strictObject({ policy: z.string(), file: z.string(), textHash: z.string() });
const question = z.strictObject({
  ...{ accepted, clause: z.int().min(1), sentence: z.int().min(0), question: z.string().min(1) },
  ...{ asks: z.enum(ASKS), covered: z.boolean(), set: z.string(), says },
});
const negative = z.strictObject({
  ...{ accepted, question: z.string().min(1), kind: z.enum(NEGATIVE_KINDS), near: z.int().min(1).nullable() },
  says,
});
const done = z.strictObject({
  done: z.strictObject({ clause: z.int(), asker: z.string() }),
  ...{ model: z.string(), kept: z.int(), dropped: z.record(z.string(), z.int()) },
});

export type ReviewHeader = z.infer<typeof header>;
export type ReviewQuestion = z.infer<typeof question>;
export type ReviewNegative = z.infer<typeof negative>;
export type DonePart = z.infer<typeof done>;

/** A question or near miss to accept, with its line in the file. */
export type Row = { readonly line: number } & (
  | { readonly type: 'question'; readonly value: ReviewQuestion }
  | { readonly type: 'negative'; readonly value: ReviewNegative }
);

export type Review = {
  readonly header: ReviewHeader;
  readonly rows: readonly Row[];
  readonly done: readonly DonePart[];
  /** What is no line of such a file, each with its place and what is wrong. */
  readonly problems: readonly string[];
};

/** Reads a review file. @throws Error when it is missing or is none. */
export function readReview(file: string): Review {
  if (!existsSync(file)) throw new Error(`${file} does not exist. Write one with: npm run expand -- --policy FILE --out ${file}`); // prettier-ignore
  const rows: Row[] = [];
  const parts: DonePart[] = [];
  const problems: string[] = [];
  let found: ReviewHeader | undefined;
  for (const [i, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (text.trim() === '') continue;
    const at = `${file}:${i + 1}`;
    const value = parseJson(text);
    if (value === undefined) problems.push(`${at}: not valid JSON; a line is one object`);
    else if ('textHash' in value) found = read(header, value, at, problems);
    else if ('done' in value) add(parts, read(done, value, at, problems));
    else if ('kind' in value) {
      const row = read(negative, value, at, problems);
      if (row) rows.push({ line: i + 1, type: 'negative', value: row });
    } else {
      const row = read(question, value, at, problems);
      if (row) rows.push({ line: i + 1, type: 'question', value: row });
    }
  }
  if (found === undefined) throw new Error(`${file}: the line that names the policy is missing. This is no review file of npm run expand.`); // prettier-ignore
  return { header: found, rows, done: parts, problems };
}

function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown, at: string, problems: string[]): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  problems.push(`${at}: ${issue?.path.join('.') || 'line'}: ${issue?.message ?? 'is not valid'}`);
  return undefined;
}

function add<T>(list: T[], value: T | undefined): void {
  if (value !== undefined) list.push(value);
}

/** Begins a review file, or takes off the half line that a kill left at the end of one. */
export function beginReview(file: string, begin: ReviewHeader): void {
  if (!existsSync(file)) return appendReview(file, [begin]);
  const text = readFileSync(file);
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(file, end);
}

/** Adds the lines of one part in one write, so that a part is there with its mark of being done or not at all. */
export function appendReview(
  file: string,
  lines: readonly (ReviewHeader | ReviewQuestion | ReviewNegative | DonePart)[],
): void {
  appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
