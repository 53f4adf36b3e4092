import { Generations } from './generations.js';
import { loadIndex, OtherIndex, saveIndex, type IndexSource } from './index-files.js';
import { buildIndex, type PolicyIndex } from './policy-index.js';

/** An index and where it came from; `doubt` says what was wrong with saved files that were not used. */
export type OpenedIndex = {
  readonly index: PolicyIndex;
  readonly origin: 'saved' | 'built';
  readonly doubt: string | null;
};

/** There is no sound saved index, and building was not allowed. */
export class NoSavedIndex extends Error {
  override readonly name = 'NoSavedIndex';
}

/**
 * Opens a saved index of this source, the current one first; damaged ones are passed over. When there is none it is built and saved.
 * An unwritable directory is no error: the index then lives in memory only.
 * @param directory holds the generations
 * @param mayBuild false where the twenty seconds of work would hold up answers
 * @throws NoSavedIndex
 */
export async function openIndex(
  directory: string,
  source: IndexSource,
  mayBuild = true,
): Promise<OpenedIndex> {
  const generations = new Generations(directory);
  const found = await load(generations, source);
  if (found.index !== undefined) {
    const doubt = [found.doubt, await tried(() => generations.use(found.name, found.damaged))].filter(
      Boolean,
    );
    return { index: found.index, origin: 'saved', doubt: doubt.join('; ') || null };
  }
  const { doubt, damaged } = found;
  if (!mayBuild) throw new NoSavedIndex(`no sound index of this corpus is saved: ${doubt}`);
  const index = await buildIndex(source.policy, source.data);
  const unsaved = await tried(async () => {
    // Another process that started with this one may have been quicker: its index is the same.
    const { name } = await load(generations, source);
    const made = name ?? (await generations.add(source.hash, (path) => saveIndex(path, index, source)));
    generations.use(made, damaged);
  });
  return { index, origin: 'built', doubt: unsaved ? `${doubt}; not saved: ${unsaved}` : doubt };
}

type Found = { readonly doubt: string | null; readonly damaged: readonly string[] } & (
  | { readonly index: PolicyIndex; readonly name: string }
  | { readonly index?: undefined; readonly name?: undefined }
);

async function load(generations: Generations, source: IndexSource): Promise<Found> {
  const damaged: string[] = [];
  let doubt: string | null = null;
  let other: string | null = null;
  for (const name of generations.list()) {
    try {
      return { index: await loadIndex(generations.path(name), source), name, doubt, damaged };
    } catch (error) {
      if (error instanceof OtherIndex) other ??= error.message;
      else {
        doubt ??= messageOf(error);
        damaged.push(name);
      }
    }
  }
  return { doubt: doubt ?? other ?? 'none is saved', damaged };
}

/** What went wrong, or undefined. */
async function tried(act: () => void | Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
