import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Of the corpus' questions every so manieth: enough of every kind for training, and an index is built in half a second.
const EVERY = 120;

/**
 * The program with the whole plan and a few of its questions. What is proved of damage and kills does not hang on how many
 * questions there are, and a rebuild of the whole index takes twenty seconds.
 */
export function makeSmallRoot(root: string, directory: string): string {
  mkdirSync(directory, { recursive: true });
  for (const name of ['dist', 'prompts', 'corpus'])
    cpSync(join(root, name), join(directory, name), { recursive: true });
  for (const name of ['node_modules', 'package.json']) symlinkSync(join(root, name), join(directory, name));
  for (const name of ['questions.jsonl', 'negatives.jsonl']) {
    const path = join(directory, 'corpus', name);
    const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line !== ''); // prettier-ignore
    writeFileSync(path, `${lines.filter((_, i) => i % EVERY === 0).join('\n')}\n`);
  }
  return directory;
}
