import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/storage/sqlite-driver.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import type { Assistant } from '../../src/assistant.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { HAS_POSTGRES, NO_POSTGRES, startPostgres, type Postgres } from '../support/postgres.js';
import { builtAssistant } from '../support/built-assistant.js';

const root = mkdtempSync(join(tmpdir(), 'suwen-faults-'));
const logger = { info: () => undefined, error: () => undefined };
const RECOVERS_MS = 20_000;
let assistant: Assistant;
let count = 0;
beforeAll(async () => void (assistant = await builtAssistant(join(root, 'index'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const directory = () => join(root, String((count += 1)));

/** The service over a store, closed after use. */
async function withService(store: Store, use: (service: Service) => Promise<void>): Promise<void> {
  const app = createApp(assistant, { logger, rateLimitPerMinute: 0, clientOf: () => 'one', store });
  const ask = async (content: string, conversationId: string) => {
    const body = JSON.stringify({ messages: [{ role: 'user', content }], conversationId });
    const response = await app.request('/api/chat', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    return {
      status: response.status,
      ...((await response.json()) as { id: string; citations: { clause: number }[] }),
    };
  };
  try {
    await use({
      ask,
      // The second turn makes sense only with the first: both are answered, and the first was remembered.
      converse: async (id) => {
        const first = await ask('异地就医直接结算率要到多少', id);
        const second = await ask('那低保呢', id);
        return [first.status, second.status, second.citations[0]?.clause];
      },
      ready: async () => (await app.request('/readyz')).json() as Promise<{ degraded: string[] }>,
      rate: async (answerId) => {
        const body = JSON.stringify({ answerId, rating: 'up' });
        return (
          await app.request('/api/feedback', {
            method: 'POST',
            body,
            headers: { 'content-type': 'application/json' },
          })
        ).status;
      },
    });
  } finally {
    await store.close();
  }
}
type Service = {
  ask(content: string, id: string): Promise<{ status: number; id: string }>;
  converse(id: string): Promise<unknown[]>;
  ready(): Promise<{ degraded: string[] }>;
  rate(answerId: string): Promise<number>;
};
const ANSWERED = [200, 200, 6];

test('a directory that cannot be made: everything is answered, and readiness says so', async () => {
  writeFileSync(join(root, 'file'), '');
  await withService(
    await openStore({ dataDirectory: join(root, 'file', 'data') }),
    async ({ converse, ready, ask, rate }) => {
      expect(await converse('c1')).toEqual(ANSWERED);
      expect((await ready()).degraded).toEqual(['storage_unavailable', 'storage_read_only']);
      expect(await rate((await ask('医保', 'c2')).id)).toBe(503);
    },
  );
});

test('a database locked by another program: everything is answered, and written when the lock is gone', async () => {
  const dataDirectory = directory();
  const store = await openStore({ dataDirectory });
  await withService(store, async ({ converse, ready }) => {
    const other = new Database(join(dataDirectory, 'suwen.sqlite'));
    other.exec('begin immediate');
    for (let i = 0; i < 20; i += 1) expect(await converse(`c${i}`)).toEqual(ANSWERED);
    expect((await ready()).degraded).toEqual(['storage_read_only']);
    expect(store.health().pending).toBeGreaterThanOrEqual(40);
    other.exec('rollback');
    other.close();
    await expect
      .poll(() => store.health(), { timeout: RECOVERS_MS })
      .toEqual({ status: 'ok', reasons: [], pending: 0, dropped: 0 });
    expect(await store.answers.list()).toHaveLength(40);
    expect(await converse('c0')).toEqual(ANSWERED);
    expect(await store.conversations.read(await store.owners.of('api', 'one'), 'c0')).toHaveLength(8);
  });
});

test('a damaged file is set aside and a new one begun', async () => {
  const dataDirectory = directory();
  await (await openStore({ dataDirectory })).close();
  writeFileSync(join(dataDirectory, 'suwen.sqlite'), Buffer.alloc(8192, 7));
  await withService(await openStore({ dataDirectory }), async ({ converse, ready }) => {
    expect(await converse('c1')).toEqual(ANSWERED);
    expect((await ready()).degraded).toEqual(['storage_was_damaged']);
    expect(readdirSync(dataDirectory).filter((file) => file.includes('.damaged-'))).toHaveLength(1);
  });
});

test('a file deleted while in use is begun anew', async () => {
  const dataDirectory = directory();
  const store = await openStore({ dataDirectory });
  await withService(store, async ({ converse }) => {
    await converse('c1');
    rmSync(dataDirectory, { recursive: true });
    expect(await converse('c2')).toEqual(ANSWERED);
    await expect.poll(() => readdirSync(root).includes(String(count)), { timeout: RECOVERS_MS }).toBe(true);
    expect(await converse('c3')).toEqual(ANSWERED);
    await expect.poll(() => store.health().status, { timeout: RECOVERS_MS }).toBe('ok');
  });
});

describe('a full disk', () => {
  const mounted = join(root, 'small');
  let canMount = true;
  beforeAll(() => {
    mkdirSync(mounted);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mounted], { stdio: 'ignore' });
    } catch {
      canMount = false;
    }
  });
  afterAll(() => {
    if (canMount) execFileSync('umount', [mounted]);
  });

  test('everything is answered, and written when there is room again', async ({ skip }) => {
    skip(!canMount, 'mounting a tmpfs is not permitted here: skipped');
    const store = await openStore({ dataDirectory: mounted });
    await withService(store, async ({ ask, ready }) => {
      const filler = join(mounted, 'filler');
      fill(filler);
      const statuses = new Set<number>();
      for (let i = 0; i < 200; i += 1)
        statuses.add((await ask('异地就医直接结算率要到多少', `c${i}`)).status);
      expect([...statuses]).toEqual([200]);
      expect((await ready()).degraded).toEqual(['storage_read_only']);
      // SQLite's log grows to four megabytes before it is folded into the file: with less, a busy disk would only be full again.
      execFileSync('mount', ['-o', 'remount,size=16m', mounted]);
      rmSync(filler);
      await expect.poll(() => store.health().pending, { timeout: RECOVERS_MS }).toBe(0);
      expect(store.health()).toEqual({ status: 'ok', reasons: [], pending: 0, dropped: 0 });
      expect(await store.answers.list()).toHaveLength(200);
      expect((await store.audit.verify()).brokenAt).toBeNull();
    });
  });
});

/** Writes until there is no room, in pages, so that the last byte is taken. */
function fill(file: string): void {
  for (let i = 0; i < 1000; i += 1) {
    try {
      writeFileSync(file, Buffer.alloc(4096), { flag: 'a' });
    } catch {
      return;
    }
  }
}

describe.skipIf(!HAS_POSTGRES)(`PostgreSQL${HAS_POSTGRES ? '' : ` — ${NO_POSTGRES}`}`, () => {
  let postgres: Postgres;
  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.remove());

  test('that stops and comes back: everything is answered, and what was logged meanwhile is written', async () => {
    const store = await openStore({ dataDirectory: root, databaseUrl: postgres.url });
    await withService(store, async ({ converse, ready }) => {
      expect(await converse('c1')).toEqual(ANSWERED);
      postgres.stop();
      for (let i = 0; i < 5; i += 1) expect(await converse(`d${i}`)).toEqual(ANSWERED);
      expect((await ready()).degraded).toContain('storage_unavailable');
      postgres.start();
      await expect.poll(() => store.health().pending, { timeout: RECOVERS_MS }).toBe(0);
      await expect.poll(() => store.health().status, { timeout: RECOVERS_MS }).toBe('ok');
      expect(await store.answers.list()).toHaveLength(12);
    });
  });
});
