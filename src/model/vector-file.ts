import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const FORMAT = 1;

const header = z.object({
  format: z.literal(FORMAT),
  model: z.string(),
  dimensions: z.int().min(1),
  /** Hashes of the texts, in the order of their vectors. */
  keys: z.array(z.string()),
  /** Of the bytes after the header. */
  sha256: z.string(),
});

/** One line of JSON, then the numbers. Nothing when the file is another model’s, damaged or not there. */
export function readVectors(file: string, model: string): Map<string, number[]> | undefined {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf('\n');
    const { dimensions, keys, ...said } = header.parse(JSON.parse(bytes.subarray(0, end).toString('utf8')));
    const body = bytes.subarray(end + 1);
    const isRight = said.model === model && said.sha256 === sha256(body) && body.length === keys.length * dimensions * 4; // prettier-ignore
    if (!isRight) return undefined;
    const numbers = new Float32Array(body.length / 4);
    Buffer.from(numbers.buffer).set(body);
    return new Map(keys.map((key, i) => [key, [...numbers.subarray(i * dimensions, (i + 1) * dimensions)]]));
  } catch {
    return undefined; // made again from the texts, whatever it was
  }
}

/** Written aside, flushed and renamed. A directory that cannot be written is no error: the vectors are then made again next time. */
export function writeVectors(
  file: string,
  model: string,
  vectors: ReadonlyMap<string, readonly number[]>,
): void {
  const [first = []] = vectors.values();
  const body = Buffer.from(Float32Array.from([...vectors.values()].flat()).buffer);
  const line = JSON.stringify({ format: FORMAT, model, dimensions: first.length, keys: [...vectors.keys()], sha256: sha256(body) }); // prettier-ignore
  const aside = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(aside, Buffer.concat([Buffer.from(`${line}\n`), body]));
    const descriptor = openSync(aside, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(aside, file);
  } catch {
    // In memory they are all the same.
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
