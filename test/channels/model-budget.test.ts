import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChatModel } from '../../src/model/chat-model.js';
import { configAt } from '../bench/model-answers/through-http.js';
import { startFakeModel, type FakeModel } from '../support/fake-model/server.js';
import { serveApp, type ServedApp } from '../support/serve-app.js';

// One answer takes some 500 tokens of prompt and reserves 600 to write.
const FOR_ONE = 1500;
let fake: FakeModel;
let app: ServedApp;

beforeAll(async () => {
  fake = await startFakeModel('good');
  const budgets = { perDay: 1e9, perClientDay: FOR_ONE };
  app = await serveApp(createChatModel({ ...configAt(fake.baseUrl), budgets }));
});
afterAll(async () => {
  await app.stop();
  await fake.close();
});

test('whose tokens are spent gets the offline answer, is told why, and costs no further call', async () => {
  const ask = (content: string) => app.chat([{ role: 'user', content }]);
  expect(await ask('公办学校就读比例是多少')).toMatchObject({ mode: 'generated', degraded: null });
  const calls = fake.received.length;
  const refused = await ask('异地就医直接结算率要达到多少');
  expect(refused).toMatchObject({ mode: 'extractive', degraded: 'model_budget', outcome: 'answered' });
  expect(refused.text).toContain('85%以上');
  expect(fake.received.length).toBe(calls);
});
