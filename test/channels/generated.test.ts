import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import type { Assistant } from '../../src/assistant.js';
import type { AnswerObject } from '../../src/channels/api/answer-object.js';
import { readSiteFiles } from '../../src/channels/web/site.js';
import { readConfig } from '../../src/config.js';
import { generatorFor, openModel, readPrompts } from '../../src/generator.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import { askJson, askStream, settled } from '../bench/model-answers/through-http.js';
import { MODES, type Mode } from '../support/fake-model/modes.js';
import { startFakeModel, type FakeModel } from '../support/fake-model/server.js';
import { listen } from '../support/serve.js';
import { builtAssistant } from '../support/built-assistant.js';

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
const QUESTION = '公办学校就读比例是多少';
const WRITING: readonly Mode[] = ['ok', 'good', 'mediocre'];
let assistant: Assistant;
let store: Store;
let fake: FakeModel;
let service: Awaited<ReturnType<typeof listen>>;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  assistant = await builtAssistant(directory);
  store = await openStore({ dataDirectory: directory, databaseUrl: undefined, pepper: undefined });
  fake = await startFakeModel('good');
});
// A breaker that one test opened must not spare the next its fault.
beforeEach(async () => {
  fake.become('good');
  fake.received.length = 0;
  await service?.stop();
  const config = readConfig({
    ...{
      CHAT_BASE_URL: fake.baseUrl,
      CHAT_API_KEY: 'none',
      CHAT_MODEL: 'fake-1',
      CHAT_FILING_NUMBER: '备案-1',
    },
    ...{ PROFILE: 'public', CHAT_FIRST_TOKEN_MS: '200', CHAT_IDLE_MS: '150', CHAT_TOTAL_MS: '400' },
  });
  const isOff = () => store.settings.isOff('mode:generated');
  const model = await openModel(config);
  const generator = model && generatorFor(model, { prompts: await readPrompts(root), assistant, isOff });
  const nothing = () => undefined;
  app = createApp(assistant, {
    ...{ logger: { info: nothing, error: nothing }, rateLimitPerMinute: 0, clientOf: () => 'one' },
    ...{ store, generator, site: readSiteFiles(root) },
  });
  service = await listen(app.fetch);
});
afterAll(async () => {
  await service?.stop();
  await fake.close();
  await store.close();
  rmSync(directory, { recursive: true });
});

const offlineText = async () => {
  const { segments } = await assistant.ask([{ role: 'user', content: QUESTION }]);
  return segments.map(({ text }) => text).join('');
};

describe('an answer with a model', () => {
  test('says so, begins with the label, and carries the implicit one', async () => {
    const { answer } = await askJson(service.url, QUESTION);
    expect(answer).toMatchObject({ mode: 'generated', degraded: null, outcome: 'answered' });
    expect(answer?.text.slice(0, 64)).toMatch(/^【AI生成】.*人工智能生成/u);
    expect(answer?.text).toContain(await offlineText());
    expect(answer?.label).toMatch(/^【AI生成】.*人工智能生成/u);
    expect(answer?.aigc).toMatchObject({ Label: '1', ProduceID: answer?.id, PropagateID: answer?.id });
    expect(Object.values(answer?.aigc ?? {}).join('')).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/u);
    expect(answer?.segments.map(({ text }) => text).join('')).toBe(answer?.text);
  });

  test('is streamed as the plan’s words first, then each verified sentence; the answer holds just these', async () => {
    const { answer, streamed } = await askStream(service.url, QUESTION);
    expect(streamed[1]?.kind).toBe('quote');
    const firstStatement = streamed.findIndex(({ kind }) => kind === 'statement');
    expect(streamed.slice(0, firstStatement).some(({ text }) => text.startsWith('【AI生成】'))).toBe(true);
    const byText = (segments: AnswerObject['segments']) => segments.map(({ text }) => text).toSorted();
    expect(byText(streamed)).toEqual(byText(answer?.segments ?? []));
  });

  test('is kept in both logs as what it was', async () => {
    const { answer } = await askJson(service.url, QUESTION);
    await expect.poll(async () => (await store.answers.list()).find(({ id }) => id === answer?.id)?.mode).toBe('generated'); // prettier-ignore
    await expect.poll(async () => (await store.audit.list()).map(({ detail }) => detail)).toContain('generated'); // prettier-ignore
  });

  test('is counted', async () => {
    await askJson(service.url, QUESTION);
    await askJson(service.url, QUESTION);
    const metrics = await (await app.request('/metrics')).text();
    expect(metrics).toContain('suwen_model_answers{mode="generated",degraded="none"} 2');
    expect(metrics).toContain('suwen_model_remembered{found="yes"} 1');
    expect(metrics).toMatch(/suwen_model_budget_tokens\{of="spent"\} \d{3}/u);
    expect(metrics).toContain('suwen_model_budget_tokens{of="limit"} 5000000');
    expect(metrics).toContain('suwen_model_budget_clients 1');
    expect(metrics).toMatch(/suwen_model_tokens\{kind="prompt"\} \d{3}/u);
  });

  test('never gives personal data to the model', async () => {
    const { answer } = await askJson(service.url, `我的手机号是13800138000，${QUESTION}`);
    expect(answer?.mode).toBe('generated');
    expect(JSON.stringify(fake.received)).not.toContain('13800138000');
  });

  test('stops being generated the moment staff switch it off', async () => {
    await store.settings.switch('mode:generated', 'off', '核对', '测试');
    const { answer } = await askJson(service.url, QUESTION);
    expect(answer).toMatchObject({ mode: 'extractive', degraded: 'model_switched_off', label: '政策原文摘录', text: await offlineText() }); // prettier-ignore
    expect(fake.received).toEqual([]);
    await store.settings.switch('mode:generated', 'on', '核对完毕', '测试');
    expect((await askJson(service.url, QUESTION)).answer?.mode).toBe('generated');
  });

  test('is shown on the page with its label, apart from the plan’s words; the model is named on the about page', async () => {
    const page = await (await app.request(`/?q=${encodeURIComponent(QUESTION)}`)).text();
    expect(page.indexOf('【AI生成】')).toBeLessThan(page.indexOf('<blockquote'));
    expect(page).toMatch(/<p class="stated"><span data-part="quote">[^<]*90%以上/u);
    expect(page).toContain('class="generates"');
    const about = await (await app.request('/about')).text();
    expect(about).toContain('fake-1');
    expect(about).toContain('备案-1');
  });
});

describe('whatever the endpoint does, a question is answered', () => {
  test.each(MODES.filter((mode) => mode !== 'flapping'))('%s', async (mode) => {
    fake.become(mode);
    const [json, stream] = await Promise.all([askJson(service.url, QUESTION), askStream(service.url, QUESTION)]); // prettier-ignore
    for (const { status, answer } of [json, stream]) {
      expect([status, answer?.outcome]).toEqual([200, 'answered']);
      expect(answer?.text).toContain('90%以上');
    }
    // Sentences that were shown before a fault stay; what comes as one piece has none then.
    const isWorded = WRITING.includes(mode);
    const { mode: made, degraded, text } = json.answer ?? {};
    expect([made, degraded?.startsWith('model_') ?? false]).toEqual([isWorded ? 'generated' : 'extractive', !isWorded]); // prettier-ignore
    expect(text === (await offlineText())).toBe(!isWorded);
    await settled(() => fake.open() === 0);
    expect(fake.open()).toBe(0);
  });

  test('and a client that leaves ends the call upstream', async () => {
    fake.become('hang');
    const leaving = new AbortController();
    const asked = askStream(service.url, QUESTION, leaving.signal).catch((error: unknown) => error);
    await expect.poll(() => fake.open()).toBe(1);
    leaving.abort();
    await asked;
    await expect.poll(() => fake.open(), { timeout: 150 }).toBe(0);
  });
});
