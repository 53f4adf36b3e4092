import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAssistant, PLAN_ID, type Assistant } from '../../src/assistant.js';
import { ingest } from '../../src/ingest/ingest.js';
import { sharedVectors } from '../../src/storage/shared-vectors.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../support/embedded-postgres.js';
import { builtAssistant } from '../support/built-assistant.js';
import { absentQuestions, generatePolicies } from '../support/generate-policies.js';
import { planQuestions } from '../support/plan-questions.js';

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'suwen-shared-vectors-'));
const made = generatePolicies(11, 12, 20);
const known = made.flatMap(({ questions }) => questions.filter((_, i) => i % 4 === 0).map(({ question }) => question)); // prettier-ignore
const run = promisify(execFile);
let postgres: EmbeddedPostgres;
let inMemory: Assistant;
let shared: Assistant;

const options = (library: string) => ({
  ...{ given: {}, supersedes: null, directory: library, reserved: [PLAN_ID] },
  ...{ now: () => new Date(), confirm: async () => true, progress: () => undefined },
});
const files = () => {
  mkdirSync(join(directory, 'files'), { recursive: true });
  return made.map(({ id, text }) => {
    const file = join(directory, 'files', `${id}.txt`);
    writeFileSync(file, text);
    return file;
  });
};
const openShared = () => createAssistant(root, directory, { vectors: sharedVectors(postgres.url) });
const countRows = async () => {
  const { rows } = await postgres.database.query<{ tablename: string }>(`select tablename from pg_tables where tablename like 'clauses_%'`); // prettier-ignore
  expect(rows).toHaveLength(1);
  const [{ tablename = '' } = {}] = rows;
  return Number((await postgres.database.query<{ n: string }>(`select count(*) as n from ${tablename}`)).rows[0]?.n); // prettier-ignore
};
const ask = async (assistant: Assistant, content: string, policy?: string) => JSON.stringify(await assistant.ask([{ role: 'user', content }], { policy })); // prettier-ignore

beforeAll(async () => {
  postgres = await startEmbeddedPostgres();
  await builtAssistant(directory);
  const library = join(directory, 'library');
  await ingest({ ...options(library), files: files() });
  inMemory = await createAssistant(root, directory);
  // One after another: what is embedded has a single session, and statements sent at the same time would mix in it.
  shared = await openShared();
  await openShared();
});
afterAll(async () => {
  await postgres.remove();
  rmSync(directory, { recursive: true });
});

test('replicas of one library hold every clause once', async () => {
  expect(shared.library.doubts).toEqual([]);
  expect(shared.library.hasVectors).toBe(true);
  const distinct = new Set(made.flatMap(({ id }) => shared.library.policy(id)?.clauses.map(({ text }) => text) ?? [])); // prettier-ignore
  expect(await countRows()).toBe(distinct.size + (shared.library.policy(PLAN_ID)?.clauses.length ?? 0));
});

test('answers are the same bytes as with the vectors in memory', async () => {
  for (const question of [...known, ...absentQuestions().slice(0, 10), ...planQuestions().slice(0, 20)]) {
    expect(await ask(shared, question, '*')).toBe(await ask(inMemory, question, '*'));
    expect(await ask(shared, question)).toBe(await ask(inMemory, question));
  }
});

test('the clauses found are the same; further down both may miss one of the true nearest', async () => {
  let same = 0;
  for (const question of known) {
    const [ours, theirs] = [await shared.searchLibrary(question, 10, '*'), await inMemory.searchLibrary(question, 10, '*')]; // prettier-ignore
    const place = ({ policy, clause }: (typeof ours)[number]) => `${policy} ${clause}`;
    expect(ours.slice(0, 1).map(place)).toEqual(theirs.slice(0, 1).map(place)); // the second may be nearly tied
    same += theirs.filter((one) => ours.some((other) => place(other) === place(one))).length;
  }
  expect(same / (10 * known.length)).toBeGreaterThan(0.97);
});

test('documents taken in are added to the table, and no file of vectors is written', async () => {
  const library = join(directory, 'other');
  const before = await countRows();
  const vectors = sharedVectors(postgres.url);
  const first = await ingest({ ...options(library), files: files().slice(0, 2), vectors });
  expect(first.index).toMatchObject({ embedded: 0, doubt: null }); // they stand there already
  // This shelf has a sixth of the table's clauses: the others are gone, and taken out.
  expect(await countRows()).toBeLessThan(before / 2);
  const second = await ingest({ ...options(library), files: files().slice(2, 3), vectors });
  expect(second.index.embedded).toBeGreaterThan(10);
  expect(existsSync(join(library, '.vectors'))).toBe(false);
  expect(readdirSync(library)).toHaveLength(3);
});

test('the settings are enough to use it', async () => {
  const env = { ...process.env, DATA_DIR: directory, VECTOR_STORE: 'pgvector', DATABASE_URL: postgres.url };
  const args = ['--import', 'tsx', join(root, 'src/main.ts'), 'ask', '--policy', '*'];
  const [{ question = '' } = {}] = made[0]?.questions ?? [];
  const { stdout } = await run(process.execPath, [...args, question], { env, cwd: root });
  expect(stdout).toContain(made[0]?.title);
  expect(await countRows()).toBeGreaterThan(200); // it added what was taken out before
});

test('while the database is away words alone are used, and then vectors again', async () => {
  const [{ question = '' } = {}] = made[1]?.questions ?? [];
  const before = await ask(shared, question, '*');
  await postgres.stop();
  const answer = await ask(shared, question, '*');
  expect(JSON.parse(answer)).toMatchObject({ outcome: 'answered' });
  expect(shared.library.hasVectors).toBe(false);
  const away = await openShared();
  expect(away.library.doubts.join()).toContain('vectors are not used');
  expect(await ask(away, question)).toBe(await ask(inMemory, question));
  await postgres.start();
  await sleep(1100); // it is not asked again right after a failure
  await ask(away, question, '*');
  for (let i = 0; i < 40 && !away.library.hasVectors; i += 1) await sleep(50);
  for (const assistant of [shared, away]) {
    expect(await ask(assistant, question, '*')).toBe(before);
    expect(assistant.library.hasVectors).toBe(true);
  }
});
