import { z } from 'zod';
import type { ChatModelConfig } from '../model/chat-model.js';
import { clearTextProblem, endpoint, permission } from './endpoint.js';

const milliseconds = (usual: number) => z.coerce.number().int().min(50).max(120_000).default(usual);
const count = (usual: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(usual);
const extra = z
  .string()
  .transform((text, context) => {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    } catch {
      context.addIssue('is a JSON object such as {"enable_thinking":false}');
      return z.NEVER;
    }
  })
  .optional();

/** The settings of the models; without the first three answers are extractive, which is the product. */
export const modelSettings = {
  PROFILE: z
    .enum(['internal', 'public'])
    .default('internal')
    // Rules for public services ask for a filed model, named with its number.
    .describe('public serves residents: a model then needs CHAT_FILING_NUMBER'),
  CHAT_BASE_URL: endpoint.describe('An OpenAI-compatible endpoint, up to and without /chat/completions'),
  CHAT_API_KEY: z.string().min(1).optional().describe('Its key; any word where none is asked for'),
  CHAT_MODEL: z.string().min(1).optional().describe('The model’s name at the endpoint'),
  CHAT_FILING_NUMBER: z.string().min(1).optional().describe('备案号 of the model, shown to residents'),
  CHAT_EXTRA: extra.describe('Further fields of each request, as JSON; such as what switches thinking off'),
  CHAT_ALLOW_PRIVATE: permission.describe('Whether CHAT_BASE_URL may be http:// to a private network'),
  // Residents wait six seconds at most for something to happen, with the offline answer at hand.
  CHAT_FIRST_TOKEN_MS: milliseconds(6000).describe('How long the first piece of text may take'),
  // Slower than any model that is well, and a third of the whole.
  CHAT_IDLE_MS: milliseconds(4000).describe('How long the stream may be silent after that'),
  // The web’s budget for a whole answer; WeChat’s is shorter and its own.
  CHAT_TOTAL_MS: milliseconds(20_000).describe('How long the whole answer may take'),
  // Each is read like a question; beyond a handful they say the same again.
  CHAT_REWORDINGS: count(0, 0, 5).describe(
    'Rewordings of a question to ask for where its words leave clauses close; 0 asks for none',
  ),
  // What small providers allow at once; a queue twice as long is emptied within the total.
  CHAT_CONCURRENCY: count(8, 1, 256).describe('Calls under way at once'),
  CHAT_QUEUE: count(16, 0, 1024).describe('Calls that may wait for one of these places'),
  // About two thousand answers of a prompt of 2,000 tokens and 500 written.
  CHAT_TOKENS_PER_DAY: count(5_000_000, 0, 1e12).describe('Tokens of all clients in 24 hours, per process'),
  // About eighty answers: more than a person asks, less than a script would like.
  CHAT_TOKENS_PER_CLIENT: count(200_000, 0, 1e12).describe('Tokens of one client in 24 hours, per process'),
};

type Settings = z.infer<z.ZodObject<typeof modelSettings>>;

/** What is missing or not allowed, each by the setting that asks for it. */
export function checkModel(settings: Settings, context: z.RefinementCtx): void {
  const refuse = (name: keyof Settings, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  const names = ['CHAT_BASE_URL', 'CHAT_API_KEY', 'CHAT_MODEL'] as const;
  const given = names.filter((name) => settings[name] !== undefined);
  if (given.length === 0) return;
  for (const name of names) {
    if (settings[name] === undefined) refuse(name, `is missing; a model needs it with ${given.join(' and ')} (or unset these)`); // prettier-ignore
  }
  if (settings.PROFILE === 'public' && settings.CHAT_FILING_NUMBER === undefined) {
    refuse('CHAT_FILING_NUMBER', 'is missing; PROFILE=public serves residents only with a filed model (or unset CHAT_BASE_URL, CHAT_API_KEY and CHAT_MODEL)'); // prettier-ignore
  }
  const problem =
    settings.CHAT_BASE_URL && clearTextProblem(settings.CHAT_BASE_URL, 'CHAT', settings.CHAT_ALLOW_PRIVATE);
  if (problem) refuse('CHAT_BASE_URL', problem);
}

// Each token comes in an event of some 250 bytes; an answer that needs more than four thousand is none.
const MAX_WIRE_BYTES = 1024 * 1024;
const MAX_TEXT_BYTES = 64 * 1024;

/** The chat model the settings ask for, if any. */
export function chatModelConfig(settings: Settings): ChatModelConfig | undefined {
  const { CHAT_BASE_URL: baseUrl, CHAT_API_KEY: apiKey, CHAT_MODEL: model, CHAT_EXTRA } = settings;
  if (baseUrl === undefined || apiKey === undefined || model === undefined) return undefined;
  return {
    ...{ baseUrl, apiKey, model, maxTextBytes: MAX_TEXT_BYTES, maxWireBytes: MAX_WIRE_BYTES },
    ...(CHAT_EXTRA ? { extra: CHAT_EXTRA } : {}),
    deadlines: {
      firstTokenMs: settings.CHAT_FIRST_TOKEN_MS,
      idleMs: settings.CHAT_IDLE_MS,
      totalMs: settings.CHAT_TOTAL_MS,
    },
    budgets: { perDay: settings.CHAT_TOKENS_PER_DAY, perClientDay: settings.CHAT_TOKENS_PER_CLIENT },
    ...{ slots: settings.CHAT_CONCURRENCY, queue: settings.CHAT_QUEUE },
  };
}
