import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');
// Every so manyth question: enough of each clause to train on, and an index in a second.
const EVERY = 40;

/**
 * A folder like the project's, with the whole plan and all wording but few questions: its index takes a second.
 * @param isProgram whether the program lies there too, to be run as a process of its own
 */
export function smallRoot({ isProgram = false } = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'suwen-root-'));
  cpSync(join(ROOT, 'prompts'), join(root, 'prompts'), { recursive: true });
  mkdirSync(join(root, 'corpus'));
  for (const name of ['su-zheng-fa-2024-102.md', 'su-zheng-fa-2024-102.yml', 'lexicon.json'])
    cpSync(join(ROOT, 'corpus', name), join(root, 'corpus', name));
  for (const name of ['questions.jsonl', 'negatives.jsonl']) {
    const lines = readFileSync(join(ROOT, 'corpus', name), 'utf8').split('\n');
    writeFileSync(join(root, 'corpus', name), lines.filter((_, i) => i % EVERY === 0).join('\n'));
  }
  if (isProgram) {
    // In one file, because loading hundreds takes seconds for each process.
    buildSync({
      entryPoints: [join(ROOT, 'src/main.ts')],
      outfile: join(root, 'dist/main.js'),
      ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
    });
    cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  }
  return root;
}

/** Changes a file of it. */
export function edit(root: string, file: string, change: (text: string) => string): void {
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
}
