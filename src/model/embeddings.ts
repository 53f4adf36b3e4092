import { join } from 'node:path';
import { CachedEmbeddings } from './cached-embeddings.js';
import { EndpointEmbeddings, type EmbeddingsEndpoint } from './endpoint-embeddings.js';
import { OnnxEmbeddings } from './onnx-embeddings.js';

/** Which embedding model: at an endpoint, or in a directory of this machine. */
export type EmbeddingsConfig =
  EmbeddingsEndpoint | { readonly directory: string; readonly queryPrefix: string };

/** Opens it. @param dataDirectory where vectors are kept @throws Error when a directory holds no model that can be run */
export async function openEmbeddings(
  config: EmbeddingsConfig,
  dataDirectory: string,
): Promise<CachedEmbeddings> {
  const model =
    'directory' in config
      ? await OnnxEmbeddings.open(config.directory, config.queryPrefix)
      : new EndpointEmbeddings(config);
  return new CachedEmbeddings(model, join(dataDirectory, 'embeddings', 'vectors'));
}
