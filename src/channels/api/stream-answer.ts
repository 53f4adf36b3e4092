import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { AnswerObject } from './answer-object.js';
import { problemBody, type Env, type Problem } from './problem.js';

/** What the server is doing; a page turns each into fixed wording. */
export type ProgressStep = 'searching' | 'verified';

/**
 * Sends an answer as events: `progress` while it is being made, `segment` for each piece once all are verified,
 * `answer` with the whole object, or `error` with a problem. No unverified text ever enters the stream.
 * @param report logs an error without what was typed and turns it into a problem that is safe to show
 */
export function streamAnswer(
  c: Context<Env>,
  answering: () => Promise<AnswerObject>,
  report: (c: Context<Env>, error: unknown) => Problem,
): Response {
  const response = streamSSE(c, async (stream) => {
    const send = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });
    const progress = (step: ProgressStep) => send('progress', { step });
    try {
      await progress('searching');
      const answer = await answering();
      await progress('verified');
      for (const segment of answer.segments) {
        if (stream.aborted) return;
        await send('segment', { segment });
      }
      await send('answer', answer);
    } catch (error) {
      await send('error', problemBody(c, report(c, error)));
    }
  });
  response.headers.set('Cache-Control', 'no-store, no-transform'); // a proxy that compresses would hold events back
  response.headers.set('X-Accel-Buffering', 'no');
  return response;
}
