import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

export type Opened = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong while the page was open: script errors, dialogs, requests to other hosts. */
  readonly trouble: readonly string[];
};
type Look = BrowserContextOptions & { readonly elder?: boolean; readonly allowHosts?: readonly string[] };

/** One browser for a test file. @returns a function that opens a fresh page in a fresh profile */
export function useBrowser(): (base: string, look?: Look) => Promise<Opened> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (base, { elder = false, allowHosts = [], ...options } = {}) => {
    if (browser === undefined) throw new Error('the browser has not started');
    const context = await browser.newContext({
      ...{ baseURL: base, locale: 'zh-CN', viewport: { width: 1280, height: 800 } },
      ...options,
    });
    onTestFinished(() => context.close());
    if (elder) await context.addCookies([{ name: 'view', value: 'elder', url: base }]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const trouble: string[] = [];
    const hosts = [base, ...allowHosts].map((address) => new URL(address).host);
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => undefined);
    });
    context.on('request', (request) => {
      const { host, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && !hosts.includes(host)) trouble.push(`request: ${request.url()}`);
    });
    return { page, context, trouble };
  };
}

/** Asks through the page and waits for the answer to be whole. */
export async function ask(page: Page, question: string): Promise<void> {
  const before = await page.locator('.turn').count();
  await page.fill('#q', question);
  await page.click('#composer button[type=submit]');
  await page.locator('.turn').nth(before).locator('.actions').waitFor();
}

/** Whether the text comes into view; waits for it. */
export async function sees(page: Page, text: string): Promise<boolean> {
  await page.getByText(text).first().waitFor();
  return true;
}

/** Clicks what leads to another page, or posts a form, and waits until the page that follows is there. */
export async function follow(page: Page, target: string | Locator): Promise<void> {
  const arrived = page.waitForEvent('domcontentloaded');
  await (typeof target === 'string' ? page.click(target) : target.click());
  await arrived;
}
