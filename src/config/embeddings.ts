import { z } from 'zod';
import type { EmbeddingsConfig } from '../model/embeddings.js';
import { clearTextProblem, endpoint, permission } from './endpoint.js';

/** The settings of an embedding model, which adds to what the offline index knows; all optional. */
export const embeddingsSettings = {
  EMBEDDINGS_BASE_URL: endpoint.describe('An OpenAI-compatible endpoint, up to and without /embeddings'),
  EMBEDDINGS_API_KEY: z.string().min(1).optional().describe('Its key; any word where none is asked for'),
  EMBEDDINGS_MODEL: z.string().min(1).optional().describe('The model’s name at the endpoint'),
  EMBEDDINGS_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('Instead of an endpoint: a directory with model.onnx and tokenizer.json'),
  EMBEDDINGS_QUERY_PREFIX: z
    .string()
    .default('')
    .describe('What the model wants before questions, such as 为这个句子生成表示以用于检索相关文章：'),
  EMBEDDINGS_QUERY_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(10_000)
    // The offline answer is promised within 300 ms; a question that takes longer is answered without the model.
    .default(250)
    .describe('How long the vector of a question may take'),
  EMBEDDINGS_ALLOW_PRIVATE: permission.describe(
    'Whether EMBEDDINGS_BASE_URL may be http:// to a private network',
  ),
};

type Settings = z.infer<z.ZodObject<typeof embeddingsSettings>>;

/** What is missing or not allowed, each by the setting that asks for it. */
export function checkEmbeddings(settings: Settings, context: z.RefinementCtx): void {
  const refuse = (name: keyof Settings, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  const names = ['EMBEDDINGS_BASE_URL', 'EMBEDDINGS_API_KEY', 'EMBEDDINGS_MODEL'] as const;
  const given = names.filter((name) => settings[name] !== undefined);
  if (given.length === 0) return;
  if (settings.EMBEDDINGS_DIR !== undefined) refuse('EMBEDDINGS_DIR', `stands beside ${given.join(' and ')}; set one or the other`); // prettier-ignore
  for (const name of names) {
    if (settings[name] === undefined) refuse(name, `is missing; an embedding model needs it with ${given.join(' and ')} (or unset these)`); // prettier-ignore
  }
  const url = settings.EMBEDDINGS_BASE_URL;
  const problem = url && clearTextProblem(url, 'EMBEDDINGS', settings.EMBEDDINGS_ALLOW_PRIVATE);
  if (problem) refuse('EMBEDDINGS_BASE_URL', problem);
}

/** The embedding model the settings ask for, if any. */
export function embeddingsConfig(settings: Settings): EmbeddingsConfig | undefined {
  const { EMBEDDINGS_BASE_URL: baseUrl, EMBEDDINGS_API_KEY: apiKey, EMBEDDINGS_MODEL: model } = settings;
  const { EMBEDDINGS_DIR: directory, EMBEDDINGS_QUERY_PREFIX: queryPrefix } = settings;
  if (directory !== undefined) return { directory, queryPrefix };
  if (baseUrl === undefined || apiKey === undefined || model === undefined) return undefined;
  return { baseUrl, apiKey, model, queryPrefix, queryMs: settings.EMBEDDINGS_QUERY_MS };
}
