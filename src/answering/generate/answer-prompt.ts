import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Answer } from '../answer.js';
import { fill } from '../replies.js';
import { asData } from './as-data.js';
import type { ChatMessage } from './chat.js';
import type { Handles } from './handles.js';
import { languageOf } from './language.js';
import { parseTemplate } from './template.js';

const line = z.string().min(1);
const schema = z.strictObject({
  version: z.int().min(1),
  canary: z.string().min(8),
  system: line,
  user: line,
  facts: z.strictObject({ answered: line, partial: line, near: line }),
  languages: z.strictObject({ simplified: line, traditional: line, english: line }),
});

/** What the model is told for one question. */
export type AnswerPrompt = {
  /** Changes with every character of the file, so that no answer outlives its instructions. */
  readonly hash: string;
  /** Stands in the instructions and must never be shown. */
  readonly canary: string;
  messagesFor(question: string, offline: Answer, handles: Handles): Promise<readonly ChatMessage[]>;
};

/** Reads prompts/answer.yml. @throws Error naming what is missing, superfluous or a slot that there is not */
export async function parseAnswerPrompt(text: string): Promise<AnswerPrompt> {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`prompts/answer.yml: ${z.prettifyError(result.error)}`);
  const { canary, system, user, facts, languages } = result.data;
  const slots = ['canary', 'clauses', 'facts', 'language', 'question'];
  const template = await parseTemplate('prompts/answer.yml', { system, user }, slots);
  return {
    hash: createHash('sha256').update(text).digest('hex'),
    canary,
    messagesFor: (question, offline, handles) => {
      const missing = 'missing' in offline ? offline.missing.join('、') : '';
      const outcome = missing === '' ? facts.answered : fill(facts.partial, { missing });
      const quotes = offline.segments.filter(({ kind }) => kind === 'quote').map(({ text }) => text);
      return template({
        canary,
        clauses: handles.listing,
        facts: [outcome, fill(facts.near, { quotes: quotes.join('……') })].join('\n'),
        language: languages[languageOf(question)],
        question: asData(question),
      });
    },
  };
}
