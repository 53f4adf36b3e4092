import { Hono } from 'hono';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { formatChecks } from '../../src/channels/doctor/check.js';
import { examine } from '../../src/channels/doctor/examine.js';
import { Counter } from 'prom-client';
import { readConfig } from '../../src/config.js';
import { listen } from '../support/serve.js';
import { environment, setUp } from '../support/wechat.js';
import { startWeChatApi } from '../support/wechat-api.js';
import { vectors } from './wechat/vectors.js';

const { token, corpid, encodingAESKey } = vectors.wecom;
const wecom = { WECOM_TOKEN: token, WECOM_CORPID: corpid, WECOM_AES_KEY: encodingAESKey };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A service with these settings, and metrics. */
async function service(settings: Record<string, string> = {}) {
  const registry = new Registry();
  const counter = new Counter({
    name: 'suwen_wechat_refused_total',
    help: 'x',
    labelNames: ['fault'],
    registers: [registry],
  });
  const { routes } = setUp({ onFault: (fault) => counter.inc({ fault }) }, { ...wecom, ...settings });
  const app = new Hono().route('/wechat', routes);
  app.get('/readyz', (c) => c.json({ status: 'ok' }));
  app.get('/metrics', async (c) => c.text(await registry.metrics()));
  const listening = await listen(app.fetch);
  stops.push(listening.stop);
  return listening.url;
}

/** What the doctor with these settings says of it. */
async function ask(url: string, settings: Record<string, string> = {}) {
  const checks = await examine({
    config: readConfig({ ...environment, ...wecom, ...settings }),
    store: { health: () => ({ status: 'ok', reasons: [], pending: 0, dropped: 0 }) },
    openAssistant: async () => ({ index: { origin: 'saved' } }),
    url,
  });
  return { checks, report: formatChecks(checks), failed: checks.filter(({ status }) => status === 'fail') };
}

describe('the doctor', () => {
  test('finds nothing wrong where nothing is', async () => {
    const { failed, report } = await ask(await service());
    expect(failed).toEqual([]);
    expect(report).toContain('✓ official account, message (POST): answered as safe asks');
    expect(report).toContain('✓ wecom, set-up (GET)');
    expect(report).toContain('✓ official account, plain message: refused with 403');
  });

  test.each([
    ['the Token', { WECHAT_OA_TOKEN: 'Other' }, /WECHAT_OA_TOKEN/u],
    ['the AppID', { WECHAT_OA_APPID: 'wx0000000000000000' }, /AppID differs/u],
    [
      'the key',
      { WECHAT_OA_AES_KEY: vectors.key_derivation[2]?.encodingAESKey ?? '' },
      /EncodingAESKey differs/u,
    ],
    ['the mode', { WECHAT_OA_MODE: 'plain' }, /modes differ/u],
    ['the CorpID', { WECOM_CORPID: 'ww0' }, /CorpID|refused/u],
  ])('names %s when it differs', async (_name, settings, remedy) => {
    const { failed } = await ask(await service(), settings);
    expect(failed.map((check) => check.remedy).join()).toMatch(remedy);
  });

  const answering = async (answer: (query: URLSearchParams) => Response) => {
    const listening = await listen((request) => answer(new URL(request.url).searchParams));
    stops.push(listening.stop);
    return (await ask(listening.url)).failed.find(({ name }) => name.includes('official account, set-up'));
  };
  test.each<[string, (echo: string) => Response, RegExp]>([
    ['JSON text', (echo) => Response.json(echo), /in quotes/u],
    ['a JSON object', (echo) => Response.json({ data: echo }), /JSON came back/u],
    ['a line end', (echo) => new Response(`${echo}\n`), /line end/u],
    ['a page', () => new Response('<html></html>'), /a page/u],
    ['a redirect', () => new Response('', { status: 301, headers: { Location: '/x/' } }), /redirected/u],
    ['nothing there', () => new Response('', { status: 404 }), /nothing is there/u],
    ['a failure', () => new Response('', { status: 502 }), /failed/u],
  ])('explains %s', async (_name, answer, detail) => {
    expect((await answering((query) => answer(query.get('echostr') ?? '')))?.detail).toMatch(detail);
  });

  test('says that a service which takes anything is dangerous', async () => {
    const listening = await listen(
      (request) => new Response(new URL(request.url).searchParams.get('echostr') ?? 'success'),
    );
    stops.push(listening.stop);
    const { report } = await ask(listening.url);
    expect(report).toContain('Anyone could write to residents');
  });

  test('explains a port that WeChat does not call, and an address nobody answers', async () => {
    const { report } = await ask('https://suwen.invalid:8443');
    expect(report).toContain('ports 80 and 443 only');
    expect(report).toContain('cannot be reached');
  });

  test('asks for a token when there is a secret, and passes on what to do', async () => {
    const api = await startWeChatApi(() => ({
      errcode: 40164,
      errmsg: 'invalid ip 1.2.3.4, not in whitelist',
    }));
    stops.push(api.stop);
    const { report } = await ask(await service(), { WECHAT_OA_SECRET: 's', WECHAT_API_URL: api.url });
    expect(report).toMatch(/access token: .*1\.2\.3\.4.*IP白名单/u);
  });
});
