import type { ChatMessage } from './chat-model.js';
import type { Deadlines } from './deadlines.js';
import { ModelError } from './model-error.js';
import { openWire, type Wire } from './wire.js';
import type { PieceQueue } from './piece-queue.js';
import { estimateTokens } from './token-budget.js';
import type { Took } from './usage.js';

/** Where a chat model is. */
export type Endpoint = {
  /** Up to and without /chat/completions. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Further fields of the request, such as those that switch thinking off. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** The most bytes of text an answer may have, and of the stream that carries it. */
  readonly maxTextBytes: number;
  readonly maxWireBytes: number;
};

type Asked = { readonly messages: readonly ChatMessage[]; readonly maxTokens: number };

/** The client library: a second to load, which an offline start does not pay. */
export function loadClient() {
  return Promise.all([import('@langchain/openai'), import('@langchain/core/messages')]);
}

/** One call, its text put into the queue as it comes. @returns the tokens it took @throws ModelError */
export async function attemptChat(
  endpoint: Endpoint,
  asked: Asked,
  deadlines: Deadlines,
  pieces: PieceQueue,
  estimatedPrompt: number,
): Promise<Took> {
  const [{ ChatOpenAICompletions }, { HumanMessage, SystemMessage, AIMessage }] = await loadClient();
  const wire = openWire({
    side: 'CHAT',
    mediaType: 'text/event-stream',
    maxWireBytes: endpoint.maxWireBytes,
  });
  const client = new ChatOpenAICompletions({
    model: endpoint.model,
    apiKey: endpoint.apiKey,
    temperature: 0, // the same question should get the same words
    maxTokens: asked.maxTokens,
    maxRetries: 0, // its own would sleep through any Retry-After, and go on after the first piece
    modelKwargs: { ...endpoint.extra },
    configuration: { baseURL: endpoint.baseUrl, fetch: wire.fetch, organization: null, logLevel: 'off' },
  });
  deadlines.sent();
  try {
    const kinds = { system: SystemMessage, user: HumanMessage, assistant: AIMessage };
    const messages = asked.messages.map(({ role, content }) => new kinds[role](content));
    let finish: string | undefined;
    let usage: Took | undefined;
    // Not `stream`: that would send prompts to whatever tracing service the environment names.
    // oxlint-disable-next-line no-underscore-dangle -- public, for all its name
    const chunks = client._streamResponseChunks(messages, { signal: deadlines.signal });
    for await (const { text, message, generationInfo } of chunks) {
      deadlines.signal.throwIfAborted();
      finish ??= (generationInfo as { finish_reason?: string } | undefined)?.finish_reason;
      const { usage_metadata: said } = message as { usage_metadata?: { input_tokens: number; output_tokens: number } }; // prettier-ignore
      if (said) usage = { prompt: said.input_tokens, completion: said.output_tokens };
      if (text !== '') pieces.push(text);
      if (pieces.bytes > 0) deadlines.heard();
      if (pieces.bytes > endpoint.maxTextBytes) throw new ModelError('model_oversize', `The chat model wrote more than ${endpoint.maxTextBytes} bytes.`); // prettier-ignore
    }
    deadlines.signal.throwIfAborted();
    requireFinished(finish, wire);
    return usage ?? { prompt: estimatedPrompt, completion: estimateTokens([{ content: pieces.text }]) };
  } catch (error) {
    throw explain(error, wire, deadlines.signal, pieces.bytes > 0);
  } finally {
    deadlines.rest();
    wire.close();
  }
}

/** A stream that breaks off cleanly looks like one that ended; only both marks say that the model was done. */
function requireFinished(finish: string | undefined, wire: Wire): void {
  if (finish === 'length') throw new ModelError('model_length', 'The chat model stopped at its token limit.');
  if (finish === 'content_filter') throw new ModelError('model_filtered', 'The provider’s filter stopped the chat model.'); // prettier-ignore
  if (finish === undefined || !wire.isDone) throw new ModelError('model_cut', 'The chat model’s stream ended before it was finished.'); // prettier-ignore
  if (finish !== 'stop') throw new ModelError('model_garbled', 'The chat model finished for a reason that is none of the protocol’s.'); // prettier-ignore
}

/** What happened, from the wire if it knows; the libraries in between wrap and reword errors, and quote what came. */
function explain(error: unknown, wire: Wire, signal: AbortSignal, isDelivered: boolean): ModelError {
  if (signal.aborted) return signal.reason as ModelError;
  if (wire.fault) return wire.fault;
  if (error instanceof ModelError) return error;
  if (error instanceof SyntaxError || error instanceof TypeError) return new ModelError('model_garbled', 'What the chat model’s endpoint sent is not the protocol.'); // prettier-ignore
  if (isDelivered) return new ModelError('model_cut', 'The chat model’s stream broke off.');
  return new ModelError('model_unavailable', 'The chat model’s endpoint reported an error.');
}
