import { chmodSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Policy } from '../domain/policy.js';
import { flush } from './flush.js';
import { GramTable } from './gram-table.js';
import { HashedNgramEmbeddings } from './hashed-embeddings.js';
import { HnswVectorStore } from './hnsw-vector-store.js';
import { LinearClassifier } from './linear-classifier.js';
import { DIMENSIONS, questionDocuments, type PolicyIndex } from './policy-index.js';
import type { QuestionData } from './question-data.js';
import { readHashed } from './read-hashed.js';
import { LINKS, MODEL_NAMES, modelShapes, type Models } from './train-models.js';
import { Vocabulary } from './vocabulary.js';

/** Raise it whenever the files' layout or the training changes: older files are then rebuilt. */
const FORMAT = 14;
const FILES = { vectors: 'vectors.hnsw', vocabulary: 'vocabulary.bin', models: 'models.bin' } as const;
const MANIFEST = 'manifest.json';
// An n-gram and its weight.
const VOCABULARY_BYTES = 3 * Uint16Array.BYTES_PER_ELEMENT + Float32Array.BYTES_PER_ELEMENT;

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
  const checked = (name: keyof typeof FILES, keep = true) => readChecked(directory, name, manifest, keep);
  const vocabulary = readVocabulary(await checked('vocabulary'));
  const embeddings = new HashedNgramEmbeddings(vocabulary, DIMENSIONS);
  const count = data.questions.length + data.negatives.length;
  const expected = { embedder: embeddings.id, dimensions: DIMENSIONS, count };
  for (const [key, value] of Object.entries(expected)) {
    const found = manifest[key as keyof typeof expected];
    if (found !== value) throw new OtherIndex(`${MANIFEST}: ${key} is ${found}, expected ${value}`);
  }
  const models = readModels(await checked('models'), policy, vocabulary.size);
  // The library reads the file itself: here it is only checked, a piece at a time.
  await checked('vectors', false);
  const store = new HnswVectorStore(embeddings, DIMENSIONS, {
    path: join(directory, FILES.vectors),
    documents: questionDocuments(data),
  });
  if (store.size !== count)
    throw new Error(`${FILES.vectors} holds ${store.size} vectors, expected ${count}`);
  return { vocabulary, embeddings, store, models };
}

/** @throws Error when the file is not the one in the manifest */
async function readChecked(
  directory: string,
  name: keyof typeof FILES,
  manifest: Manifest,
  keep: boolean,
): Promise<ArrayBuffer> {
  const { sha256, bytes } = await readHashed(join(directory, FILES[name]), keep);
  if (sha256 !== manifest.sha256[name])
    throw new Error(`${FILES[name]} does not match its hash in ${MANIFEST}`);
  return bytes;
}

/** The weights, then the n-grams, three units each. */
function readVocabulary(bytes: ArrayBuffer): Vocabulary {
  const size = bytes.byteLength / VOCABULARY_BYTES;
  const weights = new Float32Array(bytes, 0, size);
  return Vocabulary.from(GramTable.from(new Uint16Array(bytes, weights.byteLength)), weights.slice());
}

function writeVocabulary(path: string, { table, idf }: Vocabulary): void {
  writeFileSync(path, Buffer.concat([bytesOf(idf), bytesOf(table.units)]));
}

/** What the steps of all models are worth, then the steps. */
function readModels(bytes: ArrayBuffer, policy: Policy, features: number): Models {
  const shapes = modelShapes(policy, features);
  const rows = MODEL_NAMES.reduce((sum, name) => sum + shapes[name][0], 0);
  const cells = MODEL_NAMES.reduce((sum, name) => sum + shapes[name][0] * shapes[name][1], 0);
  const scales = new Float32Array(bytes, 0, rows);
  const steps = new Int16Array(bytes, scales.byteLength, cells);
  let [row, cell] = [0, 0];
  const next = (name: (typeof MODEL_NAMES)[number]): LinearClassifier => {
    const [own, classes] = shapes[name];
    return new LinearClassifier(
      classes,
      scales.subarray(row, (row += own)),
      steps.subarray(cell, (cell += own * classes)),
      LINKS[name],
    );
  };
  return Object.fromEntries(MODEL_NAMES.map((name) => [name, next(name)])) as Models;
}

function writeModels(path: string, models: Models): void {
  const all = MODEL_NAMES.map((name) => models[name]);
  writeFileSync(
    path,
    Buffer.concat([...all.map(({ scales }) => bytesOf(scales)), ...all.map(({ steps }) => bytesOf(steps))]),
  );
}

/**
 * Writes an index into a directory that nobody reads yet, flushed to disk, and reads it back: on a full disk the native library says
 * that it wrote what it did not.
 */
export async function saveIndex(directory: string, index: PolicyIndex, source: IndexSource): Promise<void> {
  const { vocabulary, models } = index;
  const files: Readonly<Record<keyof typeof FILES, (path: string) => void>> = {
    vectors: (path) => index.store.save(path),
    vocabulary: (path) => writeVocabulary(path, vocabulary),
    models: (path) => writeModels(path, models),
  };
  const hashOf = (name: keyof typeof FILES) => place(directory, FILES[name], files[name]);
  const manifest: Manifest = {
    format: FORMAT,
    sourceHash: source.hash,
    embedder: index.embeddings.id,
    dimensions: DIMENSIONS,
    count: source.data.questions.length + source.data.negatives.length,
    sha256: {
      vectors: await hashOf('vectors'),
      vocabulary: await hashOf('vocabulary'),
      models: await hashOf('models'),
    },
  };
  await place(directory, MANIFEST, (path) => writeFileSync(path, JSON.stringify(manifest, null, 2)));
  await loadIndex(directory, source);
}

/** Writes a file that is never written again. Returns its SHA-256. */
async function place(directory: string, name: string, write: (path: string) => void): Promise<string> {
  const path = join(directory, name);
  write(path);
  chmodSync(path, 0o444);
  flush(path);
  return (await readHashed(path, false)).sha256;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int16Array | Uint16Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
