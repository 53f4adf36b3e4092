import { z } from 'zod';
import type { Message } from '../../conversation/message.js';
import { HISTORY_MESSAGES } from '../api/limits.js';
import { ParameterProblem } from './problem.js';

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const userPart = z.union([textPart], {
  error: 'this assistant reads text only; send {"type":"text","text":…}',
});
// What a model said may come back as it went out, and more loosely than a question: nothing is read in it.
const anyContent = z.union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()]).optional();

const message = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(userPart).min(1)]) }),
    z.object({ role: z.literal('assistant'), content: anyContent }),
    z.object({ role: z.enum(['system', 'developer', 'tool', 'function']), content: anyContent }),
  ],
  { error: 'role is one of user, assistant, system, developer, tool' },
);

/**
 * What of OpenAI's request is read. Everything else (temperature, max_tokens, stop, seed, tools …) is accepted and has no effect: the answer is
 * the plan's words, which no setting may change or cut. What would promise the caller another form of answer is refused.
 */
export const completionRequest = z.object({
  /** Any name: there is one assistant, and the response says its name. */
  model: z.string().max(200).optional(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, 'there is one answer to a question; leave n out').nullish(),
  response_format: z
    .object({ type: z.literal('text', 'only text is supported; the suwen field holds the answer as JSON') })
    .nullish(),
  modalities: z.array(z.literal('text', 'only text is supported')).nullish(),
  tool_choice: z
    .enum(['none', 'auto'], 'this assistant calls no tools; send none or auto, or leave it out')
    .nullish(),
});

export type CompletionRequest = z.infer<typeof completionRequest>;

/** @throws ParameterProblem naming the first thing that is wrong. */
export function parseCompletionRequest(value: unknown): CompletionRequest {
  const result = completionRequest.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const param = issue === undefined || issue.path.length === 0 ? null : issue.path.join('.');
  const known = param !== null && /^(?:n|response_format|modalities|tool_choice)\b/u.test(param);
  throw new ParameterProblem(
    param,
    known ? 'unsupported_value' : 'invalid_value',
    `${param ?? 'body'}: ${issue?.message ?? 'is not valid'}.`,
  );
}

/**
 * The conversation: what user and assistant said, the newest first to be kept. System and developer messages and what tools returned are left
 * out, because nobody can instruct this assistant: it says what the plan says.
 * @throws ParameterProblem when the last of these is not the user's
 */
export function conversationOf({ messages }: CompletionRequest): Message[] {
  const said = messages.flatMap((one): Message[] =>
    one.role === 'user' || one.role === 'assistant' ? [{ role: one.role, content: textOf(one.content) }] : [],
  );
  if (said.at(-1)?.role !== 'user')
    throw new ParameterProblem(
      'messages',
      'invalid_value',
      'messages: the last message that is not the system’s must be the user’s question.',
    );
  // A chat program sends everything from the beginning and cannot do otherwise; it is not refused for a long conversation.
  return said.slice(-HISTORY_MESSAGES);
}

function textOf(content: z.infer<typeof anyContent>): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join('\n');
}
