import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSentences } from '../../../src/answering/generate/read-sentences.js';
import { line } from './support.js';

async function* pieces(list: readonly string[]) {
  yield* list;
}
const read = async (...list: readonly string[]) => {
  const found: string[] = [];
  for await (const { text } of readSentences(pieces(list))) found.push(text);
  return found;
};

test('sentences are the same however the stream is cut', async () => {
  const text = `${line('一。', 'c1')}${line('二。', 'c1', 'c2')}{"text":"三。","cites":[]}`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: text.length })), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const list = at.slice(1).map((end, i) => text.slice(at[i], end));
      expect(await read(...list)).toEqual(['一。', '二。', '三。']);
    }),
  );
});

test.each([
  ['fences and remarks', ['```json\n', line('一。', 'c1'), '```\n好的。'], ['一。']],
  ['commas after lines', ['{"text":"一。","cites":["c1"]},\n'], ['一。']],
  ['other shapes', ['{"text":1,"cites":["c1"]}\n{"text":"一。"}\n[]\n{"text":"一', '\n'], []],
  ['a line that never ends', [`{"text":"${'一'.repeat(5000)}`, '"}\n'], []],
])('%s are left out', async (_, list, found) => {
  expect(await read(...list)).toEqual(found);
});
