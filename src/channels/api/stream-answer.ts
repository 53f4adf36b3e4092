import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Segment } from '../../answering/answer.js';
import type { ProgressStep } from './answer-object.js';
import type { Answering } from './converse.js';
import { problemBody, type Env, type Problem } from './problem.js';

/**
 * Sends an answer as events: `progress` while it is being made, `segment` for each piece that may be read (the plan's own words at
 * once, a model's sentences as each is verified), `answer` with the whole object, or `error` with a problem. No unverified text ever
 * enters the stream. The pieces are those of the answer; there the label of a generated one stands first.
 * @param report logs an error without what was typed and turns it into a problem that is safe to show
 */
export function streamAnswer(
  c: Context<Env>,
  answering: Answering,
  report: (c: Context<Env>, error: unknown) => Problem,
): Response {
  const response = streamSSE(c, async (stream) => {
    const left = new AbortController();
    stream.onAbort(() => left.abort());
    const send = async (event: string, data: unknown) => {
      if (!stream.aborted) await stream.writeSSE({ event, data: JSON.stringify(data) });
    };
    // Pieces come faster than they are written; each waits for the one before.
    let sent = send('progress', { step: 'searching' satisfies ProgressStep });
    const progress = (step: ProgressStep) => void (sent = sent.then(() => send('progress', { step })));
    let isFirst = true;
    const show = (segments: readonly Segment[]) => {
      if (isFirst) progress('verified');
      isFirst = false;
      for (const segment of segments) sent = sent.then(() => send('segment', { segment }));
    };
    try {
      const answer = await answering({ signal: left.signal, watch: { show, composing: () => progress('composing') } }); // prettier-ignore
      await sent;
      await send('answer', answer);
    } catch (error) {
      await sent.catch(() => undefined);
      await send('error', problemBody(c, report(c, error)));
    }
  });
  response.headers.set('Cache-Control', 'no-store, no-transform'); // a proxy that compresses would hold events back
  response.headers.set('X-Accel-Buffering', 'no');
  return response;
}
