import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** A package of this folder, or undefined when it is not installed here or does not load on this machine. */
export async function loadPeer<T>(name: string): Promise<T | undefined> {
  try {
    return (await import(pathToFileURL(require.resolve(name)).href)) as T;
  } catch {
    return undefined;
  }
}
