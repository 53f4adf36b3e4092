/** Two built services, one PostgreSQL, haproxy in front; one service is killed under load: npm run test:replicas. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageRequest, readReply } from '../../src/channels/wechat/peer.js';
import { openStore } from '../../src/storage/open-store.js';
import { serviceOf, type Service } from '../prove/load/service.js';
import { HAS_POSTGRES, NO_POSTGRES, startPostgres, type Postgres } from '../support/postgres.js';
import { environment, peer } from '../support/wechat.js';
import { addressOf, ask, each, post, talk, TALK_COUNT, type Talked } from './people.js';
import { HAS_PROXY, NO_PROXY, startProxy, type Proxy } from './proxy.js';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist', 'main.js');
const PEOPLE = 60;
const TURNS = 6;
const PER_MINUTE = 30;
// Log rows wait this long to be written together (src/storage/limits.ts); a killed process loses those.
const FLUSH_MS = 50;
const LATE_MS = 1000;

const say = (line: string) => void process.stdout.write(`replicas: ${line}\n`);
const directory = mkdtempSync(join(tmpdir(), 'suwen-replicas-'));
const canRun = HAS_POSTGRES && HAS_PROXY;
if (!HAS_POSTGRES) say(NO_POSTGRES);
if (!HAS_PROXY) say(NO_PROXY);

let postgres: Postgres;
let replicas: Service[] = [];
let proxy: Proxy;
let database: pg.Pool;

function startReplica(name: string): Promise<Service> {
  const settings = {
    ...{ HOST: '127.0.0.1', PORT: '0', DATA_DIR: join(directory, name), DATABASE_URL: postgres.url },
    ...{ TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_PER_MINUTE: String(PER_MINUTE), LOG_LEVEL: 'info' },
  };
  const env = { ...process.env, ...environment, ...settings };
  return serviceOf(spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] }));
}

async function rows<T extends pg.QueryResultRow>(query: string): Promise<T[]> {
  return (await database.query<T>(query)).rows;
}

describe.skipIf(!canRun)('two replicas behind a proxy, with one database', () => {
  beforeAll(async () => {
    if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing. Run npm run build.`);
    const published = join(directory, 'published');
    mkdirSync(published);
    // What npm start has built saves a minute; its hashes are checked before it is used.
    const saved = join(ROOT, '.data', 'index');
    if (existsSync(saved)) cpSync(saved, join(published, 'index'), { recursive: true });
    execFileSync(process.execPath, [MAIN, 'index'], { env: { ...process.env, DATA_DIR: published } });
    for (const name of ['replica1', 'replica2'])
      cpSync(published, join(directory, name), { recursive: true });
    postgres = await startPostgres();
    // Both at once on an empty database: they must agree on who migrates it and on the pseudonym key.
    replicas = await Promise.all([startReplica('replica1'), startReplica('replica2')]);
    proxy = await startProxy(
      directory,
      replicas.map(({ port }) => port),
    );
    database = new pg.Pool({ connectionString: postgres.url });
    database.on('error', () => undefined);
  });

  afterAll(async () => {
    await proxy?.stop();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await database?.end();
    postgres?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  test('both loaded the index that was published, and built none', async () => {
    for (const { port } of replicas) {
      const ready: unknown = await (await fetch(`http://127.0.0.1:${port}/readyz`)).json();
      expect(ready).toMatchObject({ status: 'ok', index: 'saved', degraded: [] });
    }
    const bytesOf = (name: string) =>
      readdirSync(join(directory, name, 'index'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('base64'));
    expect(bytesOf('replica1')).toEqual(bytesOf('replica2'));
  });

  test('a person’s allowance is one, whichever replica is asked', async () => {
    const address = addressOf(400);
    const begun = performance.now();
    const statuses: number[] = [];
    await each(
      3 * PER_MINUTE,
      async () => void statuses.push((await post(proxy.url, address, '目录')).status),
    );
    const refilled = Math.ceil(((performance.now() - begun) / 60_000) * PER_MINUTE);
    const allowed = statuses.filter((status) => status === 200).length;
    say(`limit: ${statuses.length} requests to two replicas, ${allowed} answered (limit ${PER_MINUTE}, ${refilled} refilled meanwhile), the others 429`); // prettier-ignore
    // 503: a busy machine sheds; those are not counted against the allowance.
    expect(statuses.filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(statuses).toContain(429);
    expect(allowed).toBeLessThanOrEqual(PER_MINUTE + refilled);
  });

  test('a message of WeChat delivered to both gets one reply', async () => {
    const identical: boolean[] = [];
    // One after another: when the database is too slow for a claim the reply is made twice, in time rather than once.
    for (let i = 0; i < 20; i += 1) {
      const CreateTime = Math.floor(Date.now() / 1000);
      const fields = { ToUserName: 'gh_8f3b2a1c0d9e', FromUserName: `o${i}`, CreateTime, MsgType: 'text' };
      const { query, body } = messageRequest(peer, { ...fields, Content: '第9条', MsgId: `7${i}` }, Date.now()); // prettier-ignore
      const replies = replicas.map(async ({ port }) => {
        const address = `http://127.0.0.1:${port}/wechat/official-account?${query.toString()}`;
        const reply = readReply(peer, await (await fetch(address, { method: 'POST', body })).text());
        return reply.kind === 'text' ? `${reply.fields.get('CreateTime')} ${reply.text}` : reply.kind;
      });
      const [first, second] = await Promise.all(replies);
      identical.push(first === second && first?.includes('第9条') === true);
    }
    const [count] = await rows<{ n: string }>(`select count(*) as n from answers where channel like 'wechat%'`); // prettier-ignore
    say(`WeChat: 20 messages to both replicas at once, ${identical.filter(Boolean).length} with two identical replies`); // prettier-ignore
    expect(identical).toEqual(identical.map(() => true));
    expect(Number(count?.n ?? 0)).toBeLessThanOrEqual(20);
  });

  describe('one is killed under load', () => {
    let talked: Talked;
    let killedAt = 0;
    const expected = new Map<string, string>(); // talk and turn: the clauses, as one replica alone answers
    const turnOf = (person: number, turn: number) => `${person % TALK_COUNT}.${turn}`;

    beforeAll(async () => {
      const control = await talk(`http://127.0.0.1:${replicas[1]?.port}`, TALK_COUNT, TURNS, () => undefined);
      for (const { person, turn, clauses } of control.acknowledged)
        expected.set(turnOf(person, turn), clauses.join());
      talked = await talk(proxy.url, PEOPLE, TURNS, (count) => {
        if (killedAt > 0 || count < (PEOPLE * TURNS) / 2) return;
        killedAt = Date.now();
        replicas[0]?.child.kill('SIGKILL');
      });
      const by = (name: string) => talked.acknowledged.filter(({ replica }) => replica === name).length;
      say(`load: ${PEOPLE} people, ${TURNS} turns each; ${talked.acknowledged.length} answered (replica1 ${by('replica1')}, replica2 ${by('replica2')}), ${talked.repeated} sent again, ${talked.unanswered} never answered`); // prettier-ignore
    });

    test('everybody is answered, by both before and by one after', () => {
      expect(talked.unanswered).toBe(0);
      expect(talked.acknowledged).toHaveLength(PEOPLE * TURNS);
      const before = talked.acknowledged.filter(({ at }) => at < killedAt);
      expect(new Set(before.map(({ replica }) => replica))).toEqual(new Set(['replica1', 'replica2']));
      const after = talked.acknowledged.filter(({ at }) => at > killedAt + LATE_MS);
      expect(after.filter(({ replica }) => replica === 'replica1')).toEqual([]);
    });

    test('every acknowledged question is in the shared conversation', async () => {
      const turns = await rows<{ conversation_id: string; content: string }>(
        `select conversation_id, content from turns where role = 'user'`,
      );
      const stored = new Set(turns.map((turn) => `${turn.conversation_id} ${turn.content}`)); // prettier-ignore
      const lost = talked.acknowledged.filter(({ conversationId, content }) => !stored.has(`${conversationId} ${content}`)); // prettier-ignore
      say(`conversations: ${talked.acknowledged.length} acknowledged questions, ${lost.length} lost`);
      expect(lost).toEqual([]);
    });

    test('follow-ups continue on the other replica', () => {
      const moved = talked.acknowledged.filter(({ person, turn, replica }) => turn > 0 && talked.acknowledged.some((one) => one.person === person && one.turn === turn - 1 && one.replica !== replica)); // prettier-ignore
      const astray = moved.filter(
        ({ person, turn, clauses }) => clauses.join() !== expected.get(turnOf(person, turn)),
      );
      say(`follow-ups: ${moved.length} answered by another replica than the turn before, ${astray.length} answered otherwise than by one replica alone`); // prettier-ignore
      expect(moved.length).toBeGreaterThan(PEOPLE / 3);
      expect(astray).toEqual([]);
    });

    test('of the log at most what waited to be written is missing', async () => {
      await new Promise((resolve) => setTimeout(resolve, LATE_MS));
      const kept = new Set((await rows<{ id: string }>('select id from answers')).map(({ id }) => id));
      const missing = talked.acknowledged.filter(({ answerId }) => !kept.has(answerId));
      say(`log: ${missing.length} answers missing, a killed replica loses what waited (${FLUSH_MS} ms)`); // prettier-ignore
      expect(missing.filter(({ replica, at }) => replica !== 'replica1' || at < killedAt - LATE_MS)).toEqual([]); // prettier-ignore
    });

    test('the audit chain of both is whole', async () => {
      const store = await openStore({ databaseUrl: postgres.url, dataDirectory: directory });
      const verified = await store.audit.verify();
      await store.close();
      say(`audit: ${verified.rows} rows, ${verified.brokenAt === null ? 'whole' : `broken at ${verified.brokenAt}`}`); // prettier-ignore
      expect(verified.brokenAt).toBeNull();
      expect(verified.rows).toBeGreaterThan(PEOPLE);
    });

    test('a replica that comes back continues what was begun on the other', async () => {
      replicas[0] = await startReplica('replica1');
      const [back, other] = replicas.map(({ port }) => `http://127.0.0.1:${port}`);
      const address = addressOf(500);
      const begun = await ask(other ?? '', address, '异地就医直接结算率要到多少');
      const { reply } = await ask(back ?? '', address, '那具体怎么规定的', begun.reply.conversationId);
      expect(reply.citations.map(({ clause }) => clause).join()).toBe(expected.get(turnOf(0, 1)));
      expect(reply.citations.length).toBeGreaterThan(0);
      say('restart: the replica came back on its own copy of the index and continued a conversation begun on the other'); // prettier-ignore
    });
  });
});
