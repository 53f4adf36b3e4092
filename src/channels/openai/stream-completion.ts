import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { AnswerObject } from '../api/answer-object.js';
import type { Env, Problem } from '../api/problem.js';
import { citedSegment, citedText } from '../cited-text.js';
import { chunk, lastChunk, usageChunk, type Envelope } from './completion.js';
import { openAiError } from './problem.js';
import type { Usage } from './usage.js';

type Streamed = {
  readonly head: Envelope;
  readonly answering: () => Promise<AnswerObject>;
  /** The usage to report, if the client wants it. */
  readonly usage: ((completion: string) => Usage) | undefined;
  /** Logs an error without what was typed and turns it into a problem that is safe to show. */
  readonly report: (c: Context<Env>, error: unknown) => Problem;
};

/**
 * Sends a completion in chunks, a piece of the answer each, once all are verified; then [DONE]. An error in between is an event with `error`,
 * which OpenAI's client throws, and no [DONE]. When the client leaves, nothing more is written.
 */
export function streamCompletion(c: Context<Env>, { head, answering, usage, report }: Streamed): Response {
  const hasUsage = usage !== undefined;
  const response = streamSSE(c, async (stream) => {
    const send = (data: unknown) => stream.writeSSE({ data: JSON.stringify(data) });
    try {
      await send(chunk(head, { role: 'assistant', content: '' }, hasUsage));
      const answer = await answering();
      for (const segment of answer.segments) {
        if (stream.aborted) return;
        await send(chunk(head, { content: citedSegment(segment) }, hasUsage));
      }
      await send(lastChunk(head, answer, hasUsage));
      if (usage) await send(usageChunk(head, usage(citedText(answer.segments))));
      await stream.writeSSE({ data: '[DONE]' });
    } catch (error) {
      await send(openAiError(c, report(c, error)));
    }
  });
  response.headers.set('Cache-Control', 'no-store, no-transform'); // a proxy that compresses would hold chunks back
  response.headers.set('X-Accel-Buffering', 'no');
  return response;
}
