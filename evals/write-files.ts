import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes files into a folder: all are written aside first and then renamed, so that none is ever half there. @returns their paths */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): string[] {
  const plans = Object.entries(files).map(([name, text]) => {
    const path = join(directory, name);
    return { path, aside: `${path}.${process.pid}.tmp`, text };
  });
  try {
    for (const { path, aside, text } of plans) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(aside, text);
    }
    for (const { path, aside } of plans) renameSync(aside, path);
  } finally {
    for (const { aside } of plans) rmSync(aside, { force: true });
  }
  return plans.map(({ path }) => path);
}
