import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Tables } from '../tables.js';

/** Every table; one that is added to the schema must be added here to compile. */
const ALL: Readonly<Record<keyof Tables, true>> = {
  ...{ conversations: true, turns: true, answers: true, feedback: true, audit: true, audit_head: true },
  ...{ settings: true, messages: true, quotas: true, pseudonym_keys: true, buckets: true },
};
export const TABLES = Object.keys(ALL) as (keyof Tables)[];

const FORMAT = 1;
const headerSchema = z.object({
  suwenBackup: z.int(),
  /** The last migration of the database it was taken from. */
  migration: z.string(),
  at: z.iso.datetime(),
});
const rowSchema = z.tuple([z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.null()]))]);
const endSchema = z.object({ rows: z.record(z.string(), z.int()), sha256: z.string() });

export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupRow = readonly [table: keyof Tables, row: Readonly<Record<string, string | number | null>>];
export type BackupSummary = BackupHeader & { readonly rows: Readonly<Record<string, number>> };

/** A backup that cannot be used; the message says why and what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

// Rows go to the compressor in pieces of about this many characters; one at a time is several times slower.
const CHUNK = 64 * 1024;

/**
 * Writes rows as compressed lines of JSON: a header, the rows, and at the end how many there were of each table with the SHA-256 of all
 * before. A file that is cut anywhere has no end.
 */
export async function writeArchive(
  file: string,
  header: Omit<BackupHeader, 'suwenBackup'>,
  rows: AsyncIterable<BackupRow>,
): Promise<void> {
  const hash = createHash('sha256');
  async function* lines(): AsyncGenerator<string> {
    const counts: Record<string, number> = Object.fromEntries(TABLES.map((table) => [table, 0]));
    let chunk = `${JSON.stringify({ suwenBackup: FORMAT, ...header })}\n`;
    for await (const row of rows) {
      counts[row[0]] = (counts[row[0]] ?? 0) + 1;
      chunk += `${JSON.stringify(row)}\n`;
      if (chunk.length < CHUNK) continue;
      hash.update(chunk);
      yield chunk;
      chunk = '';
    }
    hash.update(chunk);
    yield `${chunk}${JSON.stringify({ rows: counts, sha256: hash.digest('hex') })}\n`;
  }
  // It holds what people asked: nobody else on the machine may read it.
  await pipeline(
    Readable.from(lines()),
    createGzip(),
    createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }),
  );
}

/** Reads a whole archive and checks it. @throws BackupError */
export async function checkArchive(file: string): Promise<BackupSummary> {
  const archive = readArchive(file);
  for (;;) {
    const next = await archive.next();
    if (next.done === true) return next.value;
  }
}

/** The rows of an archive; returns its summary when the end proved it whole. @throws BackupError when it is not */
export async function* readArchive(file: string): AsyncGenerator<BackupRow, BackupSummary> {
  const counts: Record<string, number> = Object.fromEntries(TABLES.map((table) => [table, 0]));
  const hash = createHash('sha256');
  let header: BackupHeader | undefined;
  let end: z.infer<typeof endSchema> | undefined;
  for await (const line of linesOf(file)) {
    if (end !== undefined) throw damaged(file, 'something follows its end');
    const value = parse(file, line);
    if (header === undefined) {
      header = headerOf(file, value);
    } else if (!Array.isArray(value)) {
      end = endSchema.safeParse(value).data;
      if (end === undefined) throw damaged(file, 'a line is no row');
      continue;
    } else {
      const row = rowOf(file, value);
      counts[row[0]] = (counts[row[0]] ?? 0) + 1;
      yield row;
    }
    hash.update(`${line}\n`);
  }
  if (header === undefined || end === undefined) throw damaged(file, 'it has no end');
  return conclude(file, header, counts, end, hash);
}

function conclude(
  file: string,
  header: BackupHeader,
  counts: Readonly<Record<string, number>>,
  end: z.infer<typeof endSchema>,
  hash: Hash,
): BackupSummary {
  if (end.sha256 !== hash.digest('hex')) throw damaged(file, 'its content does not match its hash');
  const wrong = TABLES.find((table) => (end.rows[table] ?? 0) !== counts[table]);
  if (wrong !== undefined)
    throw damaged(file, `it has ${counts[wrong]} rows of ${wrong}, not ${end.rows[wrong]}`);
  return { ...header, rows: counts };
}

function headerOf(file: string, value: unknown): BackupHeader {
  const header = headerSchema.safeParse(value).data;
  if (header === undefined) throw damaged(file, 'it is no backup of this program');
  if (header.suwenBackup !== FORMAT)
    throw new BackupError(
      `${file} has format ${header.suwenBackup}, this program reads ${FORMAT}. Use the version that wrote it.`,
    );
  return header;
}

function rowOf(file: string, value: unknown): BackupRow {
  const [given, row] = rowSchema.safeParse(value).data ?? [];
  const table = TABLES.find((name) => name === given);
  if (table === undefined || row === undefined) throw damaged(file, 'a line is no row of a known table');
  return [table, row];
}

function parse(file: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged(file, 'a line is not JSON');
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const text = createGunzip();
  const reading = pipeline(createReadStream(file), text).catch(() => undefined); // reading the text fails with it
  let rest = '';
  try {
    for await (const chunk of text.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw damaged(file, error instanceof Error ? error.message : 'it cannot be read');
  }
  await reading;
  if (rest !== '') throw damaged(file, 'its last line is cut');
}

function damaged(file: string, problem: string): BackupError {
  return new BackupError(`${file} cannot be trusted: ${problem}. Use another backup.`);
}
