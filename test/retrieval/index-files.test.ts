import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy, type PolicyDescription } from '../../src/domain/parse-policy.js';
import { openIndex } from '../../src/retrieval/index-files.js';
import type { QuestionData } from '../../src/retrieval/question-data.js';

const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
const name = 'test/fixtures/made-up-policy';
const description = parse(readFileSync(`${name}.yml`, 'utf8')) as PolicyDescription;
const policy = parsePolicy(readFileSync(`${name}.md`), name, description);
const data: QuestionData = {
  questions: [
    { clause: 3, sentence: 1, question: '摆摊一条街能有几个摊位', set: 'test', asks: 'count', covered: true },
    { clause: 4, sentence: 1, question: '摆摊的灯什么时候修好', set: 'test', asks: 'when', covered: true },
  ],
  negatives: [{ question: '你是谁', kind: 'about_bot', near: null }],
  lexicon: [],
};
const open = (hash = 'a') => openIndex(directory, policy, data, hash);
const file = (part: string) => join(directory, part);

beforeAll(async () => void (await open()));
afterAll(() => rmSync(directory, { recursive: true }));

test('a saved index is opened again and finds the same neighbours', async () => {
  const saved = await open();
  expect(saved.origin).toBe('saved');
  const vector = saved.index.embeddings.embed('摆摊的灯什么时候修好');
  expect(saved.index.store.nearest(vector, 1)[0]?.[0].pageContent).toBe('摆摊的灯什么时候修好');
});

test.each<[string, () => void, RegExp]>([
  ['a damaged vector file', () => appendFileSync(file('vectors.hnsw'), 'x'), /vectors\.hnsw does not match/u],
  ['a damaged model file', () => writeFileSync(file('models.bin'), 'x'), /models\.bin does not match/u],
  ['a manifest that is not JSON', () => writeFileSync(file('manifest.json'), '{'), /JSON/u],
  ['no manifest', () => rmSync(file('manifest.json')), /ENOENT/u],
])('%s is never loaded: the index is built again', async (_name, damage, doubt) => {
  damage();
  const built = await open();
  expect(built.origin).toBe('built');
  expect(built.doubt).toMatch(doubt);
  expect((await open()).origin).toBe('saved');
});

test('another source text makes the saved index invalid', async () => {
  expect((await open('b')).doubt).toMatch(/sourceHash is a, expected b/u);
});
