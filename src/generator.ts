import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnswerPrompt } from './answering/generate/answer-prompt.js';
import type { Chat } from './answering/generate/chat.js';
import { createGenerate, type Remembered } from './answering/generate/generate.js';
import type { Generate } from './answering/generate/reply.js';
import { createRewrite, parseRewritePrompt, type Rewrite } from './answering/generate/rewrite.js';
import { createVerifier } from './answering/verify/verify.js';
import type { Assistant } from './assistant.js';
import type { Config } from './config.js';
import { chatModelConfig } from './config/model.js';
import { AnswerCache } from './model/answer-cache.js';
import { loadClient } from './model/attempt-chat.js';
import { createChatModel, type ModelUsage } from './model/chat-model.js';

/** What a model adds to the assistant. Channels are given it, or none. */
export type Generator = {
  /** The model's name and 备案号, as the about page says them. */
  readonly name: string;
  readonly filingNumber?: string | undefined;
  readonly generate: Generate;
  readonly rewrite: Rewrite;
  readonly counts: () => GeneratorCounts;
  /** What the endpoint was asked, and how it is. */
  readonly usage?: () => ModelUsage;
};

/** Since the start, for metrics. */
export type GeneratorCounts = {
  /** Answers that could have been worded, by "mode degraded". */
  readonly replies: ReadonlyMap<string, number>;
  /** Sentences that were not shown, by what was wrong. */
  readonly blocked: ReadonlyMap<string, number>;
  /** Answers that were remembered, and that were not. */
  readonly remembered: { readonly hits: number; readonly misses: number };
};

export type GeneratorOptions = {
  /** The folder that holds prompts/. */
  readonly root: string;
  readonly assistant: Pick<Assistant, 'policy' | 'replies' | 'textHash'>;
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
  const { policy, replies, textHash } = assistant;
  const read = (file: string) => readFileSync(join(root, 'prompts', file), 'utf8');
  const prompt = await parseAnswerPrompt(read('answer.yml'));
  const rewriting = await parseRewritePrompt(read('rewrite.yml'));
  const blocked = new Map<string, number>();
  const counts = new Map<string, number>();
  const remembered = new AnswerCache<Remembered>((kept) => 2 * JSON.stringify(kept).length);
  const generate = createGenerate({
    ...{ policy, textHash, replies, prompt, chat, remembered, verify: createVerifier(policy) },
    ...(isOff ? { isOff } : {}),
    onBlocked: (fault) => count(blocked, fault),
  });
  return {
    name: chat.name,
    generate: async (asked) => {
      const reply = await generate(asked);
      count(counts, `${reply.mode} ${reply.degraded ?? 'none'}`);
      return reply;
    },
    rewrite: createRewrite(rewriting, chat),
    counts: () => ({ replies: counts, blocked, remembered: remembered.stats }),
  };
}

/** The generator the settings ask for; undefined without a model, and nothing of it is loaded then. */
export async function generatorOf(
  config: Config,
  options: Omit<GeneratorOptions, 'chat'>,
): Promise<Generator | undefined> {
  const endpoint = chatModelConfig(config);
  if (endpoint === undefined) return undefined;
  const chat = createChatModel(endpoint);
  await loadClient(); // half a second, which the first question should not pay
  const generator = await createGenerator({ ...options, chat });
  return { ...generator, filingNumber: config.CHAT_FILING_NUMBER, usage: () => chat.usage };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
