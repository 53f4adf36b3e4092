import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';

const directory = mkdtempSync(join(tmpdir(), 'suwen-store-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('what is stored comes back after a restart, and goes when its owner asks', async () => {
  const store = await openStore({ dataDirectory: directory });
  expect(store.health()).toMatchObject({ status: 'ok', reasons: [] });
  const owner = await store.owners.of('api', 'me');
  await store.conversations.append(owner, 'api', 'c1', [
    { role: 'user', content: 'q', data: { a: 1 } },
    { role: 'assistant', content: 'a' },
  ]);
  await store.conversations.append(owner, 'api', 'c1', [{ role: 'user', content: 'q2' }]);
  expect(await store.conversations.read(owner, 'c1')).toMatchObject([
    { content: 'q', data: { a: 1 } },
    { content: 'a' },
    { content: 'q2' },
  ]);
  expect(await store.conversations.list(owner)).toMatchObject([{ id: 'c1', title: 'q', turns: 3 }]);
  store.answers.record({
    id: 'a1',
    owner,
    channel: 'api',
    conversationId: 'c1',
    question: 'q',
    text: 't',
    outcome: 'refused',
    reason: null,
    missing: [],
    clauses: [1],
    mode: 'extractive',
    ms: 1.2,
  });
  expect(await store.feedback.add({ answerId: 'a1', owner, rating: 'up', comment: 'x' })).toBe('stored');
  expect(await store.feedback.add({ answerId: 'a2', owner, rating: 'up', comment: 'x' })).toBe(
    'unknown_answer',
  );
  store.audit.record({ kind: 'answer', clauses: [1] });
  await store.settings.switch('clause:6', 'off', 'wrong', 'me');
  expect(store.settings.isOff('clause:6')).toBe(true);
  expect(await store.messages.claim('k', owner)).toEqual({ state: 'new' });
  expect(await store.messages.claim('k', owner)).toMatchObject({ state: 'received' });
  await store.messages.answer('k', 'r');
  expect(await store.messages.claim('k', owner)).toEqual({ state: 'answered', reply: 'r' });
  expect(await store.quotas.take('q', owner, 1, 1000)).toMatchObject({ isAllowed: true, remaining: 0 });
  expect(await store.quotas.take('q', owner, 1, 1000)).toMatchObject({ isAllowed: false });
  await store.close();
  const again = await openStore({ dataDirectory: directory });
  const same = await again.owners.of('api', 'me');
  expect(same).toEqual(owner);
  expect(await again.answers.list({ outcomes: ['refused'] })).toMatchObject([{ id: 'a1', clauses: [1] }]);
  expect(await again.feedback.list()).toMatchObject([{ answerId: 'a1', question: 'q' }]);
  expect(await again.audit.verify()).toEqual({ rows: 2, brokenAt: null });
  expect(again.settings.isOff('clause:6')).toBe(true);
  expect(await again.purge()).toEqual({ skipped: null, deleted: 0 });
  expect((await again.forget(same)).deleted).toBe(7);
  await again.close();
});
