import { watch } from 'node:fs';
import { join } from 'node:path';

// An editor writes a file in several steps, a copy writes several files: act when they have been quiet.
const QUIET_MS = 1000;

/** Calls when files in the folders of a root changed. @returns what stops it */
export function watchFiles(root: string, folders: readonly string[], act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(act, QUIET_MS);
  };
  const watchers = folders.map((folder) => watch(join(root, folder), changed));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
