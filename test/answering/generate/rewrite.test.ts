import { describe, expect, test } from 'vitest';
import { createRewrite, isMadeOf, parseRewritePrompt } from '../../../src/answering/generate/rewrite.js';
import { promptsFile, scripted } from './support.js';

const TYPED = ['异地就医直接结算率要到多少', '那低保呢'];

describe('a rewritten question', () => {
  test.each([
    ['低保要到多少', true],
    ['异地就医的低保呢？', true],
    ['低保标准是多少', false], // 标准 was typed by nobody
    ['异地就医直接结算率70%', false],
    ['请访问 example.com', false],
    ['低保呢\n异地就医', false],
    ['', false],
  ])('%s is made of what was typed: %s', (text, is) => {
    expect(isMadeOf(text, TYPED)).toBe(is);
  });

  test('takes numbers and Latin words whole', () => {
    expect(isMadeOf('落户10年', ['落户102年以后'])).toBe(false);
    expect(isMadeOf('落户102年', ['落户102年以后'])).toBe(true);
  });
});

describe('rewriting', () => {
  const history = TYPED.map((content) => ({ role: 'user', content }) as const);
  const rewriteWith = async (...pieces: readonly string[]) =>
    createRewrite(await parseRewritePrompt(promptsFile('rewrite.yml')), scripted(pieces));

  test('gives the model’s question when it may be used', async () => {
    expect(await (await rewriteWith('低保要', '到多少'))(history, { client: 'one' })).toBe('低保要到多少');
  });

  test('gives none when the model adds a word, fails, or there is nothing before', async () => {
    expect(await (await rewriteWith('低保标准'))(history, { client: 'one' })).toBeUndefined();
    const failing = createRewrite(await parseRewritePrompt(promptsFile('rewrite.yml')), scripted(['低保'], 'model_cut')); // prettier-ignore
    expect(await failing(history, { client: 'one' })).toBeUndefined();
    expect(await (await rewriteWith('低保呢'))(history.slice(1), { client: 'one' })).toBeUndefined();
  });
});
