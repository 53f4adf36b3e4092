import { parse } from 'yaml';
import { z } from 'zod';
import { ASKS, NEGATIVE_KINDS } from '../retrieval/question-data.js';

const line = z.string().min(1);
const SLOTS = ['asker', 'clause', 'count', 'kinds', 'misses', 'nearMisses', 'policy'];

function slotsOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? '').toSorted();
}

const schema = z.strictObject({
  askers: z.record(z.string().regex(/^[a-z]+$/u), line),
  kinds: z.strictObject(Object.fromEntries(ASKS.map((kind) => [kind, line]))),
  nearMisses: z.partialRecord(z.enum(NEGATIVE_KINDS), line),
  write: z.strictObject({
    system: line.refine((text) => slotsOf(text).length === 0, 'takes no slots; put them into user'),
    user: line.refine((text) => slotsOf(text).join() === SLOTS.join(), `must hold each of these once: ${SLOTS.map((slot) => `{${slot}}`).join(' ')}`),
  }),
}); // prettier-ignore

/** The wording of prompts/expand.yml. */
export type ExpandPrompts = z.infer<typeof schema>;

/** Reads prompts/expand.yml. @throws Error naming what is missing or superfluous. */
export function parseExpandPrompts(text: string): ExpandPrompts {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`prompts/expand.yml: ${z.prettifyError(result.error)}`);
  return result.data;
}
