import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Answering } from '../api/converse.js';
import type { Env, Problem } from '../api/problem.js';
import { citedSegment, citedText } from '../cited-text.js';
import { chunk, lastChunk, usageChunk, type Envelope } from './completion.js';
import { openAiError } from './problem.js';
import type { Usage } from './usage.js';

type Streamed = {
  readonly head: Envelope;
  readonly answering: Answering;
  /** The usage to report, if the client wants it. */
  readonly usage: ((completion: string) => Usage) | undefined;
  /** Logs an error without what was typed and turns it into a problem that is safe to show. */
  readonly report: (c: Context<Env>, error: unknown) => Problem;
};

/**
 * Sends a completion in chunks, a piece of the answer each; then [DONE]. The pieces wait for the whole answer: a generated one begins with its
 * label, and only at the end is it known whether it is one. Text that was sent here cannot be taken back. An error in between is an event with
 * `error`, which OpenAI's client throws, and no [DONE]. When the client leaves, the model is stopped and nothing more is written.
 */
export function streamCompletion(c: Context<Env>, { head, answering, usage, report }: Streamed): Response {
  const hasUsage = usage !== undefined;
  const response = streamSSE(c, async (stream) => {
    const left = new AbortController();
    stream.onAbort(() => left.abort());
    const send = (data: unknown) => stream.writeSSE({ data: JSON.stringify(data) });
    try {
      await send(chunk(head, { role: 'assistant', content: '' }, hasUsage));
      const answer = await answering({ signal: left.signal });
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
