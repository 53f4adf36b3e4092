import type { Segment } from '../../../answering/answer.js';
import type { AnswerObject, ProgressStep } from '../../api/answer-object.js';
import { readAnswer } from './read-answer.js';
import { readEvents } from './read-events.js';

/** What happens while an answer is on its way. */
export type Progress = {
  step(step: ProgressStep): void;
  segment(segment: Segment): void;
  /** The stream broke; the whole answer is being fetched in one piece. */
  fallback(): void;
};

/** The server refused, with the status a page words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly retryAfter: number,
  ) {
    super(`refused with ${status}`);
  }
}

type Request = { readonly url: string; readonly body: string; readonly signal: AbortSignal };

/**
 * Asks for an answer as a stream of verified segments; when the stream breaks before the answer is whole, asks again for JSON.
 * @throws Refused for a status, AbortError when stopped, TypeError when nothing can be reached
 */
export async function requestAnswer(request: Request, progress: Progress): Promise<AnswerObject> {
  try {
    return await requestStream(request, progress);
  } catch (error) {
    if (error instanceof Refused || request.signal.aborted) throw error;
    progress.fallback();
    const response = await send(request, 'application/json');
    return readAnswer(await response.json());
  }
}

async function requestStream(request: Request, progress: Progress): Promise<AnswerObject> {
  const response = await send(request, 'text/event-stream');
  if (response.body === null || response.body === undefined) throw new Error('no stream in this browser');
  for await (const { event, data } of readEvents(response.body)) {
    const value: unknown = JSON.parse(data);
    if (event === 'progress') progress.step((value as { step: ProgressStep }).step);
    else if (event === 'segment') progress.segment((value as { segment: Segment }).segment);
    else if (event === 'answer') return readAnswer(value);
    else if (event === 'error') throw new Refused((value as { status: number }).status, 0);
  }
  throw new Error('the stream ended without an answer');
}

async function send({ url, body, signal }: Request, accept: string): Promise<Response> {
  const response = await fetch(url, {
    ...{ method: 'POST', body, signal, credentials: 'same-origin' as const },
    headers: { 'Content-Type': 'application/json', Accept: accept },
  });
  if (!response.ok) throw new Refused(response.status, Number(response.headers.get('Retry-After') ?? 0));
  return response;
}
