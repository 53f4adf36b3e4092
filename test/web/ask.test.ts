import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ask, follow, sees, useBrowser } from './support/open-page.js';
import { startSlowProxy, type SlowProxy } from './support/slow-proxy.js';

const open = useBrowser();
const site = inject('site');

const SCHOOL = '外地孩子能在城里上公办学校吗';
const text = (page: Page, selector: string) => page.locator(selector).last().innerText();

describe('an answer', () => {
  test('says its outcome, quotes the clause, names it in a chip and says where it comes from', async () => {
    const { page, trouble } = await open(site);
    await page.goto('/');
    await ask(page, SCHOOL);
    expect(await text(page, '.verdict strong')).toBe('回答');
    expect(await text(page, 'blockquote [data-part=quote]')).toContain('公办学校就读比例保持在90%以上');
    expect(await text(page, 'blockquote .chip')).toBe('第4条');
    expect(await text(page, '[data-part=provenance]')).toContain('苏政发〔2024〕102号');
    expect(trouble).toEqual([]);
  });

  test('that is partial says what the plan does not contain', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await ask(page, '保障房一平米多少钱');
    expect(await text(page, '.verdict')).toContain('部分回答');
    expect(await text(page, '.verdict')).toContain('方案没有写明：具体金额');
    await ask(page, '帮我写首诗');
    expect(await text(page, '.verdict')).toContain('方案未涉及');
  });

  test('is announced once, politely, and whole', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const status = document.getElementById('status');
      if (status)
        new MutationObserver(() => said.push(status.textContent ?? '')).observe(status, { childList: true });
    });
    await ask(page, SCHOOL);
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^回答完毕。回答。第4条.*90%以上/u);
    expect(await page.getAttribute('#status', 'role')).toBe('status');
    expect(await page.locator('[aria-live=assertive]').count()).toBe(0);
  });

  test('can be copied with document, number, clause, link and label', async () => {
    const { page } = await open(site, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto('/');
    await ask(page, SCHOOL);
    await page.click('[data-act=copy]');
    expect(await sees(page, '已复制')).toBe(true);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('公办学校就读比例保持在90%以上');
    expect(copied).toContain('（苏政发〔2024〕102号）第4条');
    expect(copied).toContain(`${site}/clauses/4`);
    expect(copied).toContain('政策原文摘录');
  });

  test('has a link that gives the same answer to someone else', async () => {
    const { page } = await open(site, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto('/');
    await ask(page, SCHOOL);
    await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined }));
    await page.click('[data-act=share]');
    expect(await sees(page, '链接已复制')).toBe(true);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await open(site);
    await other.page.goto(link);
    expect(await text(other.page, 'blockquote .chip')).toBe('第4条');
  });

  test('takes a rating and a correction', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await ask(page, SCHOOL);
    await page.click('.feedback summary');
    await page.fill('.feedback textarea', '希望写明学位数量');
    await page.click('.feedback details button');
    expect(await sees(page, '谢谢，已记下。')).toBe(true);
  });

  test('says so when no Chinese voice is on the device', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await ask(page, SCHOOL);
    await page.click('[data-act=speak]');
    expect(await sees(page, '这个浏览器没有可用的中文语音。')).toBe(true);
  });
});

test('an answer that a model worded is labelled before its words, on the page and in every copy, and tells them from the plan’s', async () => {
  const { page } = await open(inject('worded'), { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/');
  expect(await text(page, '.generates')).toContain('人工智能生成');
  await ask(page, SCHOOL);
  const shown = await page.locator('.answer').innerText();
  expect(shown.indexOf('【AI生成】')).toBeGreaterThan(0);
  expect(shown.indexOf('【AI生成】')).toBeLessThan(shown.indexOf('第4条'));
  expect(shown.split('【AI生成】')).toHaveLength(2);
  expect(shown).not.toContain('政策原文摘录');
  expect(await page.locator('blockquote').count()).toBeGreaterThan(0);
  expect(await page.locator('.stated .chip').first().innerText()).toBe('第4条');
  await page.click('[data-act=copy]');
  expect(await sees(page, '已复制')).toBe(true);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^【AI生成】.*人工智能生成/u);
});

describe('a conversation', () => {
  test('resolves a follow-up and shows how it was understood', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await ask(page, '异地就医直接结算率要到多少');
    await ask(page, '那低保呢');
    expect(await text(page, '[data-part=interpreted]')).toContain('异地就医直接结算率');
    expect(await text(page, 'blockquote .chip')).toBe('第6条');
  });

  test('is kept on reload, goes on, and is gone after starting anew', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await ask(page, SCHOOL);
    await page.reload();
    expect(await page.locator('.turn').count()).toBe(1);
    expect(await text(page, 'blockquote .chip')).toBe('第4条');
    await ask(page, '灵活就业能交公积金吗');
    expect(await page.locator('.turn').count()).toBe(2);
    await page.click('#restart');
    expect(await page.locator('.turn').count()).toBe(0);
    expect(await sees(page, '大家常问')).toBe(true);
    await page.reload();
    expect(await page.locator('.turn').count()).toBe(0);
  });

  test('goes on from an example and from a suggestion', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await page.click('.examples a >> nth=0');
    await page.locator('.turn .actions').waitFor();
    await page.click('.suggestions a >> nth=0');
    await page.locator('.turn').nth(1).locator('.actions').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('takes a whole exchange by keyboard alone', async () => {
    const { page } = await open(site);
    await page.goto('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('q');
    await page.keyboard.type(SCHOOL);
    await page.keyboard.press('Enter');
    await page.locator('.turn .actions').waitFor();
    await page.locator('.chip').focus();
    await page.keyboard.press('Enter');
    await page.locator('#source mark').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('chip');
  });
});

describe('while an answer is on its way', () => {
  let slow: SlowProxy;
  beforeAll(async () => {
    slow = await startSlowProxy(site);
  });
  afterAll(() => slow.close());

  test('steps and verified segments appear one by one', async () => {
    const { page } = await open(slow.url);
    await page.goto('/');
    await page.fill('#q', '哪些条款提到龙头企业');
    await page.click('#composer button[type=submit]');
    expect(await sees(page, '正在方案中查找')).toBe(true);
    slow.next();
    slow.next();
    expect(await sees(page, '已逐句核对原文')).toBe(true);
    // A lead and, for each of three clauses, its heading and its words: seven segments.
    for (let count = 1; count <= 7; count += 1) {
      expect(await page.locator('.body > *').count()).toBe(count - 1);
      slow.next();
      await page.waitForFunction((n) => document.querySelectorAll('.body > *').length === n, count);
    }
    expect(await page.locator('.turn .actions').isVisible()).toBe(false);
    slow.next();
    await page.locator('.turn .actions').waitFor();
    expect(await text(page, '.verdict strong')).toBe('回答');
  });

  test('it can be stopped, and tried again', async () => {
    const { page } = await open(site);
    let held = true;
    await page.route('**/api/chat', async (route) => {
      if (held) await new Promise((resolve) => setTimeout(resolve, 30_000));
      await route.continue().catch(() => undefined);
    });
    await page.goto('/');
    await page.fill('#q', SCHOOL);
    await page.click('#composer button[type=submit]');
    await page.click('#stop');
    expect(await sees(page, '已停止。')).toBe(true);
    held = false;
    await page.click('[data-act=retry]');
    await page.locator('blockquote .chip').waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
  });

  test('a stream that breaks is replaced by the whole answer, and that is said', async () => {
    const { page } = await open(site);
    await page.route('**/api/chat', async (route) => {
      const isStream = (await route.request().headerValue('accept')) === 'text/event-stream';
      if (!isStream) return route.continue();
      const body = 'event: progress\ndata: {"step":"searching"}\n\nevent: segment\ndata: {"segm';
      return route.fulfill({ contentType: 'text/event-stream', body });
    });
    await page.goto('/');
    await ask(page, SCHOOL);
    expect(await text(page, 'blockquote .chip')).toBe('第4条');
    expect(await sees(page, '连接不稳，已改用普通方式取回完整回答。')).toBe(true);
  });

  test.each([
    [429, { 'Retry-After': '20' }, '请过 20 秒再试'],
    [503, {}, '问答暂时停用'],
    [422, {}, '请缩短后再问'],
    [500, {}, '没能取得回答'],
  ])('a refusal with %i is worded and can be retried', async (status, headers, words) => {
    const { page } = await open(site);
    await page.route('**/api/chat', (route) => route.fulfill({ status, headers, body: '{}' }));
    await page.goto('/');
    await page.fill('#q', SCHOOL);
    await page.click('#composer button[type=submit]');
    await page.locator('[data-part=notice]', { hasText: words }).waitFor();
    expect(await page.locator('[data-act=retry]').isVisible()).toBe(true);
  });
});

describe('without script', () => {
  const plain = { javaScriptEnabled: false };

  test('a question posted as a form is answered, and the conversation goes on', async () => {
    const { page } = await open(site, plain);
    await page.goto('/');
    await page.fill('#q', '异地就医直接结算率要到多少');
    await follow(page, '#composer button[type=submit]');
    expect(await text(page, 'blockquote .chip')).toBe('第6条');
    expect(page.url()).toBe(`${site}/`);
    await page.fill('#q', '那低保呢');
    await follow(page, '#composer button[type=submit]');
    expect(await text(page, '[data-part=interpreted]')).toContain('异地就医直接结算率');
  });

  test('a chip leads to the clause with the words marked', async () => {
    const { page } = await open(site, plain);
    await page.goto(`/?q=${encodeURIComponent(SCHOOL)}`);
    const quoted = await text(page, 'blockquote [data-part=quote]');
    await follow(page, 'blockquote .chip');
    expect(new URL(page.url()).pathname).toBe('/clauses/4');
    expect((await page.locator('mark').allInnerTexts()).join('')).toBe(quoted);
    expect(
      await page.locator('#mark').evaluate((mark) => mark.getBoundingClientRect().top < innerHeight),
    ).toBe(true);
  });

  test('feedback is taken', async () => {
    const { page } = await open(site, plain);
    await page.goto(`/?q=${encodeURIComponent(SCHOOL)}`);
    await follow(page, '.feedback button[value=up]');
    expect(await sees(page, '谢谢，已记下。')).toBe(true);
  });

  test('large type is switched on, holds on every page, and is switched off', async () => {
    const { page } = await open(site, plain);
    await page.goto('/clauses');
    await follow(page, '.view button');
    expect(new URL(page.url()).pathname).toBe('/clauses');
    await page.goto('/targets');
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('main *')].map((one) =>
        Number.parseFloat(getComputedStyle(one).fontSize),
      ),
    );
    expect(Math.min(...sizes.filter((size) => size > 4))).toBeGreaterThanOrEqual(18);
    await follow(page, '.view button');
    expect(await page.locator('html.elder').count()).toBe(0);
  });

  test('a question that is too long or empty is refused in words, with the draft kept', async () => {
    const { page } = await open(site, plain);
    await page.goto('/');
    await page.locator('#q').evaluate((box) => box.removeAttribute('maxlength'));
    await page.fill('#q', '问'.repeat(301));
    await follow(page, '#composer button[type=submit]');
    expect(await text(page, '#alert')).toContain('300');
    expect(await page.inputValue('#q')).toHaveLength(301);
  });
});

test('a form posted from another site is refused', async () => {
  const response = await fetch(`${site}/`, {
    method: 'POST',
    headers: { Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'q=x',
  });
  expect(response.status).toBe(403);
});
