import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { WIDTHS } from './support/looks.js';
import { ask, follow, sees, useBrowser } from './support/open-page.js';

const open = useBrowser();
const site = inject('site');
const token = inject('staffToken');

async function signIn(page: Page, given = token): Promise<void> {
  await page.goto('/staff');
  await page.fill('#token', given);
  await page.fill('#name', '王工');
  await follow(page, '.login button');
}

describe('the desk is closed', () => {
  test('when no token is set: there is no such page', async () => {
    for (const path of ['/staff', '/staff/login', '/staff/answers'])
      expect((await fetch(`${inject('plain')}${path}`)).status).toBe(404);
  });

  test('to a wrong token, a forged cookie and a cookie for later', async () => {
    const { page } = await open(site);
    await signIn(page, 'a-wrong-token-of-some-length');
    expect(await sees(page, '口令不对')).toBe(true);
    for (const cookie of ['x', '99999999999999.eA.eA', '..', `${Date.now() + 1e9}.c3RhZmY.AAAA`]) {
      for (const path of ['/staff', '/staff/answers', '/staff/search?q=x', '/staff/report']) {
        const response = await fetch(`${site}${path}`, {
          redirect: 'manual',
          headers: { Cookie: `staff=${cookie}` },
        });
        expect([response.status, response.headers.get('location')]).toEqual([303, '/staff/login']);
      }
    }
  });

  test('to a switch posted from another site', async () => {
    const { page, context } = await open(site);
    await signIn(page);
    const [cookie] = await context.cookies(`${site}/staff`);
    expect([cookie?.httpOnly, cookie?.sameSite, cookie?.path]).toEqual([true, 'Strict', '/staff']);
    const response = await fetch(`${site}/staff/switch`, {
      method: 'POST',
      headers: { Cookie: `staff=${cookie?.value}`, Origin: 'https://evil.example' },
      body: new URLSearchParams({ name: 'channel:web', state: 'off', reason: 'x' }),
    });
    expect(response.status).toBe(403);
  });

  test('again after signing out', async () => {
    const { page } = await open(site);
    await signIn(page);
    await follow(page, page.getByRole('button', { name: '退出' }));
    await page.goto('/staff/answers');
    expect(new URL(page.url()).pathname).toBe('/staff/login');
  });
});

test('a search shows what would be answered, the ranking, and the words in common', async () => {
  const { page } = await open(site);
  await signIn(page);
  await page.goto(`/staff/search?q=${encodeURIComponent('保障房一平米多少钱')}`);
  expect(await sees(page, '系统会这样回答：部分回答')).toBe(true);
  expect(await sees(page, '方案没有写明：具体金额')).toBe(true);
  expect(await page.locator('.ranked a').first().innerText()).toContain('第5条');
  expect(await page.locator('.ranked mark').allInnerTexts()).toContain('保障');
});

test('the desk sees what was asked, masked, what the plan did not answer, and what people said about it', async () => {
  const resident = await open(site);
  await resident.page.goto('/');
  await ask(resident.page, '我手机号13912345678，人才公寓一平米补多少钱');
  for (let i = 0; i < 3; i += 1) await ask(resident.page, `居住证怎么办理${'？'.repeat(i)}`);
  await resident.page.locator('.turn').last().locator('.feedback summary').click();
  await resident.page.locator('.turn').last().locator('.feedback textarea').fill('应当写明窗口在哪');
  await resident.page.locator('.turn').last().locator('.feedback details button').click();
  expect(await sees(resident.page, '谢谢，已记下。')).toBe(true);

  const { page } = await open(site);
  await signIn(page);
  await page.goto('/staff/answers');
  expect(await page.locator('.log li', { hasText: '居住证怎么办理' }).count()).toBeGreaterThanOrEqual(3);
  expect(await page.content()).not.toContain('13912345678');
  await page.selectOption('select[name=rating]', 'down');
  await follow(page, '.filter button');
  expect(await page.locator('.log li').first().innerText()).toContain('居住证怎么办理');
  await page.goto('/staff/unanswered');
  const row = page.locator('.unanswered tbody tr', { hasText: '居住证怎么办理' });
  expect(await row.locator('td').first().innerText()).toBe('3');
  await page.goto('/staff/feedback');
  expect(await sees(page, '应当写明窗口在哪')).toBe(true);
});

test('a channel is switched off with a reason, answers stop at once, and it is switched on again', async () => {
  const { page } = await open(site);
  await signIn(page);
  const row = page.locator('.switches li', { hasText: '网页问答' });
  await row.locator('input[name=reason]').fill('演练');
  await follow(page, row.getByRole('button'));
  expect(await row.innerText()).toMatch(/已停用[\s\S]*王工.*演练/u);

  const resident = await open(site);
  expect((await resident.page.goto('/'))?.status()).toBe(503);
  expect(await sees(resident.page, '问答暂时停用')).toBe(true);
  expect((await resident.page.goto('/clauses/6'))?.status()).toBe(200);

  await row.locator('input[name=reason]').fill('演练结束');
  await follow(page, row.getByRole('button'));
  expect(await row.innerText()).toContain('启用中');
  expect((await resident.page.goto('/'))?.status()).toBe(200);
});

test('the overview names document, index, storage and report, and the report runs apart', async () => {
  const { page } = await open(site);
  await signIn(page);
  expect(await page.locator('.facts').innerText()).toMatch(/苏政发〔2024〕102号[\s\S]*文本指纹[\s\S]*正常/u);
  const report = await page.goto('/staff/report');
  expect(await page.title()).toBe('评测报告');
  expect(report?.headers()['content-security-policy']).toMatch(/^sandbox allow-scripts; default-src 'none'/u);
});

const LOOKS = WIDTHS.flatMap((viewport) => (['light', 'dark'] as const).map((colorScheme) => ({ viewport, colorScheme }))); // prettier-ignore

test.each(LOOKS)(
  'every page of the desk at $viewport.width px in $colorScheme passes axe and does not scroll sideways',
  async ({ viewport, colorScheme }) => {
    for (const elder of [false, true]) {
      const { page } = await open(site, { viewport, elder, colorScheme });
      const found: string[] = [];
      const check = async (name: string) => {
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: typeof axe }).axe.run(),
        );
        found.push(...violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.target.join(' ')}`));
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) found.push(`${name}: ${wide} px too wide`);
      };
      await page.goto('/staff/login');
      await check('login');
      await signIn(page);
      await check('overview');
      for (const path of ['search?q=%E5%8C%BB%E4%BF%9D', 'unanswered', 'answers', 'feedback']) {
        await page.goto(`/staff/${path}`);
        await check(path);
      }
      expect(found).toEqual([]);
    }
  },
);
