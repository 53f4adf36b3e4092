import { afterEach, expect, test, vi } from 'vitest';
import { wechatCommand } from '../../../src/channels/wechat/cli.js';
import { simulate, type Simulator } from '../../../src/channels/wechat/simulator/simulate.js';
import type { Assistant } from '../../../src/assistant.js';
import { readConfig } from '../../../src/config.js';
import { plan, quoting, wording } from '../../support/wechat.js';

let simulator: Simulator | undefined;
afterEach(() => simulator?.stop());

// What the simulator uses of an assistant; the rest is not reached.
const assistant = { policy: plan, ask: async () => quoting(6), replies: {} } as unknown as Assistant;
const start = async (over: Partial<Parameters<typeof simulate>[0]> = {}) => {
  simulator = await simulate({
    ...{ config: readConfig({}), wording, assistant, url: undefined, port: 0, modelSeconds: undefined },
    ...{ isVerified: false, onError: () => undefined, ...over },
  });
  return simulator.url;
};
const send = (url: string, path: string, body: unknown) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
type State = { entries: { from: string; by?: string; text: string }[]; isTyping: boolean };
const state = async (url: string) => (await (await fetch(`${url}/state?from=0`)).json()) as State;

test('a message typed on the phone is answered by the real webhook, encrypted', async () => {
  const url = await start();
  await send(url, '/send', { text: '社保' });
  await vi.waitFor(async () => expect((await state(url)).entries).toHaveLength(2));
  const [, answer] = (await state(url)).entries;
  expect(answer).toMatchObject({
    from: 'account',
    by: 'reply',
    text: expect.stringContaining('【政策原文摘录】'),
  });
});

test('a pretended model answers on 1, or by push to a verified account, labelled', async () => {
  for (const isVerified of [false, true]) {
    const url = await start({ modelSeconds: 0.05, isVerified });
    await send(url, '/send', { text: '社保' });
    await vi.waitFor(async () => expect((await state(url)).entries.length).toBeGreaterThanOrEqual(2));
    expect((await state(url)).entries.at(-1)?.text).toContain('【AI生成】');
    simulator?.stop();
  }
});

test('menu, events and voice work', async () => {
  const url = await start();
  await send(url, '/event', { event: 'subscribe', key: '', shown: '关注' });
  await vi.waitFor(async () => expect((await state(url)).entries.at(-1)?.text).toBe(wording.greeting));
  await send(url, '/voice', {});
  await vi.waitFor(async () => expect((await state(url)).entries.at(-1)?.text).toBe(wording.typeInstead));
  const { menu } = (await (await fetch(`${url}/setup`)).json()) as { menu: unknown[] };
  expect(menu).toHaveLength(3);
});

test('the page loads nothing from elsewhere, and other pages cannot speak for the person', async () => {
  const url = await start();
  const page = await fetch(url);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = (await page.text()) + (await (await fetch(`${url}/page.css`)).text());
  expect(text).not.toMatch(/https?:\/\//u);
  expect((await fetch(`${url}/send`, { method: 'POST', body: '{"text":"x"}' })).status).toBe(415);
});

test('an address needs the settings of its account; a wrong command says how it is used', async () => {
  await expect(start({ url: 'http://127.0.0.1:1/wechat/official-account' })).rejects.toThrow(
    /WECHAT_OA_TOKEN/u,
  );
  const context = {
    root: '.',
    config: readConfig({}),
    openAssistant: async () => assistant,
    print: () => undefined,
  };
  await expect(wechatCommand(['nothing'], context)).rejects.toThrow(/menu push\|show/u);
});
