import { serve as serveApp } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAssistant } from '../../../evals/context.js';
import { answerHash } from '../../../evals/record.js';
import { api } from '../../../evals/systems/api.js';
import { offline } from '../../../evals/systems/offline.js';
import { createApp } from '../../../src/app.js';
import type { Assistant } from '../../../src/assistant.js';
import type { Message } from '../../../src/conversation/message.js';
import { caseOf } from '../made-up.js';

// Where the index is not there yet it is built, which a busy machine takes minutes for.
const BUILD_MS = 400_000;
const user = (content: string): Message => ({ role: 'user', content });
const ONE = caseOf();
describe('this project’s own service', () => {
  let assistant: Assistant;
  let server: ReturnType<typeof serveApp> | undefined;
  let base = '';

  beforeAll(async () => {
    assistant = await openAssistant();
    const logger = { info: () => {}, error: () => {} };
    const { fetch } = createApp(assistant, { logger, rateLimitPerMinute: 0, clientOf: () => 'one' });
    const started = serveApp({ fetch, port: 0, hostname: '127.0.0.1' });
    server = started;
    await new Promise<void>((resolve) => void started.once('listening', () => resolve()));
    base = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }, BUILD_MS);
  afterAll(() => {
    server?.close();
  });

  test.each<[string, Message[]]>([
    ['a fact', [user('公办学校就读比例是多少')]],
    ['something that is not in the plan', [user('帮我写首诗')]],
    ['a part of what is asked', [user('保障房一平米多少钱')]],
    ['a follow-up', [user('异地就医直接结算率要到多少'), { role: 'assistant', content: '85%以上' }, user('那低保呢')]],
  ])('says over HTTP what the assistant says in this process, about %s', async (_, messages) => {
    const [here, there] = [offline(assistant), await api(base)];
    const [own, other] = [await here.ask(messages, ONE), await there.ask(messages, ONE)];
    expect(there.textHash).toBe(here.textHash);
    expect(answerHash(other)).toBe(answerHash(own));
    expect(other).toEqual(own);
  }); // prettier-ignore
});
