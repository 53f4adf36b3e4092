import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/storage/sqlite-driver.js';
import { afterAll, expect, test } from 'vitest';
import { CONVERSATIONS } from '../../src/storage/limits.js';
import { openStore } from '../../src/storage/open-store.js';
import { seeded } from '../support/seeded.js';

const KILLS = 20;
const AT_ONCE = 4;
const program = join(import.meta.dirname, '../support/write-until-killed.ts');
const root = mkdtempSync(join(tmpdir(), 'suwen-kill-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Kills the writer when it has named this many. @returns what it named */
async function killAfter(directory: string, count: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, directory], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let named = '';
  for await (const chunk of child.stdout) {
    named += String(chunk);
    if (named.split('\n').length > count) child.kill('SIGKILL');
  }
  return named.split('\n').slice(0, -1);
}

/** What was acknowledged and is not there. */
async function lost(directory: string, named: readonly string[]): Promise<readonly string[]> {
  const store = await openStore({ dataDirectory: directory });
  try {
    const owner = await store.owners.of('api', 'me');
    const feedback = new Set((await store.feedback.list()).map(({ answerId }) => answerId));
    const missing: string[] = [];
    for (const id of named.slice(-CONVERSATIONS + 1)) {
      if ((await store.messages.find(id))?.state !== 'answered') missing.push(`message ${id}`);
      if ((await store.conversations.read(owner, id)).length !== 1) missing.push(`conversation ${id}`);
      if (!feedback.has(id)) missing.push(`feedback ${id}`);
    }
    const { brokenAt } = await store.audit.verify();
    if (brokenAt !== null) missing.push(`audit ${brokenAt}`);
    if (store.health().status !== 'ok') missing.push(store.health().reasons.join(' '));
    return missing;
  } finally {
    await store.close();
  }
}

test(
  `a writer killed ${KILLS} times loses nothing it acknowledged, and the file needs no repair`,
  { timeout: 300_000 },
  async () => {
    const random = seeded(4);
    const rounds = Array.from({ length: KILLS }, (_, i) => ({
      directory: join(root, String(i % AT_ONCE)),
      count: 1 + random.below(40),
    }));
    let acknowledged = 0;
    for (let i = 0; i < KILLS; i += AT_ONCE) {
      const losses = rounds.slice(i, i + AT_ONCE).map(async ({ directory, count }) => {
        const named = await killAfter(directory, count);
        acknowledged += named.length;
        return lost(directory, named);
      });
      expect((await Promise.all(losses)).flat()).toEqual([]);
    }
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS);
    const database = new Database(join(root, '0/suwen.sqlite'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  },
);
