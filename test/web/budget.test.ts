import { expect, inject, test } from 'vitest';
import { useBrowser } from './support/open-page.js';

const open = useBrowser();
const site = inject('site');

test('the front page costs at most 6 requests and 60 KB as sent, and does not shift after loading', async () => {
  const { page, context } = await open(site, { viewport: { width: 390, height: 800 } });
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let requests = 0;
  let bytes = 0;
  session.on('Network.requestWillBeSent', () => (requests += 1));
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        Object.assign(window, { shift: (window as unknown as { shift: number }).shift + entry.value });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/', { waitUntil: 'networkidle' });
  const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
  process.stdout.write(`front page: ${requests} requests, ${bytes} bytes, layout shift ${shift}\n`);
  expect(requests).toBeLessThanOrEqual(6);
  expect(bytes).toBeLessThanOrEqual(60 * 1024);
  expect(shift).toBe(0);
});

test('the first words of an answer are on the page within 300 ms of asking, at the median of nine', async () => {
  const { page } = await open(site);
  await page.goto('/');
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    let asked = 0;
    document.addEventListener('submit', () => (asked = performance.now()), true);
    new MutationObserver(() => {
      if (asked === 0 || !document.querySelector('.turn:last-child .body > *')) return;
      times.push(performance.now() - asked);
      asked = 0;
    }).observe(document.body, { subtree: true, childList: true });
  });
  const questions = ['上学', '医保', '住房', '就业', '落户', '低保', '燃气', '公交', '养老'];
  for (const [i, question] of questions.entries()) {
    await page.fill('#q', `${question}方面方案有什么安排`);
    await page.click('#composer button[type=submit]');
    await page.locator('.turn').nth(i).locator('.actions').waitFor();
  }
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  const median = times.toSorted((a, b) => a - b)[4];
  process.stdout.write(`first words after ${times.map(Math.round).join(', ')} ms\n`);
  expect(times).toHaveLength(9);
  expect(median).toBeLessThan(300);
});

test('every page carries the headers that keep it to itself', async () => {
  for (const path of ['/', '/clauses/6', '/targets', '/about', '/nothing']) {
    const { headers } = await fetch(`${site}${path}`);
    const policy = headers.get('content-security-policy') ?? '';
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "trusted-types 'none'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  }
});
