import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const outcome = z.enum(['answered', 'partial', 'refused', 'clarify', 'chat']);
const schema = z.object({
  id: z.string(),
  /** Cases of one group are variants of each other and always fall into the same split. */
  group: z.string(),
  type: z.string(),
  register: z.string(),
  question: z.string(),
  history: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })).optional(),
  expect: z.object({ outcome: z.array(outcome).min(1) }),
  gold: z.object({ clauses: z.array(z.object({ id: z.int(), grade: z.int() })) }).optional(),
  nuggets: z
    .array(
      z.object({
        importance: z.string(),
        match: z.object({ all: z.array(z.string()).optional(), any: z.array(z.string()).optional() }),
      }),
    )
    .optional(),
  forbidden: z.array(z.object({ regex: z.string() })).optional(),
  /** "conv N tM" marks turn M of conversation N. */
  note: z.string().optional(),
});

/** 用例: a question with what a right answer must and must not hold. */
export type Case = z.infer<typeof schema> & { readonly split: Split };
type Split = 'dev' | 'test' | 'holdout';

/** Reads evals/cases/*.yml. @throws Error naming the file and the case. */
export function readCases(directory: string): Case[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.yml'));
  return files.toSorted().flatMap((file) => {
    const result = z.array(schema).safeParse(parse(readFileSync(join(directory, file), 'utf8')));
    if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
    return result.data.map((one) => ({ ...one, split: splitOf(one.note, one.group) }));
  });
}

/** 30 % dev, 50 % test, 20 % holdout by a hash of the conversation or group, so variants never straddle a split. */
function splitOf(note: string | undefined, group: string): Split {
  const conversation = /^conv \d+/u.exec(note ?? '')?.[0];
  const place =
    createHash('sha256')
      .update(`suwen:${conversation ?? group}`)
      .digest()
      .readUInt16BE() % 100;
  if (place < 30) return 'dev';
  return place < 80 ? 'test' : 'holdout';
}
