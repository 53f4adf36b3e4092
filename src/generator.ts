import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnswerPrompt } from './answering/generate/answer-prompt.js';
import type { Chat } from './answering/generate/chat.js';
import { createGenerate } from './answering/generate/generate.js';
import type { Generate } from './answering/generate/reply.js';
import { createRewrite, parseRewritePrompt, type Rewrite } from './answering/generate/rewrite.js';
import { createVerifier } from './answering/verify/verify.js';
import type { Assistant } from './assistant.js';

/** What a model adds to the assistant. Channels are given it, or none. */
export type Generator = {
  /** The model's name, as the about page says it. */
  readonly name: string;
  readonly generate: Generate;
  readonly rewrite: Rewrite;
  /** Sentences that were not shown, by what was wrong; for metrics. */
  readonly blocked: ReadonlyMap<string, number>;
};

export type GeneratorOptions = {
  /** The folder that holds prompts/. */
  readonly root: string;
  readonly assistant: Pick<Assistant, 'policy' | 'replies'>;
  readonly chat: Chat;
  /** Whether an operator switched generated answers off. */
  readonly isOff?: () => boolean;
};

/** Puts a chat model, its prompts and the verifier together. */
export async function createGenerator({
  root,
  assistant,
  chat,
  isOff,
}: GeneratorOptions): Promise<Generator> {
  const { policy, replies } = assistant;
  const read = (file: string) => readFileSync(join(root, 'prompts', file), 'utf8');
  const prompt = await parseAnswerPrompt(read('answer.yml'));
  const rewriting = await parseRewritePrompt(read('rewrite.yml'));
  const blocked = new Map<string, number>();
  const generate = createGenerate({
    ...{ policy, replies, prompt, chat, verify: createVerifier(policy) },
    ...(isOff ? { isOff } : {}),
    onBlocked: (fault) => void blocked.set(fault, (blocked.get(fault) ?? 0) + 1),
  });
  return { name: chat.name, generate, rewrite: createRewrite(rewriting, chat), blocked };
}
