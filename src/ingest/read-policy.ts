import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { PolicyError } from '../domain/errors.js';
import type { FoundMetadata } from '../domain/find-metadata.js';
import { cleanLines } from '../domain/read-lines.js';
import { understandPolicy, type Understanding } from '../domain/understand-policy.js';
import { POLICY_ID } from '../library/shelved-policy.js';
import { checkText } from './check-text.js';
import type { DocumentReader } from './document-reader.js';
import { FILE_BYTES } from './limits.js';
import { Refusal } from './refusal.js';

/** What a person says of a document, which goes before what is found in it. */
export type Given = Partial<Pick<FoundMetadata, 'title' | 'documentNumber' | 'issuer' | 'issuedOn'>> & {
  readonly id?: string;
};
export type ReadPolicy = { readonly understanding: Understanding; readonly bytes: Buffer; readonly name: string }; // prettier-ignore

/** Reads a file and understands it as a policy. @throws Error of one line that names the file, what is wrong and what to do */
export async function readPolicyFile(
  file: string,
  given: Given,
  reader: DocumentReader,
): Promise<ReadPolicy> {
  const name = basename(file);
  try {
    const bytes = readBytes(file);
    const { lines, notes } = await reader.read(name, bytes);
    checkText(lines);
    const { id = idFor(name, bytes), ...metadata } = given;
    const understanding = understandPolicy(cleanLines(lines.join('\n'), name), name, { ...metadata, id });
    return {
      understanding: { ...understanding, doubts: [...notes, ...understanding.doubts] },
      bytes,
      name,
    };
  } catch (error) {
    if (error instanceof Refusal)
      throw new Error(`${name}: refused: ${oneLine(error.message)}`, { cause: error });
    if (error instanceof PolicyError) throw new Error(oneLine(error.message), { cause: error });
    throw error;
  }
}

/** Checks what the path leads to before a byte is read: devices, pipes and folders never end or are no document. */
function readBytes(file: string): Buffer {
  let path: string;
  try {
    path = realpathSync(file);
  } catch {
    throw new Refusal('there is no such file', 'Check the path.');
  }
  const { size, isFile } = ((stats) => ({ size: stats.size, isFile: stats.isFile() }))(statSync(path));
  if (!isFile) throw new Refusal('it is not a file', 'Name the documents themselves.');
  if (size > FILE_BYTES)
    throw new Refusal(
      `it is larger than ${FILE_BYTES / 2 ** 20} MiB`,
      'Take the pictures out, or save it as text.',
    );
  return readFileSync(path);
}

/** The file's name when it can be an address, else one made from its contents. */
function idFor(name: string, bytes: Buffer): string {
  const stem = basename(name, extname(name)).toLowerCase().replace(/[_\s.]+/gu, '-'); // prettier-ignore
  return POLICY_ID.test(stem) ? stem : `doc-${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}`;
}

/** What documents say of themselves must not move a terminal's cursor or begin a new line. */
function oneLine(message: string): string {
  return message.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}
