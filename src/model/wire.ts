import { ModelError, type ModelFault } from './model-error.js';

/** One HTTP exchange as it really went; the client library above hides most of it. */
export type Wire = {
  readonly fetch: typeof fetch;
  /** What went wrong, if this layer knows. */
  readonly fault: ModelError | undefined;
  /** Whether the mark of a whole stream was seen. */
  readonly isDone: boolean;
  /** Closes the connection if it is still open. */
  close(): void;
};

const NAMES: Readonly<Record<Side, string>> = { CHAT: 'chat model', EMBEDDINGS: 'embedding model' };
const DONE = /(?:^|\n)data: ?\[DONE\]/u;
const DONE_BYTES = 24; // the mark with its line break; it may be split over two chunks

/** Whose endpoint it is, as its settings name it. */
export type Side = 'CHAT' | 'EMBEDDINGS';
type WireOptions = { readonly side: Side; readonly mediaType: string; readonly maxWireBytes: number };

/** A fetch for one call: no redirects, a limit on bytes, only the media type asked for, statuses read before the client library sees them. */
export function openWire({ side, mediaType, maxWireBytes }: WireOptions): Wire {
  const name = NAMES[side];
  const abort = new AbortController();
  const state: { fault?: ModelError; isDone: boolean } = { isDone: false };
  const fail = (error: ModelError): ModelError => {
    state.fault ??= error;
    return state.fault;
  };
  const guardedFetch: typeof fetch = async (input, init) => {
    const signal = AbortSignal.any([abort.signal, ...(init?.signal ? [init.signal] : [])]);
    const response = await fetch(input, {
      ...init,
      headers: bareHeaders(init?.headers),
      redirect: 'manual',
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw fail(new ModelError('model_unavailable', `The ${name}’s endpoint was not reached: ${codeOf(error)} (${side}_BASE_URL).`)); // prettier-ignore
    });
    const refused = refusal(response, side, mediaType);
    if (refused) {
      abort.abort(refused);
      throw fail(refused);
    }
    const { body } = response;
    if (body === null)
      throw fail(new ModelError('model_cut', `The ${name}’s endpoint sent an empty answer.`));
    return new Response(streamOf(watch(body, maxWireBytes, name, state, fail)), response);
  };
  return {
    fetch: guardedFetch,
    get fault() {
      return state.fault;
    },
    get isDone() {
      return state.isDone;
    },
    close: () => abort.abort(),
  };
}

/** ReadableStream.from, which the types of browsers do not know; the pages' tests are checked with those. */
function streamOf(pieces: AsyncGenerator<Uint8Array, void>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await pieces.return()),
  });
}

/** Passes the body on, counts it and looks for the closing mark. */
async function* watch(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  name: string,
  state: { isDone: boolean },
  fail: (error: ModelError) => ModelError,
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0;
  let tail = '';
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw fail(new ModelError('model_oversize', `The answer of the ${name} passed ${maxBytes} bytes.`)); // prettier-ignore
      tail += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
      state.isDone ||= DONE.test(tail);
      tail = tail.slice(-DONE_BYTES);
      yield chunk;
    }
  } catch {
    // Reset, a broken encoding, or our own abort, whose reason is looked at first.
    throw fail(new ModelError('model_cut', `The connection to the ${name}’s endpoint broke off.`));
  }
}

/** Why a response cannot be an answer. Its body is never read: it may quote the key or the prompt. */
function refusal({ status, headers }: Response, side: Side, mediaType: string): ModelError | undefined {
  const error = (fault: ModelFault, why: string, retryAfterMs?: number) =>
    new ModelError(
      fault,
      `The ${NAMES[side]}’s endpoint answered with status ${status}: ${why}.`,
      retryAfterMs,
    );
  if (status >= 300 && status < 400) return error('model_misconfigured', `it redirects, which is refused, because the key would follow; set ${side}_BASE_URL to the final address`); // prettier-ignore
  if (status === 401 || status === 403) return error('model_misconfigured', `check ${side}_API_KEY`);
  if (status === 429) return error('model_busy', 'it asks for fewer calls', retryAfter(headers));
  if (status === 408 || status >= 500)
    return error('model_unavailable', 'it has failed', retryAfter(headers));
  if (status >= 400) return error('model_misconfigured', `check ${side}_BASE_URL and ${side}_MODEL`);
  if (!headers.get('content-type')?.startsWith(mediaType)) return error('model_garbled', `but with something else than ${mediaType}`); // prettier-ignore
  return undefined;
}

/** In milliseconds; seconds and dates are both allowed. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+$/u.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** What the call needs, without what the client library tells about this machine. */
function bareHeaders(given: RequestInit['headers']): Headers {
  const headers = new Headers(given);
  for (const name of [...headers.keys()]) if (name.startsWith('x-stainless')) headers.delete(name);
  headers.set('user-agent', 'suwen');
  return headers;
}

/** ECONNREFUSED, ENOTFOUND, …; the message itself may hold the address with what an operator put into it. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no connection';
}
