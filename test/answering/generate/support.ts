import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answered, partial } from '../../../src/answering/compose.js';
import { parseAnswerPrompt } from '../../../src/answering/generate/answer-prompt.js';
import type { Chat } from '../../../src/answering/generate/chat.js';
import { createGenerate, type GenerateOptions } from '../../../src/answering/generate/generate.js';
import { parseReplies } from '../../../src/answering/replies.js';
import { createVerifier } from '../../../src/answering/verify/verify.js';
import { clauseOf } from '../../../src/domain/policy.js';
import { plan } from '../../support/wechat.js';

export { plan };
export const promptsFile = (file: string) =>
  readFileSync(join(import.meta.dirname, '../../../prompts', file), 'utf8');
export const replies = parseReplies(promptsFile('replies.yml'));
export const prompt = await parseAnswerPrompt(promptsFile('answer.yml'));

/** A sentence of a clause, by its place. */
function selectionOf(number: number, sentence: number) {
  const clause = clauseOf(plan, number) ?? plan.frontMatter;
  const span = clause.sentences[sentence] ?? { start: 0, end: 1 };
  return { clause, spans: [span] } as const;
}

/** What is answered about schools without a model: clause 4, with its 90 %. */
export const schools = answered([], [selectionOf(4, 1)], replies, 1);
/** Another sentence of the same clause, without a number. */
export const planning = answered([], [selectionOf(4, 2)], replies, 1);
/** What is answered to the price of housing. */
export const housing = partial(['具体金额'], [selectionOf(5, 1)], replies, 1);

/** A model that writes these pieces, and then fails where a fault is given. */
export function scripted(pieces: readonly string[], fault?: string): Chat & { readonly prompts: string[] } {
  const prompts: string[] = [];
  return {
    name: 'scripted',
    prompts,
    async *stream({ messages }) {
      prompts.push(messages.map(({ content }) => content).join('\n'));
      yield* pieces;
      if (fault !== undefined) throw Object.assign(new Error('down'), { fault });
    },
  };
}

export const line = (text: string, ...cites: readonly string[]) => `${JSON.stringify({ text, cites })}\n`;

export function generateWith(chat: Chat, options: Partial<GenerateOptions> = {}) {
  return createGenerate({
    ...{ policy: plan, textHash: 'text', replies, prompt, chat, verify: createVerifier(plan) },
    ...options,
  });
}
