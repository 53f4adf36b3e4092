import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkArchive } from '../../src/storage/backup/archive.js';
import { backUp } from '../../src/storage/backup/back-up.js';
import { restore } from '../../src/storage/backup/restore.js';
import type { DatabasePlace } from '../../src/storage/backup/snapshot.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { logEntry } from '../support/log-entry.js';
import { HAS_POSTGRES, NO_POSTGRES, startPostgres, type Postgres } from '../support/postgres.js';
import { seeded } from '../support/seeded.js';

const DAMAGES = 100;
const root = mkdtempSync(join(tmpdir(), 'suwen-backup-'));
let count = 0;
let place: DatabasePlace;
let file: string;

const within = async <T>(use: (store: Store) => Promise<T>, where = place): Promise<T> => {
  const store = await openStore(where);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
};
const elsewhere = (): DatabasePlace => ({ dataDirectory: join(root, String((count += 1))) });

/** A conversation, answers, feedback, a switch and the events of it all. */
async function fill(store: Store, answers = 30): Promise<void> {
  const owner = await store.owners.of('web', '10.0.0.1');
  await store.conversations.append(owner, 'web', 'one', [
    { role: 'user', content: '公办学校就读比例是多少' },
    { role: 'assistant', content: '第4条\u2028“90%以上”', data: { a: [1, null] } },
  ]);
  for (let i = 0; i < answers; i += 1) {
    store.answers.record(logEntry(`a${i}`, owner));
    store.audit.record({ kind: 'answer', owner, clauses: [i], ms: i });
  }
  await store.settings.switch('clause:6', 'off', '核对', '王工');
  await store.feedback.add({ answerId: 'a1', owner, rating: 'up', comment: null });
}

/** What a reader of the database sees. */
const seen = (where = place) =>
  within(async (store) => {
    const owner = await store.owners.of('web', '10.0.0.1');
    return {
      turns: await store.conversations.read(owner, 'one'),
      answers: (await store.answers.list()).length,
      feedback: await store.feedback.list(),
      events: (await store.audit.list()).filter(({ kind }) => kind !== 'restore').length,
      isOff: store.settings.isOff('clause:6'),
      brokenAt: (await store.audit.verify()).brokenAt,
    };
  }, where);

const kept = elsewhere();
beforeAll(async () => {
  await within((store) => fill(store), kept);
  await backUp(kept, join(root, 'kept.backup'));
});
beforeEach(() => {
  place = elsewhere();
  cpSync(kept.dataDirectory, place.dataDirectory, { recursive: true });
  file = join(root, `${(count += 1)}.backup`);
  cpSync(join(root, 'kept.backup'), file);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a backup is restored whole elsewhere, and the audit log’s chain holds', async () => {
  const other = elsewhere();
  const restored = await restore(other, file, false);
  expect(restored).toMatchObject({ brokenAt: null, rows: { answers: 30, turns: 2, settings: 1 } });
  expect(await seen(other)).toEqual(await seen());
  const events = await within((store) => store.audit.list(1), other);
  expect(events[0]?.detail).toBe(`restored a backup of ${restored.at}`);
});

test('it is taken while the service writes, and holds one moment', async () => {
  await within(async (store) => {
    const owner = await store.owners.of('web', '10.0.0.1');
    const busy = `${file}.busy`;
    const taking = backUp(place, busy);
    for (let i = 0; i < 200; i += 1) store.audit.record({ kind: 'answer', owner });
    const { rows } = await taking;
    const other = elsewhere();
    expect((await restore(other, busy, false)).brokenAt).toBeNull();
    expect(rows['audit']).toBeGreaterThan(30);
  });
});

test('nobody else may read it, none is overwritten, and nothing half-written is left', async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  await expect(backUp(place, file)).rejects.toThrow(/exists/u);
  await expect(backUp({ dataDirectory: join(root, 'nowhere') }, `${file}.2`)).rejects.toThrow(/no database/u);
  expect(readdirSync(root).filter((name) => name.includes('tmp'))).toEqual([]);
});

test('a database in use is replaced only when asked', async () => {
  const other = elsewhere();
  await within((store) => fill(store, 3), other);
  const before = await seen(other);
  await expect(restore(other, file, false)).rejects.toThrow(/in use: it holds 3 rows of answers.*--replace/u);
  expect(await seen(other)).toEqual(before);
  await restore(other, file, true);
  expect(await seen(other)).toEqual(await seen());
});

test(`${DAMAGES} damages: refused, or without effect on the content, and the database never changed by half`, async () => {
  const random = seeded(8);
  const whole = readFileSync(file);
  const summary = await checkArchive(file);
  const other = elsewhere();
  await within((store) => fill(store, 1), other);
  const before = await seen(other);
  let refused = 0;
  const accepted: unknown[] = [];
  for (let i = 0; i < DAMAGES; i += 1) {
    const bytes = Buffer.from(whole);
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    writeFileSync(file, i % 2 === 0 ? bytes : whole.subarray(0, at));
    const outcome = await restore(other, file, false).catch((error: unknown) => String(error));
    if (String(outcome).includes('cannot be trusted')) refused += 1;
    else accepted.push(await checkArchive(file)); // a bit of gzip's own header that means nothing
  }
  expect(refused).toBeGreaterThan(DAMAGES * 0.9);
  expect(accepted).toEqual(accepted.map(() => summary));
  expect(await seen(other)).toEqual(before);
});

describe('refused before anything is touched', () => {
  const rewritten = (change: (text: string) => string) =>
    writeFileSync(file, gzipSync(change(gunzipSync(readFileSync(file)).toString('utf8'))));

  test.each<[string, (text: string) => string, RegExp]>([
    ['a row that was changed', (text) => text.replace('公办学校', '民办学校'), /does not match its hash/u],
    ['a row that was taken out', (text) => text.replace(/^\["turns".*\n/mu, ''), /does not match its hash/u],
    ['no end', (text) => text.replace(/^\{"rows".*\n/mu, ''), /has no end/u],
    ['something after the end', (text) => `${text}["answers",{}]\n`, /something follows its end/u],
    ['an unknown table', (text) => text.replace('["turns"', '["sqlite_master"'), /no row of a known table/u],
    ['another format', (text) => text.replace('"suwenBackup":1', '"suwenBackup":2'), /has format 2/u],
    ['another program', () => '{"hello":1}\n', /no backup of this program/u],
  ])('%s', async (_name, change, problem) => {
    rewritten(change);
    const other = elsewhere();
    await expect(restore(other, file, false)).rejects.toThrow(problem);
    expect((await seen(other)).events).toBe(0);
  });

  test('a newer schema', async () => {
    const { writeArchive } = await import('../../src/storage/backup/archive.js');
    const newer = `${file}.newer`;
    await writeArchive(
      newer,
      { migration: '999-later', at: new Date().toISOString() },
      (async function* () {})(),
    );
    await expect(restore(elsewhere(), newer, false)).rejects.toThrow(/newer version \(999-later/u);
  });
});

test('a backup that the database refuses leaves it as it was', async () => {
  const { readArchive, writeArchive } = await import('../../src/storage/backup/archive.js');
  const twice = `${file}.twice`;
  async function* rows() {
    for (let i = 0; i < 2; i += 1) yield* readArchive(file); // the second row of a key is refused, after many were written
  }
  await writeArchive(twice, { migration: '001-begin', at: new Date().toISOString() }, rows());
  const before = await seen();
  await expect(restore(place, twice, true)).rejects.toThrow(/UNIQUE/u);
  expect(await seen()).toEqual(before);
});

describe.skipIf(!HAS_POSTGRES)(`PostgreSQL${HAS_POSTGRES ? '' : ` — ${NO_POSTGRES}`}`, () => {
  let postgres: Postgres;
  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.remove());

  test('takes what SQLite gave, and gives it back', async () => {
    const there: DatabasePlace = { dataDirectory: root, databaseUrl: postgres.url };
    await restore(there, file, false);
    expect(await seen(there)).toEqual(await seen());
    const back = `${file}.back`;
    await backUp(there, back);
    const other = elsewhere();
    expect((await restore(other, back, false)).brokenAt).toBeNull();
    expect(await seen(other)).toEqual(await seen());
  });
});
