import { expect, inject, test } from 'vitest';
import { follow, sees, useBrowser } from './support/open-page.js';

const open = useBrowser();
const site = inject('site');

test.each([
  ['beside the answer on a wide screen', 1280, false],
  ['over the page on a phone', 320, true],
])('a chip opens the clause %s with the very words marked and in view', async (_name, width, isModal) => {
  const { page, trouble } = await open(site, { viewport: { width, height: 600 } });
  await page.goto(`/?q=${encodeURIComponent('异地看病能直接报销吗')}`);
  const quoted = await page.locator('blockquote [data-part=quote]').innerText();
  await page.click('blockquote .chip');
  await page.locator('#source mark').waitFor();
  expect(await page.locator('#source mark').allInnerTexts()).toEqual([quoted]);
  expect(await page.locator('#source-title').innerText()).toBe('第6条 扩大社会保障覆盖面');
  const isSeen = await page.locator('#source mark').evaluate((mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  expect(isSeen).toBe(true);
  expect(await page.locator('#source').evaluate((dialog) => dialog.matches(':modal'))).toBe(isModal);
  await page.keyboard.press('Escape');
  expect(await page.locator('#source').isVisible()).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('chip');
  expect(trouble).toEqual([]);
});

test('a chip for something in the front matter opens the front matter', async () => {
  const { page } = await open(site);
  await page.goto(`/?q=${encodeURIComponent('发文字号是什么')}`);
  await page.click('blockquote .chip');
  await page.locator('#source mark').waitFor();
  expect(await page.locator('#source mark').innerText()).toBe('苏政发〔2024〕102号');
});

test('the contents name six sections and 24 clauses, and lead to each', async () => {
  const { page } = await open(site);
  await page.goto('/clauses');
  expect(await page.locator('.contents section').count()).toBe(6);
  expect(await page.locator('.contents li').count()).toBe(24);
  await follow(page, '.contents a >> nth=15');
  expect(await page.locator('h1').innerText()).toBe('第16条 增强城市安全韧性');
  await follow(page, '[rel=next]');
  expect(new URL(page.url()).pathname).toBe('/clauses/17');
  await follow(page, '[rel=prev]');
  expect(new URL(page.url()).pathname).toBe('/clauses/16');
});

test('a link to a sentence scrolls to it and marks it', async () => {
  const { page } = await open(site, { viewport: { width: 320, height: 400 } });
  await page.goto('/clauses/21#s5');
  const sentence = page.locator('#s5');
  expect(await sentence.evaluate((one) => getComputedStyle(one).backgroundColor)).not.toBe(
    'rgba(0, 0, 0, 0)',
  );
  expect(await sentence.evaluate((one) => one.getBoundingClientRect().top < innerHeight)).toBe(true);
});

test('search finds every place word for word and counts them', async () => {
  const { page } = await open(site);
  await page.goto('/clauses');
  await page.fill('#find', '龙头企业');
  await follow(page, '.find button');
  expect(await sees(page, '“龙头企业”在3条中出现3次')).toBe(true);
  expect(await page.locator('.found mark').allInnerTexts()).toEqual(['龙头企业', '龙头企业', '龙头企业']);
});

test('search for words the plan does not use says so and offers what is near', async () => {
  const { page } = await open(site);
  await page.goto(`/clauses?q=${encodeURIComponent('看病报销')}`);
  expect(await sees(page, '方案中没有出现“看病报销”这几个字。')).toBe(true);
  expect(await page.locator('.found a', { hasText: '第6条' }).count()).toBe(1);
});

test('strength words and figures are marked in their places', async () => {
  const { page } = await open(site);
  await page.goto('/clauses/4');
  expect(await page.locator('.clause .modality').allInnerTexts()).toEqual(['全面', '鼓励']);
  expect(await page.locator('.clause .target').allInnerTexts()).toEqual(['90%以上']);
  await page.goto('/clauses/7');
  expect(await page.locator('.clause .target').allInnerTexts()).toEqual(['1个', '1个']);
});

test('a clause is copied with its source, and asked about', async () => {
  const { page } = await open(site, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/clauses/6');
  await page.click('[data-copy]');
  expect(await sees(page, '已复制')).toBe(true);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(
    /^“扩大社会保障覆盖面。.*”——《江苏省.*》（苏政发〔2024〕102号）第6条 http.*\/clauses\/6$/u,
  );
  await follow(page, page.getByText('问这一条'));
  expect(await page.inputValue('#q')).toBe('第6条');
});

test('a printed clause has its text and source and no menus or buttons', async () => {
  const { page } = await open(site);
  await page.goto('/clauses/6');
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.top nav', '.actions', '.turning', '.view'])
    expect(await page.locator(hidden).isVisible()).toBe(false);
  expect(await page.locator('.clause').isVisible()).toBe(true);
  expect(await page.locator('footer').innerText()).toContain('苏政发〔2024〕102号');
});
