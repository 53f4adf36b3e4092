import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createApp } from '../../src/app.js';
import { createAssistant, type Assistant } from '../../src/assistant.js';
import { clauseOf } from '../../src/domain/policy.js';

const directory = mkdtempSync(join(tmpdir(), 'suwen-'));
const root = join(import.meta.dirname, '../..');
let assistant: Assistant;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  assistant = await createAssistant(root, directory);
  const logger = { info: () => undefined, error: () => undefined };
  app = createApp(assistant, { logger, rateLimitPerMinute: 0, clientOf: () => 'one' });
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The wording file's templates as patterns: a slot may hold only numbers, titles, section names and missing words. */
function templatePatterns(): RegExp[] {
  const strings = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(strings);
  const wording = parse(readFileSync(join(root, 'prompts/replies.yml'), 'utf8')) as {
    missingNames: Record<string, string>;
    validity: string;
  };
  const slots = [
    ...assistant.policy.clauses.map(({ title }) => title),
    ...assistant.policy.sections.map(({ title }) => title),
    ...Object.values(wording.missingNames),
    wording.validity,
  ];
  const one = `(?:[0-9]+|${slots.map(escape).join('|')})`;
  const slot = `${one}(?:、${one})*`; // what is missing may be several things
  return ['\n', ...strings(wording)].map(
    (text) => new RegExp(`^${escape(text).replace(/\\\{\w+\\\}/gu, slot)}$`, 'u'),
  );
}

const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

type Body = {
  text: string;
  segments: {
    kind: string;
    text: string;
    citations: { clause: number; start: number; end: number; quote: string }[];
  }[];
};

test('4,000 generated questions give only fixed wording and verbatim clause text, and never a 5xx', async () => {
  const patterns = templatePatterns();
  const questions = readFileSync(join(root, 'corpus/questions.jsonl'), 'utf8').trim().split('\n');
  const words = questions.map((line) => (JSON.parse(line) as { question: string }).question);
  const cut = fc
    .tuple(fc.constantFrom(...words), fc.constantFrom(...words), fc.nat(20))
    .map(([a, b, n]) => a.slice(0, n) + b.slice(n));
  const lookup = fc
    .tuple(
      fc.constantFrom('第', '', '第三部分', '哪些条款提到'),
      fc.nat(99),
      fc.constantFrom('条', '条原文', '万元', '%'),
    )
    .map((parts) => parts.join(''));
  const unicode = fc.string({ unit: 'binary', maxLength: 60 });
  const question = fc.oneof(cut, lookup, unicode, fc.constantFrom(...words));
  await fc.assert(
    fc.asyncProperty(question, async (content) => {
      const response = await app.request('/api/chat', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ messages: [{ role: 'user', content }] }),
      });
      expect(response.status).toBe(200);
      const { text, segments } = (await response.json()) as Body;
      expect(segments.map((segment) => segment.text).join('')).toBe(text);
      for (const segment of segments) {
        const isFixed = segment.kind === 'template' && patterns.some((pattern) => pattern.test(segment.text));
        const isQuoted = segment.text === segment.citations.map(({ quote }) => quote).join('');
        expect(isFixed || isQuoted).toBe(true);
        for (const { clause, start, end, quote } of segment.citations) {
          expect(clauseOf(assistant.policy, clause)?.text.slice(start, end)).toBe(quote);
        }
      }
    }),
    { numRuns: 4000, seed: 102 },
  );
});

test('1,000 random byte strings as bodies never give a 5xx', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
      const response = await app.request('/api/chat', { method: 'POST', body: Buffer.from(body) });
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 1000, seed: 102 },
  );
});
