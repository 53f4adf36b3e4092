import { z } from 'zod';
import type { Clause, Policy } from '../domain/policy.js';
import type { ChatModel } from '../model/chat-model.js';
import { ModelError } from '../model/model-error.js';
import { ASKS, NEGATIVE_KINDS } from '../retrieval/question-data.js';
import type { ExpandPrompts } from './prompts.js';

/** One call of the model: what one kind of person asks of one clause. */
export type Part = { readonly clause: Clause; readonly asker: string };

/** How much one call is to bring. */
export type Amounts = { readonly questions: number; readonly misses: number };

// A question takes about 60 tokens with its labels; the rest is for models that think aloud first.
const TOKENS_PER_QUESTION = 100;
const TOKENS_BESIDES = 1500;

const question = z.object({ sentence: z.int(), question: z.string(), asks: z.enum(ASKS), covered: z.boolean() }); // prettier-ignore
const miss = z.object({ question: z.string(), kind: z.enum(NEGATIVE_KINDS) });
const reply = z.object({ questions: z.array(z.unknown()), near_misses: z.array(z.unknown()).default([]) });

/** What came back, item by item; `malformed` counts what was no question. */
export type Written = {
  readonly questions: readonly z.infer<typeof question>[];
  readonly misses: readonly z.infer<typeof miss>[];
  readonly malformed: number;
};

/**
 * Asks the model for the questions of one part. Whatever it writes is only ever read as data.
 * @throws ModelError when it does not answer, or not with the object it was asked for
 */
export async function writePart(
  model: ChatModel,
  prompts: ExpandPrompts,
  policy: Policy,
  { clause, asker }: Part,
  { questions, misses }: Amounts,
): Promise<Written> {
  const slots: Readonly<Record<string, unknown>> = {
    policy: { title: policy.title, issuer: policy.issuer },
    clause: {
      title: clause.title,
      sentences: clause.sentences.filter(({ index }) => index > 0).map(({ index, text }) => ({ sentence: index, text })),
    },
    asker: prompts.askers[asker],
    ...{ kinds: prompts.kinds, nearMisses: prompts.nearMisses, count: questions, misses },
  }; // prettier-ignore
  const user = prompts.write.user.replace(/\{(\w+)\}/gu, (_, name: string) => JSON.stringify(slots[name]));
  const messages = [
    { role: 'system', content: prompts.write.system },
    { role: 'user', content: user },
  ] as const;
  const maxTokens = TOKENS_BESIDES + TOKENS_PER_QUESTION * (questions + misses);
  let text = '';
  for await (const piece of model.stream({ messages, maxTokens, client: 'expand' })) text += piece;
  return readReply(text);
}

function readReply(text: string): Written {
  // Many models put a fence or a sentence around what they were asked for.
  const object = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  const result = reply.safeParse(parseJson(object));
  if (!result.success)
    throw new ModelError('model_garbled', 'The model did not write the JSON object it was asked for.');
  const { questions, near_misses: misses } = result.data;
  const read = questions.flatMap((one) => question.safeParse(one).data ?? []);
  const missed = misses.flatMap((one) => miss.safeParse(one).data ?? []);
  const malformed = questions.length + misses.length - read.length - missed.length;
  return { questions: read, misses: missed, malformed };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
