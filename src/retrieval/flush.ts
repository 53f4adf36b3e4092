import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Waits until a file, or a directory's names, are on the disk: before that a power cut can lose or reorder them. */
export function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
