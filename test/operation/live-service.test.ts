import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createAssistant } from '../../src/assistant.js';
import { withClausesHidden } from '../../src/channels/hide-clauses.js';
import { withValidityNotice } from '../../src/channels/validity.js';
import { RetrievalClock, withMetrics } from '../../src/operation/count-answers.js';
import { LiveService, type Content } from '../../src/operation/live-service.js';
import { operationMetrics } from '../../src/operation/metrics.js';
import { edit, smallRoot } from '../support/small-root.js';

const JSON_BODY = { 'Content-Type': 'application/json' };
const root = smallRoot();
const logged: { event?: string; error?: string }[] = [];
const keep = (fields: unknown) => void logged.push(fields as { event?: string });
const logger = { info: keep, error: keep };
const off = new Set<number>();
const clock = new RetrievalClock();
const registry = new Registry();
let opened = 0;
let service: LiveService<Content>;

const open = async (): Promise<Content> => {
  opened += 1;
  return { assistant: await createAssistant(root, join(root, 'data'), { observeRetrieval: clock.add }) };
};

beforeAll(async () => {
  const first = await open();
  const metrics = operationMetrics(registry, first.assistant, {
    version: '1',
    hiddenClauses: () => off.size,
    isDegraded: () => service.degraded.length > 0,
  });
  service = new LiveService(first, {
    ...{ open, logger, metrics },
    isOff: (clause) => off.has(clause),
    build: ({ assistant }, hidden) =>
      createApp(withMetrics(withClausesHidden(withValidityNotice(assistant), hidden), metrics, clock), {
        ...{ logger, rateLimitPerMinute: 0, clientOf: () => 'one' },
        operation: { registry, degraded: () => service.degraded },
      }),
  });
});
beforeEach(() => {
  off.clear();
  logged.length = 0;
});
afterAll(() => rmSync(root, { recursive: true }));

type Reply = {
  outcome: string;
  reason: string | null;
  text: string;
  citations: { clause: number }[];
  segments: { kind: string }[];
};
const get = async (path: string): Promise<string> =>
  (await service.fetch(new Request(`http://x${path}`))).text();
const ask = async (content: string): Promise<Reply> => {
  const body = JSON.stringify({ messages: [{ role: 'user', content }] });
  const response = await service.fetch(
    new Request('http://x/api/chat', { method: 'POST', body, headers: JSON_BODY }),
  );
  expect(response.status).toBe(200);
  return (await response.json()) as Reply;
};
const ready = async () => JSON.parse(await get('/readyz')) as { degraded: string[] };
const prefix = (mark: string) => (text: string) =>
  text
    .replace(/^(bareLead|bareMore): '[^第]*/gmu, `$1: '${mark}`)
    .replace(/^bareMore: "[^第]*/gmu, `bareMore: "\\n${mark}`);

describe('a reload', () => {
  test('takes up changed wording, and never mixes it with what was in use', async () => {
    // Two words of the same wording stand in this answer: before, between two clauses.
    const question = '第3条到第4条';
    edit(root, 'prompts/replies.yml', prefix('旧'));
    await service.reload();
    edit(root, 'prompts/replies.yml', prefix('新'));
    const answers: Promise<Reply>[] = [];
    const asking = setInterval(() => answers.push(ask(question)), 1);
    await service.reload();
    clearInterval(asking);
    const texts = (await Promise.all([...answers, ask(question)])).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('旧') === text.includes('新'))).toEqual([]);
    expect(texts[0]).toContain('旧');
    expect(texts.at(-1)).toContain('新');
    expect(texts.length).toBeGreaterThan(10);
  });

  test('takes up a changed lexicon without building an index', async () => {
    edit(root, 'corpus/lexicon.json', (text) =>
      text.replace(/^\[/u, '[{"canonical":"燃气","aliases":["呼噜气"],"kind":"term","in_plan":true},'),
    );
    await service.reload();
    expect((await ask('哪些条款提到呼噜气')).citations.length).toBeGreaterThan(0);
    expect(await get('/readyz')).toContain('"saved"');
  });

  test.each<[string, string, (text: string) => string]>([
    ['wording with a line missing', 'prompts/replies.yml', (text) => text.replace(/^clarify:.*$/mu, '')],
    ['a corpus file that is cut', 'corpus/questions.jsonl', (text) => text.slice(0, -20)],
    ['a plan with a changed word', 'corpus/su-zheng-fa-2024-102.md', (text) => text.replace('90%', '95%')],
  ])(
    'of %s is refused: what was in use goes on, and /readyz says so until it is mended',
    async (_name, file, damage) => {
      const before = await ask('第3条到第4条');
      let original = '';
      edit(root, file, (text) => damage((original = text)));
      await service.reload();
      expect(logged.find(({ event }) => event === 'reload')?.error).toMatch(/\w/u);
      expect((await ready()).degraded).toEqual(['reload_failed']);
      expect((await ask('第3条到第4条')).text).toBe(before.text);
      edit(root, file, () => original);
      await service.reload();
      expect((await ready()).degraded).toEqual([]);
    },
  );

  test('asked for many times while one runs is followed by one more', async () => {
    const before = opened;
    await Promise.all([1, 2, 3, 4].map(() => service.reload()));
    expect(opened - before).toBe(2);
  });
});

describe('a policy that is no longer in force', () => {
  const metadata = 'corpus/su-zheng-fa-2024-102.yml';
  const withLine = async (line: string) => {
    edit(root, metadata, (text) => `${text.replace(/^(?:supersededBy|validUntil):.*\n/gmu, '')}${line}\n`);
    await service.reload();
    return ask('第4条原文');
  };

  test.each([
    [
      'supersededBy: 苏政发〔2030〕1号',
      '请注意：这份文件已由苏政发〔2030〕1号取代，以下是原文件的内容，仅供查阅。\n',
    ],
    [
      'validUntil: 2025-01-31',
      '请注意：这份文件有效期至2025-01-31，已经过期，以下是原文件的内容，仅供查阅。\n',
    ],
  ])('is said to be so before it is quoted: %s', async (line, notice) => {
    const { text, citations } = await withLine(line);
    expect(text.startsWith(notice)).toBe(true);
    expect(citations.map(({ clause }) => clause)).toEqual([4]);
    const [name, value] = line.split(': ');
    expect(JSON.parse(await get('/api/policy'))).toMatchObject({ policy: { [name ?? '']: value } });
    expect((await ask('帮我写首诗')).text).not.toContain('请注意');
  });

  test('is not so until its last day has passed', async () => {
    expect((await withLine('validUntil: 2999-12-31')).text).not.toContain('请注意');
    expect((await withLine('')).text).not.toContain('请注意');
  });
});

describe('a clause that is switched off', () => {
  const words = '保障随迁子女';

  test('is not quoted from the next request on, 100 times of 100, and quoted again when it is on', async () => {
    for (let i = 0; i < 100; i += 1) {
      off.add(4);
      const hidden = await ask('第4条原文');
      expect([hidden.outcome, hidden.reason, hidden.citations]).toEqual(['refused', 'switched_off', []]);
      expect(hidden.text).toBe('第4条正在核对，暂不显示。请稍后再来，或向当地主管部门、12345 咨询。');
      off.clear();
      expect((await ask('第4条原文')).text).toContain(words);
    }
  });

  test.each([
    '第三部分包含几条措施',
    '第3条到第5条',
    '方案一共定了哪些数字目标',
    '公办学校就读比例是多少',
    '哪些条款提到随迁子女',
    '方案有哪些部分',
  ])('is in no answer: %s', async (question) => {
    const whole = await ask(question);
    off.add(4).add(11);
    const answer = await ask(question);
    const cited = new Set(whole.citations.map(({ clause }) => clause));
    expect(answer.text).not.toContain(words);
    expect(answer.citations.map(({ clause }) => clause)).toEqual(
      [...cited].filter((clause) => !off.has(clause)),
    );
    for (const clause of [4, 11])
      expect(answer.text.includes(`第${clause}条正在核对`)).toBe(cited.has(clause));
    expect(answer.text).not.toMatch(/^\n|「」/u);
  });

  test('is in no list, search or clause of the API', async () => {
    off.add(4);
    for (const path of ['/api/clauses', '/api/clauses/4', '/api/targets', '/api/search?limit=24&q=school'])
      expect(await get(path)).not.toContain(words);
    expect(await get('/api/clauses/4')).toContain('正在核对');
    const { results } = JSON.parse(await get('/api/search?limit=24&q=school')) as { results: unknown[] };
    expect(results).toHaveLength(23);
  });

  test('leaves the other clauses whole, at their places in the text laid out anew', async () => {
    const { assistant } = await open();
    const { policy } = withClausesHidden(assistant, [4, 24]);
    expect(policy.text).not.toContain(words);
    for (const { number, text, offset } of policy.clauses) {
      expect(policy.text.slice(offset, offset + text.length)).toBe(text);
      expect(text === assistant.policy.clauses[number - 1]?.text).toBe(number !== 4 && number !== 24);
    }
  });
});

test('metrics count answers, steps, reloads and what is switched off, with labels of few values', async () => {
  off.add(6);
  await ask('第4条原文');
  const text = await get('/metrics');
  expect(text).toMatch(/suwen_answers_total\{outcome="answered",reason=""\} \d/u);
  expect(text).toMatch(/suwen_answer_seconds_bucket\{le="0.1",step="retrieve"\} \d/u);
  expect(text).toMatch(/suwen_reloads_total\{result="failed"\} \d/u);
  expect(text).toContain('suwen_index_info{origin="saved"} 1');
  expect(text).toContain('suwen_clauses_off 1');
  expect(text).toMatch(/suwen_build_info\{version="1",node="[\d.]+"\} 1/u);
  expect(text).toContain('suwen_http_requests_total');
  expect(text).toContain('process_resident_memory_bytes');
});
