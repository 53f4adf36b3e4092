import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Policy } from '../domain/policy.js';
import { HashedNgramEmbeddings } from './hashed-embeddings.js';
import { HnswVectorStore } from './hnsw-vector-store.js';
import { LinearClassifier } from './linear-classifier.js';
import { buildIndex, DIMENSIONS, questionDocuments, type PolicyIndex } from './policy-index.js';
import type { QuestionData } from './question-data.js';
import { LINKS, MODEL_NAMES, modelShapes, type Models } from './train-models.js';
import { Vocabulary } from './vocabulary.js';

/** Raise it whenever the files' layout or the training changes: older files are then rebuilt. */
const FORMAT = 11;
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

/** An index and where it came from; `doubt` says why saved files were not used. */
export type OpenedIndex = {
  readonly index: PolicyIndex;
  readonly origin: 'saved' | 'built';
  readonly doubt: string | null;
};

/**
 * Opens the index saved in a directory, or builds and saves it when there is none or there is any doubt about it.
 * The native library crashes on a damaged file, so every byte is checked against the manifest before it sees one.
 * An unwritable directory is no error: the index then lives in memory only.
 */
export async function openIndex(
  directory: string,
  policy: Policy,
  data: QuestionData,
  sourceHash: string,
): Promise<OpenedIndex> {
  const count = data.questions.length + data.negatives.length;
  let doubt: string;
  try {
    return { index: load(directory, policy, data, sourceHash, count), origin: 'saved', doubt: null };
  } catch (error) {
    doubt = error instanceof Error ? error.message : String(error);
  }
  const index = await buildIndex(policy, data);
  try {
    save(directory, index, sourceHash, count);
  } catch (error) {
    doubt += `; not saved: ${error instanceof Error ? error.message : String(error)}`;
  }
  return { index, origin: 'built', doubt };
}

function load(
  directory: string,
  policy: Policy,
  data: QuestionData,
  sourceHash: string,
  count: number,
): PolicyIndex {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(directory, MANIFEST), 'utf8')));
  const bytes = readChecked(directory, manifest);
  const saved = z
    .object({ grams: z.array(z.string()), idf: z.array(z.number()) })
    .parse(JSON.parse(bytes.vocabulary.toString('utf8')));
  const vocabulary = Vocabulary.from(saved.grams, Float32Array.from(saved.idf));
  const embeddings = new HashedNgramEmbeddings(vocabulary, DIMENSIONS);
  const expected = { sourceHash, embedder: embeddings.id, dimensions: DIMENSIONS, count };
  for (const [key, value] of Object.entries(expected)) {
    const found = manifest[key as keyof typeof expected];
    if (found !== value) throw new Error(`${MANIFEST}: ${key} is ${found}, expected ${value}`);
  }
  const models = readModels(bytes.models, policy, vocabulary.size);
  const store = new HnswVectorStore(embeddings, DIMENSIONS, {
    path: join(directory, FILES.vectors),
    documents: questionDocuments(data),
  });
  return { vocabulary, embeddings, store, models };
}

function readChecked(directory: string, manifest: Manifest): Readonly<Record<keyof typeof FILES, Buffer>> {
  const read = (name: keyof typeof FILES): Buffer => {
    const bytes = readFileSync(join(directory, FILES[name]));
    if (sha256(bytes) !== manifest.sha256[name])
      throw new Error(`${FILES[name]} does not match its hash in ${MANIFEST}`);
    return bytes;
  };
  return { vectors: read('vectors'), vocabulary: read('vocabulary'), models: read('models') };
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

function save(directory: string, index: PolicyIndex, sourceHash: string, count: number): void {
  mkdirSync(directory, { recursive: true });
  rmSync(join(directory, MANIFEST), { force: true }); // a crash from here on leaves no manifest, so nothing half-written is trusted
  const hashes = {
    vectors: place(directory, FILES.vectors, (path) => index.store.save(path)),
    vocabulary: place(directory, FILES.vocabulary, (path) =>
      writeFileSync(path, JSON.stringify({ grams: index.vocabulary.grams, idf: [...index.vocabulary.idf] })),
    ),
    models: place(directory, FILES.models, (path) =>
      writeFileSync(path, Buffer.concat(MODEL_NAMES.map((name) => bytesOf(index.models[name].weights)))),
    ),
  };
  const manifest: Manifest = {
    format: FORMAT,
    sourceHash,
    embedder: index.embeddings.id,
    dimensions: DIMENSIONS,
    count,
    sha256: hashes,
  };
  place(directory, MANIFEST, (path) => writeFileSync(path, JSON.stringify(manifest, null, 2)));
}

/** Writes aside, flushes to disk, renames. Returns the SHA-256 of the file. */
function place(directory: string, name: string, write: (path: string) => void): string {
  const aside = join(directory, `${name}.${process.pid}.tmp`);
  write(aside);
  const file = openSync(aside, 'r');
  fsyncSync(file);
  closeSync(file);
  const hash = sha256(readFileSync(aside));
  renameSync(aside, join(directory, name));
  return hash;
}

function bytesOf(weights: Float32Array): Buffer {
  return Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
