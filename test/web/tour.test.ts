import { expect, inject, test } from 'vitest';
import { follow, useBrowser } from './support/open-page.js';

const open = useBrowser();

test('a newcomer gets from the address to an answer, its marked source, the whole plan and an exported ledger', async () => {
  const { page, trouble } = await open(inject('plain'), { viewport: { width: 390, height: 800 } });
  await page.goto('/');
  await page.click('.examples a >> nth=1');
  await page.click('.turn blockquote .chip');
  await page.locator('#source mark').waitFor();
  await follow(page, '#source-link');
  expect(await page.locator('h1').innerText()).toContain('第6条');
  expect(await page.locator('#mark').isVisible()).toBe(true);
  await follow(page, '.own-targets a');
  expect(new URL(page.url()).hash).toBe('#t6-1');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
  expect(download.suggestedFilename()).toBe('指标台账.csv');
  await follow(page, 'nav >> text=说明');
  await follow(page, 'nav >> text=提问');
  expect(await page.locator('.turn').count()).toBe(1); // what was asked is still there
  expect(trouble).toEqual([]);
});

test('no link on any page leads nowhere', async () => {
  const { page } = await open(inject('plain'));
  const seen = new Set<string>();
  const next = ['/', '/?q=%E5%8C%BB%E4%BF%9D'];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const response = await page.request.get(path);
    expect([path, response.status()]).toEqual([path, 200]);
    if (!response.headers()['content-type']?.includes('html')) continue;
    const links = [...(await response.text()).matchAll(/href="(?<to>\/[^"#]*)/gu)];
    next.push(...links.map(({ groups }) => (groups?.['to'] ?? '').replaceAll('&amp;', '&')));
  }
  expect(seen.size).toBeGreaterThan(40);
});
