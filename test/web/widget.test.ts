import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { expect, inject, test } from 'vitest';
import { useBrowser } from './support/open-page.js';

const open = useBrowser();
const site = inject('site');
const allowed = inject('allowed');
const denied = inject('denied');

test('on a listed site a question is answered with links to the clauses, without cookies', async () => {
  const { page, context, trouble } = await open(allowed, { allowHosts: [site] });
  await page.goto('/');
  await page.getByRole('button', { name: '问问方案' }).click();
  await page.getByLabel('您想问什么？').fill('灵活就业能交公积金吗');
  await page.getByRole('button', { name: '提问' }).click();
  const link = page.getByRole('link', { name: '第5条' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe(`${site}/clauses/5?mark=71-91#mark`);
  expect(await link.getAttribute('target')).toBe('_blank');
  expect(await page.locator('suwen-widget blockquote').innerText()).toContain('住房公积金制度试点');
  expect(await context.cookies()).toEqual([]);
  expect(trouble).toEqual([]);
});

test('on a site that is not listed the script loads, and says why there is no answer', async () => {
  const { page } = await open(denied, { allowHosts: [site] });
  await page.goto('/');
  await page.getByRole('button', { name: '问问方案' }).click();
  await page.getByLabel('您想问什么？').fill('灵活就业能交公积金吗');
  await page.getByRole('button', { name: '提问' }).click();
  await page.getByText('确认已获准使用这个问答').first().waitFor();
  expect(await page.locator('suwen-widget blockquote').count()).toBe(0);
});

test('only listed origins may read an answer, by preflight and by request', async () => {
  for (const [origin, expected] of [
    [allowed, allowed],
    [denied, null],
    ['null', null],
    [`${allowed}.evil.example`, null],
  ] as const) {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' };
    const preflight = await fetch(`${site}/api/chat`, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(expected);
    const body = JSON.stringify({ messages: [{ role: 'user', content: '医保' }] });
    const sent = { Origin: origin, 'Content-Type': 'application/json' };
    const response = await fetch(`${site}/api/chat`, { method: 'POST', headers: sent, body });
    expect(response.headers.get('access-control-allow-origin')).toBe(expected);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.status).toBe(expected === null ? 403 : 200);
  }
});

test('opens, is used and closes by keyboard, and passes axe open and closed', async () => {
  const { page } = await open(allowed, { allowHosts: [site], viewport: { width: 320, height: 640 } });
  await page.goto('/');
  const violations = async () => {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run('suwen-widget'),
    );
    return found.map(({ id }) => id);
  };
  await page.getByRole('button', { name: '问问方案' }).waitFor();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('异地看病能直接报销吗');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '第6条' }).waitFor();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('button', { name: '问问方案' }).isVisible()).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('weighs at most 15 KB compressed', async () => {
  const script = await (await fetch(`${site}/widget.js`)).text();
  const size = gzipSync(script).length;
  process.stdout.write(`widget: ${size} bytes compressed\n`);
  expect(size).toBeLessThanOrEqual(15 * 1024);
  expect(script).not.toContain('__SUWEN_WORDS__');
});
