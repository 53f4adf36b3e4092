import { existsSync, readFileSync, statSync } from 'node:fs';
import { CaseError } from './cases.js';

/** Reads a file that somebody named. @throws CaseError with the remedy where there is none */
export function readInput(file: string): string {
  if (!existsSync(file)) throw new CaseError(`${file}: no such file. Give the path of one that exists.`);
  if (!statSync(file).isFile()) throw new CaseError(`${file}: is no file. Give the path of a file.`);
  return readFileSync(file, 'utf8');
}
