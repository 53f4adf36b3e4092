import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { parseShelved, POLICY_ID, type ShelvedPolicy } from './shelved-policy.js';

const POLICY_FILE = 'policy.json';
const LOCK = '.lock';
/** A folder made aside is its maker's alone; the service may run as another user. */
export const READABLE = 0o755;

/** What stands on the shelf: the newest version of each policy by id, and what could not be read. */
export type Shelf = { readonly policies: readonly ShelvedPolicy[]; readonly doubts: readonly string[] };

/** Reads the newest readable version of every policy. A damaged one is left out and named; an older version is not put in its place. */
export function readShelf(directory: string): Shelf {
  const doubts: string[] = [];
  const policies = idsOn(directory).flatMap((id) => {
    const version = versionsOf(directory, id).at(-1);
    if (version === undefined) return [];
    try {
      return [readShelved(directory, id, version)];
    } catch (error) {
      const why = (error instanceof Error ? error.message : String(error)).split('\n')[0];
      doubts.push(`${id} version ${version} is damaged and left out (${why}). Ingest it again.`);
      return [];
    }
  });
  return { policies, doubts };
}

function readShelved(directory: string, id: string, version: number): ShelvedPolicy {
  return parseShelved(readFileSync(join(directory, id, String(version), POLICY_FILE), 'utf8'));
}

/** The versions of a policy, oldest first. */
export function versionsOf(directory: string, id: string): number[] {
  return entries(join(directory, id)).filter((name) => /^[1-9]\d{0,5}$/u.test(name)).map(Number).toSorted((a, b) => a - b); // prettier-ignore
}

function idsOn(directory: string): string[] {
  return entries(directory).filter((name) => POLICY_ID.test(name)).toSorted(); // prettier-ignore
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** Puts a policy on the shelf with the file it came from: both are written aside and appear together, or not at all. */
export function putOnShelf(directory: string, policy: ShelvedPolicy, source: Uint8Array): void {
  const aside = mkdtempSync(join(directory, '.incoming-'));
  try {
    writeFlushed(join(aside, `source${extname(policy.source.name).toLowerCase()}`), source);
    writeFlushed(join(aside, POLICY_FILE), JSON.stringify(policy));
    chmodSync(aside, READABLE);
    flush(aside);
    mkdirSync(join(directory, policy.id), { recursive: true });
    renameSync(aside, join(directory, policy.id, String(policy.version)));
    flush(join(directory, policy.id));
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
}

/** Takes a policy off the shelf with all its versions. @returns whether there was one */
export function takeOffShelf(directory: string, id: string): boolean {
  if (!POLICY_ID.test(id) || !existsSync(join(directory, id))) return false;
  const aside = mkdtempSync(join(directory, '.removed-'));
  renameSync(join(directory, id), join(aside, id)); // gone at once; a crash after this leaves only rubbish
  rmSync(aside, { recursive: true });
  return true;
}

/**
 * Runs one change of the shelf at a time, and clears what an earlier run that was killed left behind.
 * @throws Error when another program is changing the shelf
 */
export async function withShelfLocked<T>(directory: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(directory, { recursive: true });
  const lock = join(directory, LOCK);
  takeLock(lock);
  try {
    for (const name of readdirSync(directory)) {
      if (/^\.(?:incoming|removed)-/u.test(name)) rmSync(join(directory, name), { recursive: true });
    }
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): void {
  for (const isRetry of [false, true]) {
    try {
      const file = openSync(lock, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(lock, 'utf8'));
      if (isRetry || isRunning(holder))
        throw new Error(`Process ${holder} is changing the library (${lock}). Wait until it has ended.`, { cause: error }); // prettier-ignore
      rmSync(lock, { force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Writes a file and has it on the disk before it counts. */
export function writeFlushed(path: string, data: string | Uint8Array): void {
  writeFileSync(path, data);
  flush(path);
}

export function flush(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
