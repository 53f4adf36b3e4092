import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { withFallback, type Ledger } from '../../../src/channels/wechat/ledger.js';
import { MemoryLedger } from '../../../src/channels/wechat/memory-ledger.js';
import { openStore } from '../../../src/storage/open-store.js';
import { StorageError, type Store } from '../../../src/storage/store.js';
import { quoting, setUp, wording } from '../../support/wechat.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function sqlite(): Promise<Store> {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
  const store = await openStore({ dataDirectory: directory });
  ends.push(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });
  return store;
}

/** A store that is away while `isAway` says so. */
function failing(store: Store, isAway: () => boolean): Ledger {
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      isAway() ? Promise.reject(new StorageError('away')) : call(...args);
  const { owners, conversations, messages, quotas } = store;
  const away: Pick<Store, keyof Ledger> = {
    owners,
    conversations: { ...conversations, read: guard(conversations.read), append: guard(conversations.append) },
    messages: { claim: guard(messages.claim), answer: guard(messages.answer), find: guard(messages.find) },
    quotas: { take: guard(quotas.take) },
    forget: guard(store.forget),
  };
  return withFallback(away, new MemoryLedger());
}

const long = quoting(6, { segments: [{ kind: 'template', text: '社会保障。'.repeat(400), citations: [] }] });

describe.each([
  ['in memory', async () => new MemoryLedger() as Ledger],
  ['in SQLite', async () => withFallback(await sqlite(), new MemoryLedger())],
  ['while the database is away', async () => failing(await sqlite(), () => true)],
])('a conversation kept %s', (_name, open) => {
  test('is read on with 继续, each part once, and then says that nothing waits', async () => {
    const { say, asked } = setUp({ ledger: await open(), assistant: { ask: async () => long } });
    expect(await say('社保')).toContain('（1/4）');
    expect(
      [await say('继续'), await say('继续'), await say('继续')].map(
        (text) => /（\d\/\d）/u.exec(text ?? '')?.[0],
      ),
    ).toEqual(['（2/4）', '（3/4）', '（4/4）']);
    expect(await say('继续')).toContain(wording.nothingWaiting);
    expect(asked).toEqual([]);
  });

  test('lets a follow-up find what it follows, and is gone after 删除记录', async () => {
    const seen: number[] = [];
    const ask = async (messages: readonly unknown[]) => {
      seen.push(messages.length);
      return quoting(6);
    };
    const { say } = setUp({ ledger: await open(), assistant: { ask } });
    await say('医保');
    await say('那低保呢');
    await say({ text: '别人', msgId: '77', from: 'openidB' });
    expect(seen).toEqual([1, 3, 1]);
  });
});

test('删除记录 deletes, says so, and the next question stands alone', async () => {
  const seen: number[] = [];
  const ask = async (messages: readonly unknown[]) => {
    seen.push(messages.length);
    return quoting(6);
  };
  const { say } = setUp({ ledger: withFallback(await sqlite(), new MemoryLedger()), assistant: { ask } });
  await say('医保');
  expect(await say('删除记录')).toBe(wording.forgotten);
  await say('那低保呢');
  expect(seen).toEqual([1, 1]);
});

test('a deletion that the database cannot do fails, and is done when it is back', async () => {
  let isAway = false;
  const store = await sqlite();
  const ledger = failing(store, () => isAway);
  const { say } = setUp({ ledger });
  await say('医保');
  const owner = await ledger.owners.of('wechat', 'wx5f2c9d8e7b6a4310:oABCD5nq8Yh2_-kLmN0pQrStUvWx');
  isAway = true;
  expect(await say('删除记录')).toBe(wording.failed);
  isAway = false;
  expect(await store.conversations.list(owner)).toHaveLength(1);
  await say({ text: '别人', msgId: '99', from: 'openidB' });
  await vi.waitFor(async () => expect(await store.conversations.list(owner)).toHaveLength(0));
});

test('what is stored holds no openid and no personal data', async () => {
  const store = await sqlite();
  const { say } = setUp({ ledger: withFallback(store, new MemoryLedger()) });
  await say('我的手机号是13812345678，社保怎么办');
  const owner = await store.owners.of('wechat', 'wx5f2c9d8e7b6a4310:oABCD5nq8Yh2_-kLmN0pQrStUvWx');
  await vi.waitFor(async () => expect(await store.conversations.list(owner)).toHaveLength(1));
  const kept = JSON.stringify([
    await store.conversations.list(owner),
    await store.conversations.read(owner, 'wechat'),
    owner,
  ]);
  expect(kept).toContain('社保怎么办');
  expect(kept).not.toMatch(/13812345678|oABCD/u);
});
