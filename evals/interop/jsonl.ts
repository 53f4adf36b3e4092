import type { z } from 'zod';
import { CaseError } from '../cases.js';

/** One JSON object a line, with a line end after the last. */
export function toJsonl(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Reads JSONL line by line; empty lines are skipped. @throws CaseError naming file, line and problem */
export function fromJsonl<T>(text: string, file: string, schema: z.ZodType<T>): { line: number; row: T }[] {
  return text.split(/\r?\n/u).flatMap((source, i) => {
    if (source.trim() === '') return [];
    const result = schema.safeParse(parseJson(source));
    if (result.success) return [{ line: i + 1, row: result.data }];
    const [issue] = result.error.issues;
    throw new CaseError(`${file}:${i + 1}: ${issue?.path.join('.')} ${issue?.message}. Give one JSON object a line.`); // prettier-ignore
  });
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
