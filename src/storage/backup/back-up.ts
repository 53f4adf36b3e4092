import { existsSync, renameSync, rmSync } from 'node:fs';
import { BackupError, checkArchive, writeArchive, type BackupSummary } from './archive.js';
import { openSnapshot, type DatabasePlace } from './snapshot.js';

/** Writes all that is remembered to a file, reads it back, and only then gives it its name. The service may run. */
export async function backUp(place: DatabasePlace, file: string): Promise<BackupSummary> {
  if (existsSync(file))
    throw new BackupError(`${file} exists. Choose another name: backups are not overwritten.`);
  const aside = `${file}.${process.pid}.tmp`;
  const snapshot = await openSnapshot(place);
  try {
    const header = { migration: snapshot.migration, at: new Date().toISOString() };
    await writeArchive(aside, header, snapshot.rows());
    const summary = await checkArchive(aside);
    renameSync(aside, file);
    return summary;
  } finally {
    rmSync(aside, { force: true });
    await snapshot.close();
  }
}
