import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { join } from 'node:path';
import type { Random } from './questions.js';

const PAGE = 4096;
// The header of the vectors, where a wrong bit is worst.
const HEADER = 96;

/** What can happen to a file: to bits, to its length, to its place. */
const DAMAGES: Readonly<Record<string, (file: string, files: readonly string[], random: Random) => void>> = {
  flip: (file, _, random) => change(file, (bytes) => flip(bytes, random.below(bytes.length), random)),
  flipHeader: (file, _, random) => change(file, (bytes) => flip(bytes, random.below(Math.min(HEADER, bytes.length)), random)), // prettier-ignore
  page: (file, _, random) =>
    change(file, (bytes) => {
      const at = random.below(bytes.length);
      for (let i = at; i < Math.min(at + PAGE, bytes.length); i += 1) bytes[i] = random.below(256);
    }),
  truncate: (file, _, random) => truncateSync(file, random.below(statSync(file).size)),
  empty: (file) => truncateSync(file, 0),
  append: (file) => writeFileSync(file, 'x', { flag: 'a' }),
  zero: (file) => change(file, (bytes) => void bytes.fill(0)),
  remove: (file) => rmSync(file),
  directory: (file) => {
    rmSync(file);
    mkdirSync(file);
  },
  swap: (file, files, random) => {
    const other = random.pick(files);
    renameSync(file, `${file}.aside`);
    if (other !== file) renameSync(other, file);
    renameSync(`${file}.aside`, other);
  },
  permission: (file) => chmodSync(file, 0o000),
  json: (file) => change(file, (bytes) => void bytes.write('{"format":1}')),
};

/** Damages one file below a directory. @returns what was done to which */
export function damage(directory: string, i: number, random: Random): string {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size > 0);
  const names = Object.keys(DAMAGES);
  const name = names[i % names.length] ?? '';
  const file = random.pick(files);
  DAMAGES[name]?.(file, files, random);
  return `${name} ${file.slice(directory.length + 1)}`;
}

function change(file: string, edit: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  edit(bytes);
  writeFileSync(file, bytes);
}

function flip(bytes: Buffer, at: number, random: Random): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
}
