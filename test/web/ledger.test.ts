import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { follow, sees, useBrowser } from './support/open-page.js';

const open = useBrowser();
const site = inject('site');

test('lists all 13 figures and dates, each with its clause, one with a deadline', async () => {
  const { page } = await open(site);
  await page.goto('/targets');
  expect(await page.locator('.ledger tbody tr').count()).toBe(13);
  expect(await page.locator('.ledger tbody td', { hasText: '未规定期限' }).count()).toBe(12);
  expect(await page.locator('.ledger tbody tr', { hasText: '2025-12-31' }).innerText()).toContain('第16条');
});

test('is sorted by its column heads, both ways, and says which', async () => {
  const { page } = await open(site);
  await page.goto('/targets');
  await follow(page, 'thead >> text=数值');
  const figures = () => page.locator('.ledger .figure b').allInnerTexts();
  const rising = await figures();
  expect(rising.at(-1)).toBe('4万人/年');
  expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
  await follow(page, 'thead >> text=数值');
  expect((await figures())[0]).toBe('4万人/年');
  expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
});

test('is filtered, and exported as filtered, in a form spreadsheets read', async () => {
  const { page } = await open(site);
  await page.goto('/targets');
  await page.selectOption('select[name=kind]', 'scope');
  await follow(page, '.filter button');
  expect(await page.locator('.ledger tbody tr').count()).toBe(2);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
  const csv = readFileSync(await download.path(), 'utf8');
  expect(csv.startsWith('\ufeff出处,指标,')).toBe(true);
  expect(csv.split('\r\n').filter((line) => /^第\d+条/u.test(line))).toHaveLength(2);
  expect(csv).toContain('苏政发〔2024〕102号');
  expect(download.suggestedFilename()).toBe('指标台账.csv');
});

test('leads from a figure to its words in the clause', async () => {
  const { page } = await open(site);
  await page.goto('/targets');
  await follow(page, '#t19-1 a');
  expect(await page.locator('mark').allInnerTexts()).toEqual(['毗邻县(市、区)公交通达率', '达到90%以上']);
});

test('shows the deadlines, the strength of words and the places, in words as well as in pictures', async () => {
  const { page } = await open(site);
  await page.goto('/targets');
  expect(await sees(page, '全文只有1项写明了完成期限，其余12项未规定期限')).toBe(true);
  const totals = await page
    .locator('.chart tr:last-child td')
    .first()
    .locator('..')
    .locator('td')
    .allInnerTexts();
  expect(totals.map(Number)).toEqual([5, 14, 21, 15, 13, 5]);
  const nanjing = page.locator('.places tr', { hasText: '南京' });
  expect(await nanjing.locator('a').allInnerTexts()).toEqual(['第1条', '第11条', '第18条（简称）']);
});
