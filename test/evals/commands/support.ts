import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { readOptions, type Options } from '../../../evals/options.js';

/** What npm run evals makes of these words. */
export const optionsOf = (...args: string[]): Options => readOptions(args);

/** A folder of its own for each test, and what the test wrote to the terminal. */
export function workbench(): { path(name: string): string; said(): string; complained(): string } {
  let directory = '';
  const out: string[] = [];
  const err: string[] = [];
  const keep = (list: string[]) => (text: string | Uint8Array) => list.push(String(text)) > 0;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'suwen-evals-'));
    vi.spyOn(process.stdout, 'write').mockImplementation(keep(out));
    vi.spyOn(process.stderr, 'write').mockImplementation(keep(err));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    out.length = 0;
    err.length = 0;
    rmSync(directory, { recursive: true });
  });
  return { path: (name) => join(directory, name), said: () => out.join(''), complained: () => err.join('') };
}
