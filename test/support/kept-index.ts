import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * A data directory whose index is kept from run to run, for tests that are not about the index: building it takes longer than all they do.
 * Its name holds a hash of the code that builds it; the index checks itself against the corpus.
 */
export function keptIndex(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of ['src/domain', 'src/retrieval']) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts')).toSorted())
      hash.update(`${file}\0`).update(readFileSync(join(root, folder, file)));
  }
  return join(root, 'node_modules/.cache/suwen-test', hash.digest('hex').slice(0, 16));
}
