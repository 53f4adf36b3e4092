import { parseArgs } from 'node:util';
import { backUp } from '../storage/backup/back-up.js';
import { restore } from '../storage/backup/restore.js';
import type { BackupSummary } from '../storage/backup/archive.js';
import type { DatabasePlace } from '../storage/backup/snapshot.js';

type Print = (text: string) => void;

/** `backup FILE` */
export async function backupCommand(
  words: readonly string[],
  place: DatabasePlace,
  print: Print,
): Promise<void> {
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) throw new Error('Name one file: npm run backup -- suwen.backup');
  print(`${file}: written and read back. ${describe(await backUp(place, file))}`);
}

/** `restore FILE [--replace]` */
export async function restoreCommand(
  words: readonly string[],
  place: DatabasePlace,
  print: Print,
): Promise<void> {
  const options = { replace: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new Error('Name one file: npm run restore -- suwen.backup');
  const restored = await restore(place, file, values.replace);
  print(`${file}: restored. ${describe(restored)}`);
  if (restored.brokenAt !== null)
    print(
      `The audit log was not whole when the backup was taken: event ${restored.brokenAt} does not follow from the one before.`,
    );
}

function describe({ at, migration, rows }: BackupSummary): string {
  const counts = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  return `Taken ${at} at schema ${migration}: ${counts.join(', ')}.`;
}
