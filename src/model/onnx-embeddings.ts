import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Embeddings } from '@langchain/core/embeddings';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { z } from 'zod';
import { ModelError } from './model-error.js';
import { unit } from './unit-vector.js';

/** Where exporters put the model; the first that is there is taken. */
const MODEL_FILES = ['model.onnx', 'onnx/model.onnx', 'model_quantized.onnx', 'onnx/model_quantized.onnx'];
// Memory grows with the square of the length; a sentence of a policy has some two hundred characters.
const MOST_TOKENS = 512;
const BATCH = 16;

const tokenizerConfig = z.object({ model_max_length: z.number().optional() });
const poolingConfig = z.object({ pooling_mode_cls_token: z.boolean().default(false) });

type Pooling = 'cls' | 'mean';
type Tokenizer = { encode(text: string): { readonly ids: readonly number[] } };
type Parts = {
  readonly session: InferenceSession;
  readonly tensor: typeof Tensor;
  readonly tokenizer: Tokenizer;
  readonly pooling: Pooling;
  readonly mostTokens: number;
  readonly id: string;
  readonly queryPrefix: string;
};

/**
 * An embedding model of this machine: a directory as exported for sentence-transformers, with model.onnx and tokenizer.json. It runs
 * as WebAssembly, on the thread that asks.
 */
export class OnnxEmbeddings extends Embeddings {
  private constructor(readonly parts: Parts) {
    super({});
  }

  /** @throws Error naming the file that is missing or cannot be used */
  static async open(directory: string, queryPrefix = ''): Promise<OnnxEmbeddings> {
    const file = MODEL_FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
    if (file === undefined) throw new Error(`EMBEDDINGS_DIR: ${directory} holds none of ${MODEL_FILES.join(', ')}.`); // prettier-ignore
    const model = readFileSync(file);
    const tokens = readFileSync(join(directory, 'tokenizer.json'), 'utf8');
    const config = readJson(join(directory, 'tokenizer_config.json'));
    const pooling = readJson(join(directory, '1_Pooling', 'config.json'));
    const [{ env, InferenceSession, Tensor: tensor }, { Tokenizer }] = await loadRuntime();
    env.logLevel = 'error';
    // More threads would need workers, which outlive a command that has nothing more to do.
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(new Uint8Array(model)).catch((error: unknown) => {
      throw new Error(`EMBEDDINGS_DIR: ${file} is no ONNX model that can be run: ${String(error)}`);
    });
    const { model_max_length: longest = MOST_TOKENS } = tokenizerConfig.parse(config);
    return new OnnxEmbeddings({
      ...{ session, tensor, queryPrefix },
      tokenizer: new Tokenizer(JSON.parse(tokens) as object, config),
      pooling: poolingConfig.parse(pooling).pooling_mode_cls_token ? 'cls' : 'mean',
      mostTokens: Math.min(longest, MOST_TOKENS),
      id: `onnx/${createHash('sha256').update(model).update(tokens).update(JSON.stringify([config, pooling, queryPrefix])).digest('hex')}`, // prettier-ignore
    });
  }

  /** Names the model by its bytes. */
  get id(): string {
    return this.parts.id;
  }

  override async embedQuery(text: string): Promise<number[]> {
    const [vector] = await this.#run([`${this.parts.queryPrefix}${text}`]);
    if (vector === undefined) throw new RangeError('one text has one vector');
    return vector;
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const vectors: number[][] = [];
    for (let at = 0; at < texts.length; at += BATCH) vectors.push(...(await this.#run(texts.slice(at, at + BATCH)))); // prettier-ignore
    return vectors;
  }

  async #run(texts: readonly string[]): Promise<number[][]> {
    const { session, tensor, tokenizer, pooling, mostTokens } = this.parts;
    const rows = texts.map((text) => cut(tokenizer.encode(text).ids, mostTokens));
    const width = Math.max(1, ...rows.map((ids) => ids.length));
    const shape = [rows.length, width];
    const grid = (value: (ids: readonly number[], column: number) => number) =>
      new tensor('int64', BigInt64Array.from(rows.flatMap((ids) => Array.from({ length: width }, (_, column) => BigInt(value(ids, column))))), shape); // prettier-ignore
    const feeds: Record<string, Tensor> = {
      input_ids: grid((ids, column) => ids[column] ?? 0),
      attention_mask: grid((ids, column) => (column < ids.length ? 1 : 0)),
      token_type_ids: grid(() => 0),
    };
    const wanted = session.inputNames.map((name) => {
      const feed = feeds[name];
      if (feed === undefined) throw new Error(`EMBEDDINGS_DIR: the model asks for an input "${name}", which embedding models do not have.`); // prettier-ignore
      return [name, feed] as const;
    });
    const outputs = await session.run(Object.fromEntries(wanted));
    const output = outputs['sentence_embedding'] ?? outputs['last_hidden_state'] ?? outputs[session.outputNames[0] ?? '']; // prettier-ignore
    if (output === undefined || !(output.data instanceof Float32Array)) throw new ModelError('model_garbled', 'The embedding model’s output is not of 32-bit floats.'); // prettier-ignore
    const lengths = rows.map((ids) => ids.length);
    return pooled(output.data, output.dims, lengths, pooling).map(unit);
  }
}

/** What runs models and tokenizers; both are optional packages. */
async function loadRuntime() {
  try {
    return await Promise.all([import('onnxruntime-web'), import('@huggingface/tokenizers')]);
  } catch (error) {
    throw new Error(`EMBEDDINGS_DIR needs the optional packages onnxruntime-web and @huggingface/tokenizers: npm install --include=optional (${String(error)})`, { cause: error }); // prettier-ignore
  }
}

/** A file that may be missing; an object then. */
function readJson(path: string): object {
  return existsSync(path) ? z.looseObject({}).parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
}

/** The first tokens, and the last one, which closes a sequence. */
function cut(ids: readonly number[], most: number): readonly number[] {
  return ids.length <= most ? ids : [...ids.slice(0, most - 1), ...ids.slice(-1)];
}

/** One vector a text: the model’s own, that of the first token, or the mean of those that are no padding. */
function pooled(
  data: Float32Array,
  dims: readonly number[],
  lengths: readonly number[],
  pooling: Pooling,
): number[][] {
  const [, second = 0, third] = dims;
  if (third === undefined) return lengths.map((_, row) => [...data.subarray(row * second, (row + 1) * second)]); // prettier-ignore
  return lengths.map((length, row) => {
    const token = (column: number) => data.subarray((row * second + column) * third, (row * second + column + 1) * third); // prettier-ignore
    const columns = pooling === 'cls' ? 1 : length;
    const sum = Array.from<number>({ length: third }).fill(0);
    for (let column = 0; column < columns; column += 1) {
      for (const [i, value] of token(column).entries()) sum[i] = (sum[i] ?? 0) + value / columns;
    }
    return sum;
  });
}
