import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { JudgeError, type Kind } from './kinds.js';

const line = z.string().min(1);

/** A system text without slots and a user text with exactly these slots. */
function prompt(...slots: readonly string[]) {
  return z.strictObject({
    system: line.refine((text) => slotsOf(text).length === 0, {
      error: 'takes no slots; put them into user',
    }),
    user: line.refine((text) => slotsOf(text).join() === slots.toSorted().join(), { error: `must hold each of these once: ${slots.map((slot) => `{${slot}}`).join(' ')}` }), // prettier-ignore
  });
}

function slotsOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? '').toSorted();
}

const schema = z.strictObject({
  personas: z.strictObject({ official: line, lay: line, noisy: line, english: line }),
  outcomes: z.strictObject({ answered: line, partial: line, refused: line, clarify: line, chat: line }),
  support: prompt('question', 'clauses', 'segment'),
  contradiction: prompt('history', 'question', 'clauses', 'gold', 'answer'),
  helpfulness: prompt('persona', 'history', 'question', 'gold', 'answer'),
  coherence: prompt('question', 'gold', 'answer'),
  prefer: prompt('persona', 'history', 'question', 'gold', 'answerA', 'answerB'),
});

/** The wording of prompts/judge.yml. */
export type JudgePrompts = z.infer<typeof schema>;

/** Reads prompts/judge.yml. @throws JudgeError naming what is missing or superfluous */
export function parseJudgePrompts(text: string): JudgePrompts {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new JudgeError(`prompts/judge.yml: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** SHA-256 of all wording a judge works with: with another hash it is another judge. */
export function promptHash(prompts: JudgePrompts, kind: Kind): string {
  const { personas, outcomes } = prompts;
  return createHash('sha256').update(JSON.stringify([personas, outcomes, prompts[kind]])).digest('hex'); // prettier-ignore
}
