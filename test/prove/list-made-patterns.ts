// Run as a program, before anything of src is loaded: prints, as JSON, the regular expressions that importing it makes.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { madePatterns } from './find-patterns.js';

const folder = join(import.meta.dirname, '../../src');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/u.test(file),
);
// main acts when imported; what runs in a browser needs one, and has literals only.
const isImportable = (file: string) =>
  file !== 'main.ts' && !file.startsWith(join('channels', 'web', 'browser'));
const made = await madePatterns(async () => {
  for (const file of files.filter(isImportable)) await import(join(folder, file));
});
process.stdout.write(JSON.stringify(made));
