import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CLAIM_MS, CONVERSATIONS, KEY_EPOCH_MS, TURNS } from '../../src/storage/limits.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Owner, Store } from '../../src/storage/store.js';
import { logEntry } from '../support/log-entry.js';
import { HAS_POSTGRES, NO_POSTGRES, startPostgres, type Postgres } from '../support/postgres.js';

const DAY = 24 * 60 * 60 * 1000;
const BEGIN = Date.UTC(2026, 0, 15);

/** One way to keep things: the same tests hold for each. */
type Place = {
  open(now: () => number): Promise<Store>;
  execute(sql: string): Promise<void>;
  empty(): Promise<void>;
};

function sqlitePlace(): Place {
  const directory = mkdtempSync(join(tmpdir(), 'suwen-store-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return {
    open: (now) => openStore({ dataDirectory: directory, now }),
    execute: async (sql) => {
      const { Database } = await import('../../src/storage/sqlite-driver.js');
      new Database(join(directory, 'suwen.sqlite')).exec(sql).close();
    },
    empty: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

function postgresPlace(): Place {
  let postgres: Postgres;
  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.remove());
  const execute = async (sql: string) => {
    const client = new Client(postgres.url);
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    open: (now) => openStore({ dataDirectory: '/nowhere', databaseUrl: postgres.url, now }),
    execute,
    empty: () => execute('drop schema public cascade; create schema public'),
  };
}

describe('in SQLite', () => {
  contract(sqlitePlace());
});
describe.skipIf(!HAS_POSTGRES)(`in PostgreSQL${HAS_POSTGRES ? '' : ` — ${NO_POSTGRES}`}`, () => {
  const place = postgresPlace();
  contract(place);
  sharedBuckets(place);
});

function sharedBuckets(place: Place): void {
  test('a bucket gives its burst once over all replicas, says when there is more, and fills again', async () => {
    const replicas = [await place.open(Date.now), await place.open(Date.now)];
    const owner = await replicas[0]?.owners.of('api', '203.0.113.9');
    if (owner === undefined) throw new Error('no owner');
    const rate = { burst: 10, perMinute: 120 };
    const take = (i: number) => replicas[i % 2]?.buckets?.take('requests', owner, rate);
    const taken = await Promise.all(Array.from({ length: 40 }, (_, i) => take(i)));
    const allowed = taken.filter((bucket) => bucket?.isAllowed);
    expect(allowed.length).toBeGreaterThanOrEqual(10);
    expect(allowed.length).toBeLessThanOrEqual(12); // 40 calls that take a second would be given two more
    const refused = taken.find((bucket) => bucket?.isAllowed === false);
    expect(refused).toMatchObject({ remaining: 0 });
    expect(refused?.waitMs).toBeGreaterThan(0);
    expect(refused?.waitMs).toBeLessThanOrEqual(500);
    await expect.poll(async () => (await take(1))?.isAllowed, { timeout: 5000 }).toBe(true);
    for (const replica of replicas) await replica.close();
    await place.empty();
  });
}

function contract(place: Place): void {
  let now = BEGIN;
  const stores: Store[] = [];
  const open = async () => {
    const store = await place.open(() => now);
    stores.push(store);
    return store;
  };
  const closeAll = async () => {
    for (const store of stores.splice(0)) await store.close();
  };
  afterEach(async () => {
    await closeAll();
    await place.empty();
    now = BEGIN;
  });
  /** A store, and two people. */
  const begin = async () => {
    const store = await open();
    return { store, me: await store.owners.of('api', 'me'), other: await store.owners.of('api', 'other') };
  };
  const say = (store: Store, owner: Owner, id: string, content: string) =>
    store.conversations.append(owner, 'web', id, [
      { role: 'user', content },
      { role: 'assistant', content: '答' },
    ]);

  test('works from the start, and again after a restart', async () => {
    const { store, me } = await begin();
    expect(store.health()).toEqual({ status: 'ok', reasons: [], pending: 0, dropped: 0 });
    await say(store, me, 'c1', '问');
    store.answers.record(logEntry('a1', me));
    await closeAll();
    const again = await open();
    const same = await again.owners.of('api', 'me');
    expect(same).toEqual(me);
    expect(await again.conversations.read(same, 'c1')).toMatchObject([{ content: '问' }, { content: '答' }]);
    expect(await again.answers.list()).toMatchObject([{ id: 'a1', clauses: [4], at: BEGIN }]);
  });

  test('a conversation is its owner’s alone, whoever knows its id', async () => {
    const { store, me, other } = await begin();
    await say(store, me, 'c1', '我的');
    expect(await store.conversations.read(other, 'c1')).toEqual([]);
    expect(await store.conversations.remove(other, 'c1')).toBe(false);
    await say(store, other, 'c1', '别人的');
    expect(await store.conversations.read(me, 'c1')).toMatchObject([{ content: '我的' }, { content: '答' }]);
    expect(await store.conversations.list(me)).toEqual([
      { id: 'c1', channel: 'web', title: '我的', updatedAt: BEGIN, turns: 2 },
    ]);
    expect(await store.conversations.remove(me, 'c1')).toBe(true);
    expect(await store.conversations.read(other, 'c1')).toHaveLength(2);
  });

  test('turns keep their order and their data, and the last ones are read', async () => {
    const { store, me } = await begin();
    await store.conversations.append(me, 'web', 'c1', [
      { role: 'user', content: '一', data: { segments: [1] } },
    ]);
    await store.conversations.append(me, 'web', 'c1', [
      { role: 'assistant', content: '二' },
      { role: 'user', content: '三' },
    ]);
    expect(await store.conversations.read(me, 'c1', 2)).toMatchObject([{ content: '二' }, { content: '三' }]);
    expect((await store.conversations.read(me, 'c1'))[0]).toEqual({
      role: 'user',
      content: '一',
      data: { segments: [1] },
      at: BEGIN,
    });
  });

  test('turns and conversations beyond the caps are dropped, oldest first', async () => {
    const { store, me } = await begin();
    for (let i = 0; i <= TURNS / 20; i += 1) {
      const turns = Array.from({ length: 20 }, (_, j) => ({
        role: 'user' as const,
        content: String(i * 20 + j),
      }));
      await store.conversations.append(me, 'web', 'long', turns);
    }
    const kept = await store.conversations.read(me, 'long');
    expect([kept.length, kept[0]?.content]).toEqual([TURNS, '20']);
    for (let i = 0; i < CONVERSATIONS; i += 1) {
      now += 1;
      await say(store, me, `c${i}`, '问');
    }
    expect(await store.conversations.list(me)).toHaveLength(CONVERSATIONS);
    expect(await store.conversations.read(me, 'long')).toEqual([]);
  });

  test('turns added to one conversation at once all arrive', async () => {
    const { store, me } = await begin();
    const second = await open();
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => say(i % 2 === 0 ? store : second, me, 'c1', String(i))),
    );
    expect(await store.conversations.read(me, 'c1')).toHaveLength(40);
  });

  test('what a person typed is masked again on writing', async () => {
    const { store, me } = await begin();
    await say(store, me, 'c1', '我的手机13800138000');
    store.answers.record(logEntry('a1', me, { question: '身份证11010519491231002X' }));
    await store.feedback.add({
      answerId: 'a1',
      owner: me,
      rating: 'down',
      comment: '打我电话 138-0013-8000',
    });
    await closeAll();
    const again = await open();
    const stored = [
      await again.conversations.read(me, 'c1'),
      await again.answers.list(),
      await again.feedback.list(),
    ];
    expect(JSON.stringify(stored)).not.toMatch(/13800138000|19491231|0013-8000/u);
    expect(await again.feedback.list()).toMatchObject([
      { comment: '打我电话 〔手机号〕', question: '身份证〔身份证号〕' },
    ]);
  });

  test('NUL and halves of characters are stored without trouble', async () => {
    const { store, me } = await begin();
    await say(store, me, 'c1', 'a\u0000b\ud800c');
    store.answers.record(logEntry('a1', me, { question: '\u0000\udfff' }));
    expect(await store.conversations.read(me, 'c1')).toMatchObject([{ content: 'ab\ufffdc' }, {}]);
    await closeAll();
    expect(await (await open()).answers.list()).toHaveLength(1);
  });

  test('answers are listed by outcome and by rating, newest first', async () => {
    const { store, me } = await begin();
    for (const [id, outcome] of [
      ['a1', 'refused'],
      ['a2', 'answered'],
      ['a3', 'partial'],
    ] as const) {
      now += 1000;
      store.answers.record(logEntry(id, me, { outcome, missing: ['具体金额'] }));
    }
    expect(await store.feedback.add({ answerId: 'a2', owner: me, rating: 'down', comment: null })).toBe(
      'stored',
    );
    await closeAll();
    const { answers } = await open();
    const ids = async (...filter: Parameters<typeof answers.list>) =>
      (await answers.list(...filter)).map(({ id }) => id);
    expect(await ids()).toEqual(['a3', 'a2', 'a1']);
    expect(await ids({ outcomes: ['refused', 'partial'] })).toEqual(['a3', 'a1']);
    expect(await ids({ rating: 'down' })).toEqual(['a2']);
    expect(await ids({ before: BEGIN + 2000, limit: 1 })).toEqual(['a1']);
  });

  test('feedback needs an answer, written or waiting, and the last rating counts', async () => {
    const { store, me } = await begin();
    expect(await store.feedback.add({ answerId: 'x', owner: me, rating: 'up', comment: null })).toBe(
      'unknown_answer',
    );
    store.answers.record(logEntry('a1', me));
    await store.feedback.add({ answerId: 'a1', owner: me, rating: 'up', comment: null });
    await store.feedback.add({ answerId: 'a1', owner: me, rating: 'down', comment: '不对' });
    expect(await store.feedback.list()).toMatchObject([{ answerId: 'a1', rating: 'down', comment: '不对' }]);
  });

  test('the audit log is a chain, also when two processes write it, and shows where it was changed', async () => {
    const { store, me } = await begin();
    const second = await open();
    for (let i = 0; i < 100; i += 1) {
      (i % 2 === 0 ? store : second).audit.record({ kind: 'answer', owner: me, clauses: [4], ms: i });
      if (i % 10 === 0) await store.settings.set('key', i, '试', 'test');
    }
    await closeAll();
    const again = await open();
    expect(await again.audit.verify()).toEqual({ rows: 110, brokenAt: null });
    await place.execute('update audit set ms = 7 where sequence = 50');
    expect((await again.audit.verify()).brokenAt).toBe(50);
  });

  test.each([
    ['a row is missing in the middle', 'delete from audit where sequence = 5', 6],
    ['the end is missing', 'delete from audit where sequence > 8', 9],
  ])('verifying finds that %s', async (_name, sql, brokenAt) => {
    const { store } = await begin();
    for (let i = 0; i < 10; i += 1) store.audit.record({ kind: 'answer' });
    await closeAll();
    await place.execute(sql);
    expect((await (await open()).audit.verify()).brokenAt).toBe(brokenAt);
  });

  test('of many deliveries of a message one is answered, and the others get its reply', async () => {
    const { store, me } = await begin();
    const second = await open();
    const claims = await Promise.all(
      Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? store : second).messages.claim('m1', me)),
    );
    expect(claims.filter(({ state }) => state === 'new')).toHaveLength(1);
    expect(claims.filter(({ state }) => state === 'received')).toHaveLength(29);
    await store.messages.answer('m1', '第一个');
    await second.messages.answer('m1', '第二个');
    expect(await second.messages.claim('m1', me)).toEqual({ state: 'answered', reply: '第一个' });
    expect(await store.messages.find('m1')).toEqual({ state: 'answered', reply: '第一个' });
    expect(await store.messages.find('m2')).toBeUndefined();
  });

  test('a message whose process died is given out again, once', async () => {
    const { store, me } = await begin();
    await store.messages.claim('m1', me);
    now += CLAIM_MS;
    const states = await Promise.all([store.messages.claim('m1', me), store.messages.claim('m1', me)]);
    expect(states.map(({ state }) => state).toSorted()).toEqual(['new', 'received']);
  });

  test('a quota counts across processes and begins anew', async () => {
    const { store, me, other } = await begin();
    const second = await open();
    const take = (from: Store, owner: Owner) => from.quotas.take('daily', owner, 3, DAY);
    const taken = await Promise.all([store, second, store, second].map((one) => take(one, me)));
    expect(taken.filter(({ isAllowed }) => isAllowed)).toHaveLength(3);
    expect(await take(store, other)).toEqual({ isAllowed: true, remaining: 2, resetsAt: BEGIN + DAY });
    now += DAY;
    expect(await take(store, me)).toMatchObject({ isAllowed: true, remaining: 2 });
  });

  test('a switch works at once here, within a second elsewhere, and is audited with its reason', async () => {
    const { store } = await begin();
    const second = await open();
    await store.settings.switch('clause:6', 'off', '发现错误', '值班员');
    expect(store.settings.isOff('clause:6')).toBe(true);
    await expect.poll(() => second.settings.isOff('clause:6'), { timeout: 1000 }).toBe(true);
    expect(second.settings.isOff('clause:7')).toBe(false);
    expect((await store.audit.list(1))[0]?.detail).toBe('switch.clause:6 = "off" by 值班员: 发现错误');
    await store.settings.switch('clause:6', 'on', '已更正', '值班员');
    expect(store.settings.isOff('clause:6')).toBe(false);
  });

  test('deleting one’s data leaves that of others, and the audit log without a question', async () => {
    const { store, me, other } = await begin();
    for (const owner of [me, other]) {
      await say(store, owner, 'c1', '问');
      store.answers.record(logEntry(`a-${owner.current}`, owner));
      await store.messages.claim(`m-${owner.current}`, owner);
    }
    await store.feedback.add({ answerId: `a-${me.current}`, owner: me, rating: 'up', comment: null });
    const receipt = await store.forget(me);
    expect(receipt.deleted).toBe(6);
    expect((await store.audit.list(1))[0]?.detail).toContain(receipt.confirmation);
    expect(await store.conversations.list(me)).toEqual([]);
    expect(await store.feedback.list()).toEqual([]);
    expect(await store.messages.find(`m-${me.current}`)).toBeUndefined();
    expect(await store.conversations.read(other, 'c1')).toHaveLength(2);
    expect((await store.answers.list()).map(({ id }) => id)).toEqual([`a-${other.current}`]);
  });

  test('a person is known under a new pseudonym each quarter, and under the old ones as long as they are kept', async () => {
    const { store, me } = await begin();
    await say(store, me, 'c1', '问');
    now += KEY_EPOCH_MS;
    const later = await store.owners.of('api', 'me');
    expect(later.current).not.toBe(me.current);
    expect(later.all).toContain(me.current);
    expect(await store.conversations.read(later, 'c1')).toHaveLength(2);
    await say(store, later, 'c1', '又问');
    expect(await store.conversations.read(later, 'c1')).toHaveLength(4);
    expect((await store.forget(later)).deleted).toBe(5);
    now += 4 * KEY_EPOCH_MS;
    await store.purge(); // sees that the clock jumped
    await store.purge();
    const muchLater = await (await open()).owners.of('api', 'me');
    expect(muchLater.all).not.toContain(me.current);
    expect(muchLater.all).not.toContain(later.current);
  });

  test('of ten thousand rows up to 400 days old, exactly those past their time are deleted', async () => {
    const { store, me } = await begin();
    const rows = 5000;
    for (let i = rows - 1; i >= 0; i -= 1) {
      now = BEGIN - (i * 400 * DAY) / rows;
      store.answers.record(logEntry(`a${i}`, me));
      store.audit.record({ kind: 'answer', owner: me });
    }
    now = BEGIN;
    await closeAll();
    const again = await open();
    const report = await again.purge();
    expect(report.skipped).toBeNull();
    const old = (days: number) => rows - 1 - Math.floor((days * rows) / 400);
    expect(report.deleted).toBe(old(30) + old(200));
    expect(
      Math.min(...(await again.answers.list({ before: BEGIN - 29 * DAY })).map(({ at }) => at)),
    ).toBeGreaterThanOrEqual(BEGIN - 30 * DAY);
  });

  test('after the clock jumped nothing is deleted until the next run confirms it', async () => {
    const { store, me } = await begin();
    store.answers.record(logEntry('a1', me));
    await closeAll();
    const again = await open();
    expect(await again.purge()).toEqual({ skipped: null, deleted: 0 });
    now += 300 * DAY;
    expect(await again.purge()).toEqual({ skipped: 'clock_jumped', deleted: 0 });
    expect(again.health().reasons).toEqual(['clock_jumped']);
    now -= 300 * DAY;
    expect((await again.purge()).skipped).toBe('clock_jumped');
    expect(await again.purge()).toEqual({ skipped: null, deleted: 0 });
    expect(await again.answers.list()).toHaveLength(1);
    now += 31 * DAY;
    await again.purge();
    expect((await again.purge()).deleted).toBe(1);
  });
}
