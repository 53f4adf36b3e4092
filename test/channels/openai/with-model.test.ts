import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnswerObject } from '../../../src/channels/api/answer-object.js';
import { modelAt, until } from '../../model/support.js';
import { startFakeModel, type FakeModel } from '../../support/fake-model/server.js';
import { serveApp, unmarked, withoutIds, type ServedApp } from '../../support/serve-app.js';

let fake: FakeModel;
let app: ServedApp;
let client: OpenAI;

beforeAll(async () => {
  fake = await startFakeModel('good');
  app = await serveApp(modelAt(fake.baseUrl));
  client = new OpenAI({ baseURL: `${app.url}/v1`, apiKey: 'none needed', maxRetries: 0 });
});
afterAll(async () => {
  await app.stop();
  await fake.close();
});

const user = (content: string) => [{ role: 'user', content } as const];
/** The generated answer's implicit label holds the answer's id. */
const essence = (answer: AnswerObject | undefined) => answer && { ...withoutIds(answer), aigc: undefined };

async function streamed(question: string, signal?: AbortSignal) {
  const stream = await client.chat.completions.create({ model: 'suwen', messages: user(question), stream: true }, { signal }); // prettier-ignore
  let text = '';
  let suwen: AnswerObject | undefined;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    suwen ??= (chunk as { suwen?: AnswerObject }).suwen;
  }
  return { text, suwen };
}

async function whole(question: string) {
  const answer = await client.chat.completions.create({ model: 'suwen', messages: user(question) });
  return {
    text: answer.choices[0]?.message.content ?? '',
    suwen: (answer as { suwen?: AnswerObject }).suwen,
  };
}

async function byAgent(question: string) {
  const agent = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await agent.connect(new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`)));
  const { content, structuredContent } = await agent.callTool({
    name: 'ask_policy',
    arguments: { question },
  });
  await agent.close();
  return { text: content.map((one) => (one.type === 'text' ? one.text : '')).join(''), suwen: structuredContent as AnswerObject }; // prettier-ignore
}

describe.each(['公办学校就读比例是多少', '开网约车出了事有没有保障'])('%s', (question) => {
  test('is worded by the model and labelled first, streamed, whole and to an agent alike', async () => {
    const expected = await app.chat(user(question));
    expect(expected.mode).toBe('generated');
    for (const { text, suwen } of [
      await streamed(question),
      await whole(question),
      await byAgent(question),
    ]) {
      expect(essence(suwen)).toEqual(essence(expected));
      expect(unmarked(text)).toBe(expected.text);
      expect(text).toMatch(/^【AI生成】/u);
    }
  });
});

test('a model that lies changes nothing that is shown', async () => {
  fake.become('lying');
  for (const ask of [streamed, whole, byAgent]) {
    const { text, suwen } = await ask('异地就医直接结算率要到多少');
    expect([suwen?.mode, suwen?.degraded]).toEqual(['extractive', 'model_unverified']);
    expect(text).toContain('异地就医直接结算率达85%以上');
    expect(text).not.toContain('AI生成');
  }
});

test('a client that leaves stops the model', async () => {
  fake.become('hang');
  const leave = new AbortController();
  const before = fake.received.length;
  const left = streamed('农民进城落户后地怎么办', leave.signal).catch((error: unknown) => error);
  await until(() => fake.received.length > before);
  expect(fake.open()).toBe(1);
  leave.abort();
  await until(() => fake.open() === 0);
  await left;
});
