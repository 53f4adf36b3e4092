import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { PAGES, WIDTHS } from './support/looks.js';
import { useBrowser } from './support/open-page.js';

const open = useBrowser();
const site = inject('site');
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(document, rules);
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }, RULES);
}

/** How far the page can be scrolled sideways, in CSS pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  describe.each([false, true])('with large type %s', (elder) => {
    test.each(WIDTHS)('every page at $width px passes axe and does not scroll sideways', async (viewport) => {
      const { page, trouble } = await open(site, { colorScheme, elder, viewport });
      const found: string[] = [];
      for (const [name, path] of PAGES) {
        await page.goto(path);
        found.push(...(await violations(page)).map((one) => `${name}: ${one}`));
        const wide = await overflow(page);
        if (wide > 0) found.push(`${name}: ${wide} px too wide`);
      }
      expect(found).toEqual([]);
      expect(trouble).toEqual([]);
    });
  });
});

test.each([1280, 320])('the clause beside or over the answer passes axe at %i px', async (width) => {
  const { page } = await open(site, { viewport: { width, height: 700 } });
  await page.goto(PAGES[1]?.[1] ?? '/');
  await page.click('blockquote .chip');
  await page.locator('#source mark').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
});

test('at 400 % zoom of a 1280 × 1024 screen everything reflows and nothing covers what has the focus', async () => {
  const { page } = await open(site, { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  for (const [name, path] of PAGES) {
    await page.goto(path);
    expect([name, await overflow(page)]).toEqual([name, 0]);
    const covered = await page.evaluate(() => {
      const hidden: string[] = [];
      for (const one of document.querySelectorAll<HTMLElement>(
        'a[href], button, textarea, input, select, summary',
      )) {
        if (one.offsetParent === null) continue;
        one.focus();
        if (document.activeElement !== one) continue; // inside something folded up
        const { left, top, width, height } = one.getBoundingClientRect();
        if (width === 0 || top < 0 || top > innerHeight) continue;
        const at = document.elementFromPoint(left + Math.min(width / 2, 5), top + Math.min(height / 2, 5));
        if (at !== null && at !== one && !one.contains(at) && !at.contains(one))
          hidden.push(one.outerHTML.slice(0, 80));
      }
      return hidden;
    });
    expect([name, covered]).toEqual([name, []]);
  }
});

test('with large type nothing is set below 18 px and every button is at least 60 px high', async () => {
  const { page } = await open(site, { elder: true, viewport: { width: 390, height: 800 } });
  for (const [name, path] of PAGES) {
    await page.goto(path);
    const small = await page.evaluate(() => {
      const shown = (one: Element) => one.getClientRects().length > 0;
      const texts = [...document.querySelectorAll('body *:not(svg *)')].filter(
        (one) =>
          shown(one) && [...one.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim()),
      );
      const sizes = texts
        .map((one) => Number.parseFloat(getComputedStyle(one).fontSize))
        .filter((size) => size < 18 || size > 31);
      const low = [
        ...document.querySelectorAll<HTMLElement>(
          'button, .button, .chip, nav a, textarea, select, summary, [data-ask]',
        ),
      ]
        .filter((one) => shown(one) && one.getBoundingClientRect().height < 59.5)
        .map((one) => one.outerHTML.slice(0, 80));
      return { sizes, low };
    });
    expect([name, small]).toEqual([name, { sizes: [], low: [] }]);
  }
});
