import { afterEach, describe, expect, test } from 'vitest';
import { AccessToken } from '../../../src/channels/wechat/access-token.js';
import { ApiError, WeChatApi } from '../../../src/channels/wechat/api.js';
import { AuthorizedApi } from '../../../src/channels/wechat/authorized-api.js';
import { MemoryLedger } from '../../../src/channels/wechat/memory-ledger.js';
import { menuBody, menuCommand } from '../../../src/channels/wechat/menu.js';
import { grantOfMessage, Push } from '../../../src/channels/wechat/push.js';
import { startWeChatApi, type Call } from '../../support/wechat-api.js';
import { wording } from '../../support/wechat.js';
import { vectors } from './vectors.js';

const { appid, openid } = vectors.config;
let stop: () => Promise<unknown> = async () => undefined;
afterEach(() => stop());

/** Gives out the tokens T1, T2, … and answers other calls as told. */
async function start(
  answer: (call: Call, calls: readonly Call[]) => unknown = () => ({ errcode: 0 }),
  life = 7200,
) {
  let tokens = 0;
  const server = await startWeChatApi((call, calls) => {
    if (!call.url.startsWith('/cgi-bin/stable_token')) return answer(call, calls);
    tokens += 1;
    return { access_token: `T${tokens}`, expires_in: life };
  });
  stop = server.stop;
  const api = new WeChatApi(server.url);
  const authorized = new AuthorizedApi(api, new AccessToken(api, appid, 'SECRET'));
  const others = () => server.calls.filter(({ url }) => !url.includes('stable_token'));
  return { ...server, api, authorized, others, fetched: () => tokens };
}

describe('the access token', () => {
  test('is asked for as documented', async () => {
    const { authorized, calls } = await start();
    await authorized.post('/x', {});
    expect(calls[0]).toEqual({
      method: 'POST',
      url: new URL(vectors.stable_token.url.slice(5)).pathname,
      body: vectors.stable_token.body,
    });
    expect(calls[1]?.url).toBe('/x?access_token=T1');
  });

  test('is fetched once for many calls at once and after', async () => {
    const { authorized, fetched } = await start();
    await Promise.all(Array.from({ length: 20 }, () => authorized.post('/x', {})));
    await authorized.get('/x');
    expect(fetched()).toBe(1);
  });

  test('that is about to end is fetched anew', async () => {
    const { authorized, fetched } = await start(undefined, 300);
    await authorized.post('/x', {});
    await authorized.post('/x', {});
    expect(fetched()).toBe(2);
  });

  test.each([40001, 40014, 42001])(
    'refused with %d is fetched anew and the call repeated once',
    async (errcode) => {
      const { authorized, others, fetched } = await start(({ url }) =>
        url.endsWith('T1') ? { errcode } : { errcode: 0 },
      );
      await authorized.post('/x', {});
      expect([fetched(), others().map(({ url }) => url)]).toEqual([
        2,
        ['/x?access_token=T1', '/x?access_token=T2'],
      ]);
    },
  );

  test('refused twice is an error, and no third call', async () => {
    const { authorized, others } = await start(() => ({ errcode: 40001, errmsg: 'invalid credential' }));
    await expect(authorized.post('/x', {})).rejects.toMatchObject({ code: 40001 });
    expect(others()).toHaveLength(2);
  });
});

describe('a refusal', () => {
  test.each(vectors.stable_token.errors)(
    '$errcode names what to do, and no secret',
    async ({ errcode, errmsg = '' }) => {
      const server = await startWeChatApi(() => ({ errcode, errmsg }));
      stop = server.stop;
      const error = await new AccessToken(new WeChatApi(server.url), appid, 'SECRET')
        .get()
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ApiError);
      expect(String(error)).toContain(`${errcode} ${errmsg}`);
      expect(String(error)).not.toContain('S3CR3T');
      expect(server.calls).toHaveLength(1);
    },
  );

  test('40164 names the address to add', async () => {
    const { authorized } = await start(() => ({
      errcode: 40164,
      errmsg: 'invalid ip 1.2.3.4, not in whitelist',
    }));
    await expect(authorized.post('/x', {})).rejects.toThrow(/1\.2\.3\.4.*IP白名单/u);
  });

  test('of the connection says so without the token', async () => {
    const { authorized, stop: end } = await start();
    await authorized.post('/x', {});
    await end();
    stop = async () => undefined;
    const error = await authorized.post('/x', {}).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/127\.0\.0\.1.*outbound/u);
    expect(String(error)).not.toContain('T1');
  });
});

describe('customer-service messages', () => {
  const [text, , typing] = vectors.custom_send;

  test('and typing have the documented bodies', async () => {
    const { authorized, others } = await start();
    const ledger = new MemoryLedger();
    const push = new Push(authorized, ledger, () => undefined);
    const owner = await ledger.owners.of('wechat', openid);
    await push.send({ openid, owner, grant: grantOfMessage('1', Date.now()) }, ['《实施方案》第（一）项']);
    await push.typing(openid);
    expect(others().map(({ body }) => body)).toEqual([text?.body, typing?.body]);
    expect(others()[0]?.url).toBe(
      text?.url?.replace('POST https://api.weixin.qq.com', '').replace('ACCESS_TOKEN', 'T1'),
    );
  });

  test('are at most five for one message', async () => {
    const { authorized, others } = await start();
    const ledger = new MemoryLedger();
    const push = new Push(authorized, ledger, () => undefined);
    const owner = await ledger.owners.of('wechat', openid);
    const target = { openid, owner, grant: grantOfMessage('1', Date.now()) };
    const sent = [await push.send(target, ['a', 'b', 'c']), await push.send(target, ['d', 'e', 'f'])];
    expect([sent, others().length]).toEqual([[3, 2], 5]);
  });
});

describe('the menu', () => {
  test('is pushed within WeChat’s limits; pages only where there are any', async () => {
    const { authorized, others } = await start();
    const body = menuBody(wording, 'https://example.invalid');
    expect(await menuCommand('push', authorized, body)).toContain('落户条件');
    expect(JSON.parse(others()[0]?.body ?? '')).toEqual(body);
    expect(body.button.length).toBeLessThanOrEqual(3);
    expect(JSON.stringify(body)).toContain('"url":"https://example.invalid/"');
    expect(JSON.stringify(menuBody(wording, undefined))).not.toContain('"view"');
  });

  test('is shown', async () => {
    const { authorized } = await start(() => ({ menu: { button: [] } }));
    expect(JSON.parse(await menuCommand('show', authorized, menuBody(wording, undefined)))).toEqual({
      menu: { button: [] },
    });
  });

  test('needs a secret and an action', async () => {
    const body = menuBody(wording, undefined);
    await expect(menuCommand('push', undefined, body)).rejects.toThrow(/WECHAT_OA_SECRET/u);
    await expect(menuCommand('delete', undefined, body)).rejects.toThrow(/push or show/u);
  });
});
