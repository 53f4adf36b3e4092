import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, test } from 'vitest';
import { GroupedWrites } from '../../src/storage/grouped-writes.js';
import type { Tables } from '../../src/storage/tables.js';

function opened() {
  const database = new Database(':memory:');
  database.exec('create table pseudonym_keys (epoch integer primary key, secret text not null)');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const kept = () => database.prepare('select epoch from pseudonym_keys order by epoch').pluck().all();
  return { db, kept };
}
const add = (writes: GroupedWrites, epoch: number) =>
  writes.write((db) => db.insertInto('pseudonym_keys').values({ epoch, secret: 'x' }).execute());

test('nothing is acknowledged before it is on the disk, and what comes meanwhile waits for the next time', async () => {
  const { db, kept } = opened();
  const flushes: (() => void)[] = [];
  const writes = new GroupedWrites(db, () => new Promise((flushed) => flushes.push(flushed)));
  const done: number[] = [];
  const first = [1, 2].map((epoch) => add(writes, epoch).then(() => done.push(epoch)));
  await expect.poll(() => flushes.length).toBe(1);
  const later = add(writes, 3).then(() => done.push(3));
  expect([kept(), done]).toEqual([[1, 2], []]);
  flushes[0]?.();
  await Promise.all(first);
  expect(done).toEqual([1, 2]);
  await expect.poll(() => flushes.length).toBe(2);
  flushes[1]?.();
  await later;
  expect([kept(), flushes.length]).toEqual([[1, 2, 3], 2]);
});

test('a disk that fails is told to all who wait for it, and the next may go well', async () => {
  const { db } = opened();
  let isBroken = true;
  const writes = new GroupedWrites(db, async () => {
    if (isBroken) throw new Error('EIO');
  });
  const ends = await Promise.allSettled([add(writes, 1), add(writes, 2)]);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isBroken = false;
  await add(writes, 3);
});

test('a change that fails takes none of its group with it', async () => {
  const { db, kept } = opened();
  const writes = new GroupedWrites(db, async () => undefined);
  const ends = await Promise.allSettled([add(writes, 1), add(writes, 1), add(writes, 2)]);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(kept()).toEqual([1, 2]);
});
