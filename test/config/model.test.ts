import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { embeddingsConfig } from '../../src/config/embeddings.js';
import { chatModelConfig } from '../../src/config/model.js';

const CHAT = { CHAT_BASE_URL: 'https://models.example/v1/', CHAT_API_KEY: 'k', CHAT_MODEL: 'm' };
const EMBEDDINGS = {
  EMBEDDINGS_BASE_URL: 'https://models.example/v1',
  EMBEDDINGS_API_KEY: 'k',
  EMBEDDINGS_MODEL: 'm',
};

test('without settings there is no model', () => {
  expect(chatModelConfig(readConfig({}))).toBeUndefined();
  expect(embeddingsConfig(readConfig({}))).toBeUndefined();
});

test('address, key and name are enough for one', () => {
  expect(chatModelConfig(readConfig(CHAT))).toMatchObject({
    ...{ baseUrl: 'https://models.example/v1', apiKey: 'k', model: 'm' },
    deadlines: { firstTokenMs: 6000, idleMs: 4000, totalMs: 20_000 },
    ...{ slots: 8, queue: 16 },
  });
  expect(embeddingsConfig(readConfig(EMBEDDINGS))).toMatchObject({ model: 'm', queryMs: 250 });
});

test.each(Object.keys(CHAT))('without %s the others are refused', (missing) => {
  expect(() => readConfig({ ...CHAT, [missing]: undefined })).toThrow(`${missing}: is missing`);
});

test.each(Object.keys(EMBEDDINGS))('without %s the others are refused', (missing) => {
  expect(() => readConfig({ ...EMBEDDINGS, [missing]: undefined })).toThrow(`${missing}: is missing`);
});

test('an embedding model is at an endpoint or in a directory', () => {
  expect(embeddingsConfig(readConfig({ EMBEDDINGS_DIR: '/models/bge' }))).toEqual({ directory: '/models/bge', queryPrefix: '' }); // prettier-ignore
  expect(() => readConfig({ ...EMBEDDINGS, EMBEDDINGS_DIR: '/models/bge' })).toThrow('one or the other');
});

test('residents get a model only with its filing number', () => {
  expect(() => readConfig({ ...CHAT, PROFILE: 'public' })).toThrow('CHAT_FILING_NUMBER: is missing');
  expect(() => readConfig({ ...CHAT, PROFILE: 'public', CHAT_FILING_NUMBER: '备案号' })).not.toThrow();
  expect(() => readConfig({ PROFILE: 'public' })).not.toThrow();
});

test.each([
  'http://127.0.0.1:11434/v1',
  'http://localhost:8000/v1',
  'http://[::1]:8000/v1',
  'https://10.1.2.3/v1',
])('%s is allowed as it is', (CHAT_BASE_URL) => {
  expect(() => readConfig({ ...CHAT, CHAT_BASE_URL })).not.toThrow();
});

test.each([
  'http://10.1.2.3/v1',
  'http://192.168.1.9:8000/v1',
  'http://172.16.0.1/v1',
  'http://ollama:11434/v1',
  'http://gpu.internal/v1',
])('%s needs a permission', (CHAT_BASE_URL) => {
  expect(() => readConfig({ ...CHAT, CHAT_BASE_URL })).toThrow('CHAT_ALLOW_PRIVATE=true');
  expect(() => readConfig({ ...CHAT, CHAT_BASE_URL, CHAT_ALLOW_PRIVATE: 'true' })).not.toThrow();
  expect(() => readConfig({ ...EMBEDDINGS, EMBEDDINGS_BASE_URL: CHAT_BASE_URL })).toThrow(
    'EMBEDDINGS_ALLOW_PRIVATE=true',
  );
});

test.each(['http://models.example/v1', 'http://8.8.8.8/v1', 'http://172.32.0.1/v1'])(
  '%s would send the key in clear',
  (CHAT_BASE_URL) => {
    expect(() => readConfig({ ...CHAT, CHAT_BASE_URL, CHAT_ALLOW_PRIVATE: 'true' })).toThrow('in clear');
  },
);

test.each([
  'models.example',
  'ftp://models.example',
  'https://user:secret@models.example/v1',
  'https://models.example/v1?key=secret',
])('%s is no address of an endpoint, and is not repeated', (CHAT_BASE_URL) => {
  expect(() => readConfig({ ...CHAT, CHAT_BASE_URL })).toThrow(/^(?!.*secret).*CHAT_BASE_URL/su);
});

test('further fields are a JSON object', () => {
  const CHAT_EXTRA = '{"enable_thinking":false}';
  expect(chatModelConfig(readConfig({ ...CHAT, CHAT_EXTRA }))?.extra).toEqual({ enable_thinking: false });
  expect(() => readConfig({ ...CHAT, CHAT_EXTRA: '[1' })).toThrow('CHAT_EXTRA: is a JSON object');
});
