import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { flush } from './flush.js';

const POINTER = 'current';
// The beginning of the source's hash, and a part by chance: two processes that build at once never share a directory.
const NAME = /^[0-9a-f]{16}-[0-9a-f]{8}$/u;
const ASIDE = /^\.tmp-(?<host>.+)-(?<pid>\d+)-[0-9a-f]{8}$/u;
// Another process may be about to point at what nothing points at yet; that takes it milliseconds.
const UNUSED_MS = 10 * 60 * 1000;

type Pointer = { readonly current: string | undefined; readonly previous: string | undefined };

/**
 * Directories that are written once, under a name of their own, and never changed: DATA_DIR/index/<source>-<chance>/. The file
 * `current` names the one in use and the one before, on a line each.
 */
export class Generations {
  constructor(private readonly root: string) {}

  /** All there are, the current first, then the one before. */
  list(): readonly string[] {
    const { current, previous } = this.#pointer();
    const there = new Set(names(this.root).filter((name) => NAME.test(name)));
    const first = [current, previous].filter((name) => name !== undefined && there.has(name)) as string[];
    return [...new Set([...first, ...[...there].toSorted()])];
  }

  path(name: string): string {
    return join(this.root, name);
  }

  /** Writes a generation aside and gives it its name when it is whole. Nothing points to it yet. */
  async add(sourceHash: string, write: (directory: string) => Promise<void>): Promise<string> {
    mkdirSync(this.root, { recursive: true });
    const chance = randomBytes(4).toString('hex');
    const aside = this.path(`.tmp-${hostname()}-${process.pid}-${chance}`);
    mkdirSync(aside);
    try {
      await write(aside);
      flush(aside);
      const name = `${sourceHash.slice(0, 16).padStart(16, '0')}-${chance}`;
      renameSync(aside, this.path(name));
      flush(this.root);
      return name;
    } catch (error) {
      rmSync(aside, { recursive: true, force: true });
      throw error;
    }
  }

  /** Makes a generation the current one; the one before is kept unless it is among the damaged. */
  use(name: string, damaged: readonly string[] = []): void {
    const { current, previous } = this.#pointer();
    if (current !== name) {
      const before = [current, previous].find(
        (one) => one !== undefined && one !== name && !damaged.includes(one),
      );
      const aside = this.path(`${POINTER}.${process.pid}.tmp`);
      writeFileSync(aside, `${name}\n${before ?? ''}\n`);
      flush(aside);
      renameSync(aside, this.path(POINTER));
      flush(this.root);
    }
    this.#prune();
  }

  /** What nothing points to is removed after a while, what a killed process left half written at once. */
  #prune(): void {
    const { current, previous } = this.#pointer();
    for (const name of names(this.root)) {
      const isOurs = NAME.test(name) ? name !== current && name !== previous : ASIDE.test(name);
      if (isOurs && (isAbandoned(name) || ageOf(this.path(name)) > UNUSED_MS))
        rmSync(this.path(name), { recursive: true, force: true });
    }
  }

  #pointer(): Pointer {
    try {
      const [current, previous] = readFileSync(this.path(POINTER), 'utf8').split('\n');
      return { current: nameIn(current), previous: nameIn(previous) };
    } catch {
      return { current: undefined, previous: undefined };
    }
  }
}

function nameIn(line: string | undefined): string | undefined {
  return line !== undefined && NAME.test(line) ? line : undefined;
}

function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Half written by a process of this machine that is gone. */
function isAbandoned(name: string): boolean {
  const { host, pid } = ASIDE.exec(name)?.groups ?? {};
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // somebody removed it just now
  }
}
