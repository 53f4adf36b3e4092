import type { AnswerObject } from '../api/answer-object.js';
import { citedText } from '../cited-text.js';
import type { Usage } from './usage.js';

/** The one model there is. Whatever a client asks for, this is what answers, and the response says so. */
export const MODEL = 'suwen';

/** What a completion and each of its chunks have in common. */
export type Envelope = { readonly id: string; readonly created: number; readonly model: string };

export function envelope(requestId: string, now: number): Envelope {
  return { id: `chatcmpl-${requestId}`, created: Math.floor(now / 1000), model: MODEL };
}

/**
 * A whole completion. Answers are never cut, so finish_reason is always "stop". The answer object stands beside the text, where programs
 * read it, and within the message, which is all that many frameworks pass on.
 */
export function completion(head: Envelope, answer: AnswerObject, usage: Usage) {
  const content = citedText(answer.segments);
  const message = { role: 'assistant', content, refusal: null, annotations: [], suwen: answer } as const;
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage,
    suwen: answer,
  };
}

type Delta = { readonly role?: 'assistant'; readonly content?: string };

/** One chunk of a stream. With `include_usage` every chunk has a usage, null in all but the last. */
export function chunk(head: Envelope, delta: Delta, hasUsage: boolean) {
  return {
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
    ...(hasUsage ? { usage: null } : {}),
  };
}

/** The chunk that ends the answer and carries the answer object. */
export function lastChunk(head: Envelope, answer: AnswerObject, hasUsage: boolean) {
  return {
    ...chunk(head, {}, hasUsage),
    choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }],
    suwen: answer,
  };
}

/** The chunk after the last, which has no choices. */
export function usageChunk(head: Envelope, usage: Usage) {
  return { ...head, object: 'chat.completion.chunk', choices: [], usage };
}
