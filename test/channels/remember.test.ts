import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createAssistant, type Assistant } from '../../src/assistant.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { DISGUISES, VALUES } from '../support/personal-values.js';
import { seeded } from '../support/seeded.js';

const root = mkdtempSync(join(tmpdir(), 'suwen-remember-'));
const logged: string[] = [];
const keep = (fields: unknown) => void logged.push(JSON.stringify(fields));
let assistant: Assistant;
let store: Store;
let app: ReturnType<typeof createApp>;

const open = async () => {
  store = await openStore({ dataDirectory: join(root, 'data') });
  // The client is who env says, as the server adapter would.
  const clientOf = (env: unknown) => (env as { client?: string } | undefined)?.client ?? 'one';
  app = createApp(assistant, { logger: { info: keep, error: keep }, rateLimitPerMinute: 0, clientOf, store });
};
beforeAll(async () => {
  assistant = await createAssistant(join(import.meta.dirname, '../..'), join(root, 'index'));
  await open();
});
afterAll(async () => {
  await store.close();
  rmSync(root, { recursive: true });
});
const restart = async () => {
  await store.close();
  await open();
};

type Reply = {
  id: string;
  outcome: string;
  reason: string | null;
  text: string;
  conversationId: string;
  citations: { clause: number }[];
  segments: { kind: string; text: string }[];
};
const post = (path: string, body: unknown, client = 'one') =>
  app.request(
    path,
    { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    { client },
  );
const ask = async (content: string, conversationId?: string, client?: string) => {
  const body = {
    messages: [{ role: 'user', content }],
    ...(conversationId === undefined ? {} : { conversationId }),
  };
  return (await (await post('/api/chat', body, client)).json()) as Reply;
};

describe('a conversation', () => {
  test('goes on after a restart', async () => {
    const { conversationId } = await ask('异地就医直接结算率要到多少');
    await restart();
    expect((await ask('那低保呢', conversationId)).citations[0]?.clause).toBe(6);
  });

  test('is nobody else’s: with its id another client begins their own', async () => {
    const { conversationId } = await ask('异地就医直接结算率要到多少');
    const alone = await ask('那呢', 'never-used', 'two');
    const guessed = await ask('那呢', conversationId, 'two');
    expect({ ...guessed, id: '', conversationId: '' }).toEqual({ ...alone, id: '', conversationId: '' });
  });
});

describe('feedback', () => {
  test('is stored with its answer', async () => {
    const { id } = await ask('公办学校就读比例是多少');
    expect((await post('/api/feedback', { answerId: id, rating: 'down', comment: '太长' })).status).toBe(204);
    expect((await store.feedback.list())[0]).toMatchObject({ answerId: id, rating: 'down', comment: '太长' });
    await restart();
    expect((await post('/api/feedback', { answerId: id, rating: 'up' })).status).toBe(204);
    expect(await store.answers.list({ rating: 'up' })).toMatchObject([
      { id, question: '公办学校就读比例是多少' },
    ]);
  });

  test.each([
    ['an unknown answer', { answerId: 'nothing', rating: 'up' }, 404],
    ['a comment of 501 characters', { answerId: 'nothing', rating: 'up', comment: '长'.repeat(501) }, 422],
    ['another rating', { answerId: 'nothing', rating: 'five' }, 400],
    ['no answer', { rating: 'up' }, 400],
  ])('is refused for %s', async (_name, body, status) => {
    const response = await post('/api/feedback', body);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
  });
});

describe('a question with personal data', () => {
  test('is answered without it, and told so', async () => {
    const plain = await ask('公办学校就读比例是多少');
    const answer = await ask('我的手机号是138 0013 8000，公办学校就读比例是多少');
    expect(answer.outcome).toBe('answered');
    expect(answer.segments[0]).toMatchObject({
      kind: 'template',
      text: '您的问题里有个人信息，已经去掉，没有保存。\n',
    });
    expect(answer.segments.slice(1)).toEqual(plain.segments);
  });

  test.each(['13800138000', '我的身份证号是11010519491231002X', '电话：025-83301234。'])(
    'and nothing else is refused: %s',
    async (question) => {
      expect(await ask(question)).toMatchObject({ outcome: 'refused', reason: 'personal_data' });
    },
  );

  test('leaves nothing of it on disk, in logs or in the answer', async () => {
    const random = seeded(5);
    const values: string[] = [];
    for (const [kind, make] of Object.entries(VALUES)) {
      for (const disguise of [undefined, ...Object.values(DISGUISES)]) {
        const value = make(random);
        const written = disguise?.(value, random) ?? value;
        if (kind === 'openid' && disguise !== undefined) continue; // written by programs, not by people
        values.push(value, written);
        const question = `我的号码${written}，农民进城落户后地怎么办`;
        const reply = await ask(question, `pii-${values.length}`);
        expect(reply.text).not.toContain(written);
        await post('/api/feedback', { answerId: reply.id, rating: 'down', comment: `回我 ${written}` });
        values.push(...(value.length > 12 ? [value.slice(0, 12), value.slice(-8)] : []));
      }
    }
    const bytes = () => readdirSync(join(root, 'data')).map((file) => readFileSync(join(root, 'data', file)));
    const found = () =>
      values.filter(
        (value) =>
          bytes().some((file) => file.includes(value)) || logged.some((line) => line.includes(value)),
      );
    expect(found()).toEqual([]);
    await restart();
    expect(found()).toEqual([]);
    expect((await store.answers.list())[0]?.question).toContain('〔');
  });
});

test('what a person deletes is gone from the files too', async () => {
  const marked = '我姓欧阳修远门想问落户';
  await ask(marked, 'secret', 'three');
  await restart();
  const bytes = () =>
    Buffer.concat(
      readdirSync(join(root, 'data'))
        .filter((file) => statSync(join(root, 'data', file)).isFile())
        .map((file) => readFileSync(join(root, 'data', file))),
    );
  expect(bytes().includes(marked)).toBe(true);
  await store.forget(await store.owners.of('api', 'three'));
  expect(bytes().includes(marked)).toBe(false);
});

describe('switched off', () => {
  afterEach(() => store.settings.switch('channel:api', 'on', 'test', 'test'));
  test('the channel says so, and nothing else stops', async () => {
    await store.settings.switch('channel:api', 'off', 'test', 'test');
    expect((await post('/api/chat', { messages: [{ role: 'user', content: '医保' }] })).status).toBe(503);
    expect((await app.request('/api/policy')).status).toBe(200);
  });
});
