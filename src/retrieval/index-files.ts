import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Policy } from '../domain/policy.js';
import { Familiarity } from './familiarity.js';
import { flush } from './flush.js';
import { HashedNgramEmbeddings } from './hashed-embeddings.js';
import { HnswVectorStore } from './hnsw-vector-store.js';
import { LinearClassifier } from './linear-classifier.js';
import { DIMENSIONS, questionDocuments, type PolicyIndex } from './policy-index.js';
import type { QuestionData } from './question-data.js';
import { LINKS, MODEL_NAMES, modelShapes, type Models } from './train-models.js';
import { Vocabulary } from './vocabulary.js';

/** Raise it whenever the files' layout or the training changes: older files are then rebuilt. */
const FORMAT = 13;
const FILES = { vectors: 'vectors.hnsw', vocabulary: 'vocabulary.json', models: 'models.bin' } as const;
const MANIFEST = 'manifest.json';

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** Of everything the index was built from: the canonical text and the question data. */
  sourceHash: z.string(),
  embedder: z.string(),
  dimensions: z.int(),
  count: z.int(),
  sha256: z.record(z.enum(['vectors', 'vocabulary', 'models']), z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;

/** Sound files, perhaps, but of another text, format or embedder. */
export class OtherIndex extends Error {
  override readonly name = 'OtherIndex';
}

/** What an index belongs to. */
export type IndexSource = {
  readonly policy: Policy;
  readonly data: QuestionData;
  /** SHA-256 (hex) of everything the index is built from. */
  readonly hash: string;
};

/**
 * Reads an index that {@link saveIndex} wrote. The native library crashes on a damaged file, and on some answers wrongly, so every
 * byte is checked against the manifest before it sees one.
 * @throws OtherIndex when the files were made of something else; any other error means that they are damaged
 */
export async function loadIndex(
  directory: string,
  { policy, data, hash: sourceHash }: IndexSource,
): Promise<PolicyIndex> {
  const written: unknown = JSON.parse(await readFile(join(directory, MANIFEST), 'utf8'));
  const { format } = z.object({ format: z.int() }).parse(written);
  if (format !== FORMAT) throw new OtherIndex(`${MANIFEST}: format is ${format}, expected ${FORMAT}`);
  const manifest = manifestSchema.parse(written);
  if (manifest.sourceHash !== sourceHash)
    throw new OtherIndex(`${MANIFEST}: sourceHash is ${manifest.sourceHash}, expected ${sourceHash}`);
  const bytes = await readChecked(directory, manifest);
  const saved = z
    .object({ grams: z.array(z.string()), idf: z.array(z.number()) })
    .parse(JSON.parse(bytes.vocabulary.toString('utf8')));
  const vocabulary = Vocabulary.from(saved.grams, Float32Array.from(saved.idf));
  const embeddings = new HashedNgramEmbeddings(vocabulary, DIMENSIONS);
  const count = data.questions.length + data.negatives.length;
  const expected = { embedder: embeddings.id, dimensions: DIMENSIONS, count };
  for (const [key, value] of Object.entries(expected)) {
    const found = manifest[key as keyof typeof expected];
    if (found !== value) throw new OtherIndex(`${MANIFEST}: ${key} is ${found}, expected ${value}`);
  }
  const models = readModels(bytes.models, policy, vocabulary.size);
  const store = new HnswVectorStore(embeddings, DIMENSIONS, {
    path: join(directory, FILES.vectors),
    documents: questionDocuments(data),
  });
  if (store.size !== count)
    throw new Error(`${FILES.vectors} holds ${store.size} vectors, expected ${count}`);
  return { vocabulary, embeddings, store, models, familiarity: new Familiarity(policy, data) };
}

async function readChecked(
  directory: string,
  manifest: Manifest,
): Promise<Readonly<Record<keyof typeof FILES, Buffer>>> {
  const read = async (name: keyof typeof FILES): Promise<Buffer> => {
    const bytes = await readFile(join(directory, FILES[name]));
    if (sha256(bytes) !== manifest.sha256[name])
      throw new Error(`${FILES[name]} does not match its hash in ${MANIFEST}`);
    return bytes;
  };
  return {
    vectors: await read('vectors'),
    vocabulary: await read('vocabulary'),
    models: await read('models'),
  };
}

function readModels(bytes: Buffer, policy: Policy, features: number): Models {
  const shapes = modelShapes(policy, features);
  const copy = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  Buffer.from(copy.buffer).set(bytes);
  let offset = 0;
  const next = (name: (typeof MODEL_NAMES)[number]): LinearClassifier => {
    const [rows, classes] = shapes[name];
    const length = rows * classes;
    if (offset + length > copy.length) throw new Error(`${FILES.models} is too short for model ${name}`);
    offset += length;
    return new LinearClassifier(classes, copy.subarray(offset - length, offset), LINKS[name]);
  };
  return Object.fromEntries(MODEL_NAMES.map((name) => [name, next(name)])) as Models;
}

/**
 * Writes an index into a directory that nobody reads yet, flushed to disk, and reads it back: on a full disk the native library says
 * that it wrote what it did not.
 */
export async function saveIndex(directory: string, index: PolicyIndex, source: IndexSource): Promise<void> {
  const { vocabulary, models } = index;
  const files: Readonly<Record<keyof typeof FILES, (path: string) => void>> = {
    vectors: (path) => index.store.save(path),
    vocabulary: (path) =>
      writeFileSync(path, JSON.stringify({ grams: vocabulary.grams, idf: [...vocabulary.idf] })),
    models: (path) =>
      writeFileSync(path, Buffer.concat(MODEL_NAMES.map((name) => bytesOf(models[name].weights)))),
  };
  const hashOf = (name: keyof typeof FILES) => place(directory, FILES[name], files[name]);
  const manifest: Manifest = {
    format: FORMAT,
    sourceHash: source.hash,
    embedder: index.embeddings.id,
    dimensions: DIMENSIONS,
    count: source.data.questions.length + source.data.negatives.length,
    sha256: { vectors: hashOf('vectors'), vocabulary: hashOf('vocabulary'), models: hashOf('models') },
  };
  place(directory, MANIFEST, (path) => writeFileSync(path, JSON.stringify(manifest, null, 2)));
  await loadIndex(directory, source);
}

/** Writes a file that is never written again. Returns its SHA-256. */
function place(directory: string, name: string, write: (path: string) => void): string {
  const path = join(directory, name);
  write(path);
  chmodSync(path, 0o444);
  flush(path);
  return sha256(readFileSync(path));
}

function bytesOf(weights: Float32Array): Buffer {
  return Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
