import { createHash } from 'node:crypto';
import { Embeddings } from '@langchain/core/embeddings';
import { z } from 'zod';
import { Breaker } from './breaker.js';
import { ModelError } from './model-error.js';
import { pause, retryDelay } from './retry.js';
import { unit } from './unit-vector.js';
import { openWire } from './wire.js';

export type EmbeddingsEndpoint = {
  /** Up to and without /embeddings. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Put before questions, where a model wants to be told that they are questions. */
  readonly queryPrefix: string;
  /** How long a question may take; somebody waits for it. */
  readonly queryMs: number;
};

// The smallest limit among the providers we know of.
const BATCH = 10;
// Nobody waits for the texts of the plan.
const BATCH_MS = 30_000;
// Ten vectors of 4,096 dimensions, written as decimals, are half of it.
const MAX_WIRE_BYTES = 2 * 1024 * 1024;

const schema = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).min(2) })),
});

/** Vectors from an OpenAI-compatible endpoint, of length one. @throws ModelError */
export class EndpointEmbeddings extends Embeddings {
  readonly #breaker = new Breaker();

  constructor(readonly endpoint: EmbeddingsEndpoint) {
    super({});
  }

  /** Names the model, without telling where it is. */
  get id(): string {
    const { baseUrl, model, queryPrefix } = this.endpoint;
    return `endpoint/${createHash('sha256')
      .update(JSON.stringify([baseUrl, model, queryPrefix]))
      .digest('hex')}`;
  }

  override async embedQuery(text: string): Promise<number[]> {
    const { queryPrefix, queryMs } = this.endpoint;
    const [vector] = await this.#guarded([`${queryPrefix}${text}`], queryMs);
    if (vector === undefined) throw new RangeError('one text has one vector');
    return vector;
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const vectors: number[][] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      vectors.push(...(await this.#guarded(texts.slice(at, at + BATCH), BATCH_MS)));
    }
    return vectors;
  }

  /** One call, and one more if that may help and there is time. */
  async #guarded(texts: string[], deadlineMs: number): Promise<number[][]> {
    const signal = AbortSignal.timeout(deadlineMs);
    const endsAt = performance.now() + deadlineMs;
    for (let tries = 1; ; tries += 1) {
      const permit = this.#breaker.admit();
      try {
        const vectors = await this.#call(texts, signal, deadlineMs);
        permit.succeeded();
        return vectors;
      } catch (error) {
        const failure = error instanceof ModelError ? error : garbled('cannot be read');
        permit.failed(failure);
        const wait = retryDelay(failure, tries, false, endsAt - performance.now());
        if (wait === undefined) throw failure;
        await pause(wait, signal);
      }
    }
  }

  async #call(texts: string[], signal: AbortSignal, deadlineMs: number): Promise<number[][]> {
    const { baseUrl, apiKey, model } = this.endpoint;
    const wire = openWire({
      side: 'EMBEDDINGS',
      mediaType: 'application/json',
      maxWireBytes: MAX_WIRE_BYTES,
    });
    try {
      const response = await wire.fetch(`${baseUrl}/embeddings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
        signal,
      });
      return inOrder(schema.parse(await response.json()).data, texts.length);
    } catch (error) {
      if (signal.aborted) throw new ModelError('model_timeout', `The embedding model did not answer within ${deadlineMs} ms (EMBEDDINGS_QUERY_MS for questions).`); // prettier-ignore
      throw wire.fault ?? error;
    } finally {
      wire.close();
    }
  }
}

/** By the index each carries, all of one dimension, finite, and scaled to length one. */
function inOrder(data: z.infer<typeof schema>['data'], count: number): number[][] {
  const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => unit(embedding));
  const [first] = vectors;
  if (vectors.length !== count || data.some(({ index }) => index < 0 || index >= count)) throw garbled('has not one vector for each text'); // prettier-ignore
  if (vectors.some((vector) => vector.length !== first?.length)) throw garbled('has vectors of several dimensions'); // prettier-ignore
  return vectors;
}

function garbled(what: string): ModelError {
  return new ModelError('model_garbled', `The answer of the embedding model ${what}.`);
}
