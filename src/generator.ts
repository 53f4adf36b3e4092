import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnswerPrompt, type AnswerPrompt } from './answering/generate/answer-prompt.js';
import type { Chat } from './answering/generate/chat.js';
import { createGenerate, type Remembered } from './answering/generate/generate.js';
import { createReword, parseRewordPrompt, type Reword } from './answering/generate/reword.js';
import type { Generate } from './answering/generate/reply.js';
import { createRewrite, parseRewritePrompt, type Rewrite } from './answering/generate/rewrite.js';
import { createVerifier } from './answering/verify/verify.js';
import type { Template } from './answering/generate/template.js';
import type { Assistant } from './assistant.js';
import type { Config } from './config.js';
import { chatModelConfig } from './config/model.js';
import { AnswerCache } from './model/answer-cache.js';
import { loadClient } from './model/attempt-chat.js';
import { createChatModel, type ChatModel, type ModelUsage } from './model/chat-model.js';

/** What a model adds to the assistant. Channels are given it, or none. */
export type Generator = {
  /** The model's name and 备案号, as the about page says them. */
  readonly name: string;
  readonly filingNumber?: string | undefined;
  readonly generate: Generate;
  readonly rewrite: Rewrite;
  /** Other wordings of a question to find clauses by; none unless the settings ask for them. */
  readonly reword?: Reword | undefined;
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
  readonly prompts: GeneratorPrompts;
  readonly assistant: Pick<Assistant, 'policy' | 'replies' | 'textHash'>;
  readonly chat: Chat;
  /** How many rewordings of a question to find clauses by; 0 is none, and the default. */
  readonly rewordings?: number;
  /** Whether an operator switched generated answers off. */
  readonly isOff?: () => boolean;
};

/** What a model is told. */
export type GeneratorPrompts = {
  readonly answer: AnswerPrompt;
  readonly rewrite: Template;
  readonly reword: Template;
};

/** @param root the folder that holds prompts/ */
export async function readPrompts(root: string): Promise<GeneratorPrompts> {
  const read = (file: string) => readFileSync(join(root, 'prompts', file), 'utf8');
  return {
    answer: await parseAnswerPrompt(read('answer.yml')),
    rewrite: await parseRewritePrompt(read('rewrite.yml')),
    reword: await parseRewordPrompt(read('reword.yml')),
  };
}

/** Puts a chat model, its prompts and the verifier together. */
export function createGenerator({
  prompts,
  assistant,
  chat,
  rewordings = 0,
  isOff = () => false,
}: GeneratorOptions): Generator {
  const { policy, replies, textHash } = assistant;
  const blocked = new Map<string, number>();
  const counts = new Map<string, number>();
  const remembered = new AnswerCache<Remembered>((kept) => 2 * JSON.stringify(kept).length);
  const generate = createGenerate({
    ...{
      policy,
      textHash,
      replies,
      prompt: prompts.answer,
      chat,
      remembered,
      verify: createVerifier(policy),
      isOff,
    },
    onBlocked: (fault) => count(blocked, fault),
  });
  const reword = createReword(prompts.reword, chat, rewordings);
  return {
    name: chat.name,
    generate: async (asked) => {
      const reply = await generate(asked);
      count(counts, `${reply.mode} ${reply.degraded ?? 'none'}`);
      return reply;
    },
    rewrite: createRewrite(prompts.rewrite, chat),
    ...(rewordings > 0 ? { reword: async (...asked) => (isOff() ? [] : reword(...asked)) } : {}),
    counts: () => ({ replies: counts, blocked, remembered: remembered.stats }),
  };
}

/** The model the settings name, with its deadlines, budgets and breaker: one for the whole process. */
export type OpenedModel = {
  readonly chat: ChatModel;
  readonly filingNumber?: string | undefined;
  readonly rewordings: number;
};

/** Undefined when the settings name no model, and nothing of it is loaded then. */
export async function openModel(config: Config): Promise<OpenedModel | undefined> {
  const endpoint = chatModelConfig(config);
  if (endpoint === undefined) return undefined;
  await loadClient(); // half a second, which the first question should not pay
  const { CHAT_FILING_NUMBER: filingNumber, CHAT_REWORDINGS: rewordings } = config;
  return { chat: createChatModel(endpoint), filingNumber, rewordings };
}

/** What a model adds to one version of the assistant. */
export function generatorFor(
  { chat, filingNumber, rewordings }: OpenedModel,
  options: Omit<GeneratorOptions, 'chat' | 'rewordings'>,
): Generator {
  return { ...createGenerator({ ...options, chat, rewordings }), filingNumber, usage: () => chat.usage };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
