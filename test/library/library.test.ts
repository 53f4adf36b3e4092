import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createAssistant, PLAN_ID, type Assistant } from '../../src/assistant.js';
import type { AnswerObject } from '../../src/channels/api/answer-object.js';
import { readSiteFiles } from '../../src/channels/web/site.js';
import { ingest } from '../../src/ingest/ingest.js';
import { generatePolicies } from '../support/generate-policies.js';
import { planQuestions } from '../support/plan-questions.js';
import { builtAssistant } from '../support/built-assistant.js';

const QINGHE = ['青禾市夜间集市管理规定', '青禾规〔2031〕7号', '青禾市人民政府', '2031年3月9日', '根据《青禾市商业条例》，制定本规定。', '第一条 适用范围。本市夜间集市的设立和管理适用本规定。', '第二条 摊位支持。每个街道设置摊位不少于十二个，摊位费每月50元。', '第三条 照明改造。2032年6月底前完成主要集市照明改造。', '第四条 卫生要求。摊主每日清扫，垃圾不落地。']; // prettier-ignore
const YUNSHAN = ['云山市夜间集市若干措施', '云山政发〔2032〕9号', '云山市人民政府', '2032年5月1日', '一、摊位管理', '（一）摊位数量。每个街道设置夜间集市摊位不超过八个。', '（二）摊位收费。夜间集市摊位费全免。', '二、保障措施', '（一）部门协同。各部门加强协同。']; // prettier-ignore
const OLD = ['青禾市早市管理规定', '青禾规〔2021〕3号', '青禾市人民政府', '2021年3月9日', '第一条 早市时间。早市五点开始。', '第二条 早市地点。早市设在空地。']; // prettier-ignore

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'suwen-library-'));
let alone: Assistant;
let assistant: Assistant;
let app: ReturnType<typeof createApp>;

async function take(texts: Readonly<Record<string, string>>, supersedes: string | null = null) {
  const files = Object.entries(texts).map(([name, text]) => {
    const file = join(directory, `${name}.txt`);
    writeFileSync(file, text);
    return file;
  });
  const result = await ingest({
    ...{ files, given: {}, supersedes, directory: join(directory, 'library'), reserved: [PLAN_ID] },
    ...{ now: () => new Date(), confirm: async () => true, progress: () => undefined },
  });
  expect(result.refused).toEqual([]);
}

const JSON_TYPE = { 'content-type': 'application/json' };

beforeAll(async () => {
  alone = await builtAssistant(directory);
  const made = generatePolicies(7, 6, 20).map(({ id, text }) => [id, text] as const);
  await take({ old: OLD.join('\n'), yunshan: YUNSHAN.join('\n'), ...Object.fromEntries(made) });
  await take({ qinghe: QINGHE.join('\n') }, 'old');
  assistant = await createAssistant(root, directory);
  const quiet = { info: () => undefined, error: () => undefined };
  app = createApp(assistant, {
    logger: quiet,
    rateLimitPerMinute: 0,
    clientOf: () => 'one',
    site: readSiteFiles(root),
  });
});
afterAll(() => rmSync(directory, { recursive: true }));

async function chat(body: object): Promise<AnswerObject> {
  const response = await app.request('/api/chat', {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  });
  return (await response.json()) as AnswerObject;
}
const ask = (content: string, policy?: string) => chat({ messages: [{ role: 'user', content }], ...(policy ? { policy } : {}) }); // prettier-ignore
const cited = ({ citations }: AnswerObject) => citations.map(({ policy, clause }) => `${policy ?? 'plan'} ${clause}`); // prettier-ignore

test('the plan’s answers are the same bytes with and without other policies', async () => {
  for (const content of planQuestions().filter((_, i) => i % 4 === 0)) {
    const messages = [{ role: 'user', content }] as const;
    expect(JSON.stringify(await assistant.ask(messages))).toBe(JSON.stringify(await alone.ask(messages)));
  }
});

describe('a question that names a policy is put to it', () => {
  test.each([
    ['青禾市夜间集市的摊位有多少个', ['qinghe 2']],
    ['青禾的摊位费多少钱', ['qinghe 2']],
    ['青禾规〔2031〕7号第3条', ['qinghe 3']],
    ['青禾规2031 7号照明改造什么时候完成', ['qinghe 3']],
    ['《云山市夜间集市若干措施》摊位费怎么收', ['yunshan 2']],
    ['云山市夜间集市若干措施的文号', ['yunshan 0']],
  ])('%s', async (question, clauses) => {
    const answer = await ask(question);
    expect([answer.outcome, cited(answer)]).toEqual(['answered', clauses]);
    expect(answer.text.startsWith(`《${answer.policy.title}》`)).toBe(true);
  });

  test('and every citation is the exact slice of that policy’s clause', async () => {
    const answer = await ask('青禾市的摊位费多少钱');
    const [citation] = answer.segments.flatMap((segment) => segment.citations);
    const response = await app.request(`/api/clauses/${citation?.clause}?policy=${citation?.policy}`);
    const { text } = (await response.json()) as { text: string };
    expect(text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
    expect(citation?.quote).toContain('50元');
  });

  test('a turn that leans on it stays with it; one that does not goes back to the plan', async () => {
    const first = await ask('青禾市的摊位费多少钱');
    const { conversationId } = first;
    const next = await chat({ messages: [{ role: 'user', content: '那照明呢' }], conversationId });
    expect(cited(next)).toEqual(['qinghe 3']);
    const other = await chat({
      messages: [{ role: 'user', content: '公办学校就读比例是多少' }],
      conversationId,
    });
    expect(cited(other)).toEqual(['plan 4']);
  });
});

describe('a request that names a policy is put to it', () => {
  test('and what it does not hold is refused in its own words', async () => {
    const answer = await ask('公办学校就读比例是多少', 'qinghe');
    expect([answer.outcome, answer.reason, answer.policy.id]).toEqual(['refused', 'not_in_plan', 'qinghe']);
    expect(answer.text).not.toContain('方案');
  });

  test.each([
    ['一共有几条', 'answered', '文件共0个部分、4条'],
    ['有哪些数字指标', 'answered', '共3处'],
    ['需要带什么证件', 'refused', ''],
    ['卫生要求的电话是多少', 'partial', '联系方式'],
  ])('%s is %s', async (question, outcome, words) => {
    const answer = await ask(question, 'qinghe');
    expect(answer.outcome).toBe(outcome);
    expect(answer.text).toContain(words);
  });

  test('unless there is no such policy', async () => {
    const body = JSON.stringify({ messages: [{ role: 'user', content: '摊位' }], policy: 'nobody' });
    expect((await app.request('/api/chat', { method: 'POST', headers: JSON_TYPE, body })).status).toBe(404);
  });
});

describe('several policies', () => {
  test('are compared with citations from each', async () => {
    const answer = await ask('青禾市和云山市的夜间集市摊位费有什么不同');
    expect(answer.outcome).toBe('answered');
    expect(cited(answer)).toEqual(['qinghe 2', 'yunshan 2']);
    expect(answer.policies?.map(({ id }) => id)).toEqual(['qinghe', 'yunshan']);
    expect(answer.text).toContain('50元');
    expect(answer.text).toContain('摊位费全免');
  });

  test('and the one that is silent is said to be', async () => {
    const answer = await ask('青禾市的照明改造和省里的方案相比有什么区别');
    expect([answer.outcome, cited(answer)]).toEqual(['partial', ['qinghe 3']]);
    expect(answer.text).toContain('没有写到这方面的内容');
  });

  test('are asked all at once, the superseded left out', async () => {
    expect(cited(await ask('摊位费怎么收', '*'))).toEqual(expect.arrayContaining(['qinghe 2', 'yunshan 2']));
    expect((await ask('早市五点开始吗', '*')).outcome).toBe('refused');
    const old = await ask('早市时间', 'old');
    expect(cited(old)).toEqual(['old 1']);
    expect(old.text).toContain('已被《青禾市夜间集市管理规定》（青禾规〔2031〕7号）取代');
  });
});

describe('routes', () => {
  const get = async (path: string) => {
    const response = await app.request(path);
    return { status: response.status, body: (await response.json()) as Record<string, unknown[]> };
  };

  test('list the policies, the plan first', async () => {
    const { body } = await get('/api/policies');
    expect(body['policies']).toHaveLength(10);
    expect(body['policies']?.[0]).toMatchObject({ id: PLAN_ID, clauses: 24, supersededBy: null });
    expect(body['policies']).toContainEqual(expect.objectContaining({ id: 'old', supersededBy: 'qinghe' }));
  });

  test('search and read within a policy', async () => {
    expect((await get('/api/clauses?policy=qinghe')).body['clauses']).toHaveLength(4);
    expect((await get('/api/targets?policy=qinghe')).body['targets']).toHaveLength(3);
    const { body } = await get('/api/search?policy=qinghe&q=%E7%85%A7%E6%98%8E');
    expect(body['results']?.[0]).toMatchObject({ policy: 'qinghe', clause: 3 });
    const all = await get('/api/search?policy=*&limit=3&q=%E6%91%8A%E4%BD%8D%E8%B4%B9');
    expect(all.body['results']?.map((one) => (one as { policy: string }).policy)).toContain('yunshan');
    expect((await get('/api/clauses/9?policy=qinghe')).status).toBe(404);
    expect((await get('/api/clauses?policy=nobody')).status).toBe(404);
    expect((await get('/api/clauses')).body['clauses']).toHaveLength(24);
  });
});

test('every cited clause has its page, with the cited words marked', async () => {
  const answer = await ask('青禾市的摊位费多少钱');
  const [clause] = answer.citations;
  const [citation] = answer.segments.flatMap((segment) => segment.citations);
  const page = await app.request(`${clause?.url}?mark=${citation?.start}-${citation?.end}`);
  expect([page.status, clause?.url]).toEqual([200, '/policies/qinghe/clauses/2']);
  expect(await page.text()).toMatch(/<mark[^>]*>[^<]*摊位费每月50元/u);
  for (const path of ['/policies', '/policies/qinghe']) expect((await app.request(path)).status).toBe(200);
  expect((await app.request('/policies/nobody/clauses/1')).status).toBe(404);
});
