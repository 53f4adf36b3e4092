import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { answered } from '../../src/answering/compose.js';
import { parseReplies } from '../../src/answering/replies.js';
import { readFileSync } from 'node:fs';
import { Library } from '../../src/library/library.js';
import { createApp } from '../../src/app.js';
import { QUESTION_CODE_POINTS } from '../../src/channels/api/limits.js';
import type { Assistant } from '../../src/assistant.js';
import { readSiteFiles } from '../../src/channels/web/site.js';
import type { Clause, Policy } from '../../src/domain/policy.js';
import { ask, sees, useBrowser } from './support/open-page.js';
import { PAYLOADS } from './support/payloads.js';

const open = useBrowser();
const site = inject('site');
const root = join(import.meta.dirname, '../..');

/** What would show that a text was taken for more than text. */
async function signs(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = [
      ...document.querySelectorAll(
        'img, iframe, object, embed, video, math, base, style, meta[http-equiv], isindex',
      ),
    ]
      .filter((one) => !one.closest('svg'))
      .map((one) => one.outerHTML.slice(0, 80));
    const handlers = [...document.querySelectorAll('*')].flatMap((one) =>
      [...one.attributes].filter(({ name }) => name.startsWith('on')).map(({ name }) => name),
    );
    const scripts = [...document.querySelectorAll('script')].filter(
      (one) => !one.src.startsWith(location.origin),
    );
    const links = [
      ...document.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>('a[href], link[href]'),
    ].filter((one) => !one.href.startsWith(location.origin));
    const forms = [...document.querySelectorAll('form')].filter(
      (one) => !one.action.startsWith(location.origin),
    );
    const executed = 'executed' in window ? ['executed'] : [];
    return [
      ...found,
      ...handlers,
      ...[...scripts, ...links, ...forms].map((one) => one.outerHTML.slice(0, 80)),
      ...executed,
    ];
  });
}

test('there are 500 different payloads', () => expect(new Set(PAYLOADS).size).toBe(500));

describe('500 payloads do nothing', () => {
  test('as questions, in the page the server makes', async () => {
    const { page, trouble } = await open(site);
    for (const question of packed(PAYLOADS, QUESTION_CODE_POINTS)) {
      await page.goto(`/?q=${encodeURIComponent(question)}`, { waitUntil: 'domcontentloaded' });
      expect([question, await signs(page)]).toEqual([question, []]);
      expect(await page.locator('.turn').count()).toBe(1);
      await page.evaluate(() => sessionStorage.clear()); // kept turns would make each page longer than the last
    }
    expect(trouble).toEqual([]);
  });

  test('as everything an answer may hold, in the page the script makes', async () => {
    const { page, trouble } = await open(site);
    let next = 0;
    await page.route('**/api/chat', (route) => {
      const texts = PAYLOADS.slice(next, next + 25);
      next += 25;
      const cited = texts.map((quote) => ({ clause: 6, start: 0, end: 3, quote }));
      const answer = {
        ...{ id: texts[0], conversationId: 'x', outcome: 'partial', reason: texts[1], text: texts.join('') },
        segments: texts.map((text, i) => ({
          text,
          kind: i % 2 ? 'quote' : 'template',
          citations: i % 2 ? [cited[i]] : [],
        })),
        citations: [{ clause: texts[2], title: texts[3], section: 1, url: texts[4] }],
        ...{
          missing: texts,
          interpretedAs: texts[5],
          suggestions: texts,
          confidence: 1,
          mode: 'generated',
          degraded: null,
        },
        policy: {
          id: 'x',
          title: texts[6],
          documentNumber: texts[7],
          issuer: texts[8],
          issuedOn: '2024-12-05',
          textHash: '',
        },
      };
      return route.fulfill({ contentType: 'application/json', body: `${JSON.stringify(answer)}` });
    });
    await page.goto('/');
    for (let i = 0; i < PAYLOADS.length; i += 25) await ask(page, PAYLOADS[i] ?? '');
    expect(next).toBeGreaterThanOrEqual(PAYLOADS.length);
    expect(await signs(page)).toEqual([]);
    await page.reload(); // what is kept in the tab is shown again
    expect(await signs(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test('as feedback, on the staff desk', async () => {
    const { page, trouble } = await open(site);
    await page.goto('/');
    await ask(page, '医保方面方案有什么安排');
    const answerId = await page.inputValue('.feedback input[name=answerId]');
    await page.goto('/staff/login');
    await page.fill('#token', inject('staffToken'));
    await page.fill('#name', PAYLOADS[1]?.slice(0, 20) ?? '');
    await page.click('.login button');
    for (let i = 0; i < PAYLOADS.length; i += 12) {
      const comment = PAYLOADS.slice(i, i + 12)
        .join('')
        .slice(0, 480);
      const body = JSON.stringify({ answerId, rating: 'down', comment });
      const headers = { 'Content-Type': 'application/json' };
      expect((await fetch(`${site}/api/feedback`, { method: 'POST', headers, body })).status).toBe(204);
      await page.goto('/staff/feedback');
      expect(await signs(page)).toEqual([]);
    }
    for (const path of ['/staff/answers', '/staff/unanswered', '/staff']) {
      await page.goto(path);
      expect(await signs(page)).toEqual([]);
    }
    expect(trouble).toEqual([]);
  });

  test('as the text of a policy, on every page that shows it', async () => {
    const app = await appOf(hostilePolicy());
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { page, trouble } = await open(base);
      const paths = [
        '/',
        '/?q=x',
        '/clauses',
        '/clauses?q=%3Cscript',
        '/clauses/0',
        '/clauses/1?mark=0-9',
        '/targets',
        '/about',
      ];
      for (const path of paths) {
        await page.goto(path);
        expect([path, await signs(page)]).toEqual([path, []]);
      }
      await page.goto('/');
      await ask(page, 'x');
      await page.click('blockquote .chip');
      await page.locator('#source mark').first().waitFor();
      expect(await signs(page)).toEqual([]);
      await page.goto('/clauses/1');
      expect(await sees(page, PAYLOADS[1] ?? '')).toBe(true);
      expect(trouble).toEqual([]);
    } finally {
      server.close();
    }
  });
});

/** A policy whose every title and sentence is a payload. */
function hostilePolicy(): Policy {
  const clauseOf = (number: number): Clause => {
    const lines = PAYLOADS.slice((number - 1) * 25, number * 25);
    const texts = lines.length > 0 ? lines : PAYLOADS.slice(0, 25);
    let start = 0;
    const sentences = texts.map((text, index) => {
      const sentence = { index, text, start, end: start + text.length };
      start = sentence.end;
      return sentence;
    });
    const title = texts[0] ?? '';
    return {
      ...{ number, title, section: 1, sectionTitle: title, offset: 0 },
      text: texts.join(''),
      sentences,
    };
  };
  const clauses = Array.from({ length: 20 }, (_, i) => clauseOf(i + 1));
  const [title = '', issuer = '', basis = ''] = PAYLOADS;
  return {
    ...{ id: 'x', title, documentNumber: basis, issuer, issuedOn: '2024-12-05', basis, basisNumber: basis },
    ...{ sections: [{ number: 1, title, clauses: clauses.map(({ number }) => number) }], clauses },
    ...{ frontMatter: { ...clauseOf(1), number: 0 }, text: clauses.map(({ text }) => text).join('') },
  };
}

async function appOf(policy: Policy) {
  const library = await Library.open('/nonexistent', { policy, textHash: 'x' });
  const replies = parseReplies(readFileSync(join(root, 'prompts', 'replies.yml'), 'utf8'));
  const [clause] = policy.clauses;
  if (clause === undefined) throw new Error('no clause');
  const answer = answered([], [{ clause, spans: [{ start: 0, end: 40 }] }], replies, 1);
  const targets = policy.clauses.map(({ number, text }) => ({
    ...{ id: `${number}-1`, clause: number, subject: text, comparator: '=' as const, value: 1, unit: text },
    ...{
      deadline: null,
      kind: 'target' as const,
      expression: text.slice(0, 9),
      start: 0,
      end: 9,
      quote: text.slice(0, 9),
    },
  }));
  const assistant: Assistant = {
    ...{ policy, textHash: 'x', targets, replies, index: { origin: 'saved', doubt: null } },
    ask: async () => answer,
    search: () => [],
    library,
    searchLibrary: async () => [],
  };
  const logger = { info: () => undefined, error: () => undefined };
  const options = { logger, rateLimitPerMinute: 0, clientOf: () => 'x', site: readSiteFiles(root) };
  return createApp(assistant, options);
}

/** The texts joined into as few as may be, none longer than `most`. */
function packed(texts: readonly string[], most: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && [...last, ...text].length <= most) lines[lines.length - 1] = last + text;
    else lines.push(text);
  }
  return lines;
}
