import { describe, expect, test } from 'vitest';
import { decrypt, deriveKey } from '../../../src/channels/wechat/crypto.js';
import { messageRequest, readReply, setUpRequest } from '../../../src/channels/wechat/peer.js';
import { encryptedAccount } from '../../../src/channels/wechat/account.js';
import { environment, peer, setUp, wording } from '../../support/wechat.js';
import { vectors } from './vectors.js';

const { token, encodingAESKey, appid, ghId, openid } = vectors.config;
const PATH = '/official-account';

describe('setting up the address', () => {
  test.each(vectors.signature.filter(({ echostr }) => echostr !== undefined))(
    '$id echoes the text alone',
    async ({ token, timestamp, nonce, signature, echostr = '' }) => {
      const { routes } = setUp({}, { WECHAT_OA_TOKEN: token });
      const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
      const response = await routes.request(`${PATH}?${query.toString()}`);
      expect([response.status, await response.text()]).toEqual([200, echostr]);
    },
  );

  test.each(vectors.signature_bad.filter(({ id }) => !/html|repeated/u.test(id)))(
    '$id is refused',
    async (vector) => {
      const { timestamp, nonce, signature } = vector;
      const given = { timestamp, nonce, signature, echostr: 'ECHO' };
      const present = Object.entries(given).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const response = await setUp().routes.request(`${PATH}?${new URLSearchParams(present).toString()}`);
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain('ECHO');
    },
  );

  test('a repeated parameter does no harm; markup is echoed as text', async () => {
    const { routes } = setUp();
    const repeated = vectors.signature_bad.find(({ id }) => id === 'repeated-parameter')?.query ?? '';
    expect((await routes.request(`${PATH}?${repeated}&echostr=1`)).status).toBe(200);
    const {
      timestamp = '',
      nonce = '',
      signature = '',
      echostr = '',
    } = vectors.signature_bad.find(({ id }) => id === 'html-in-echostr') ?? {};
    const query = new URLSearchParams({ timestamp, nonce, signature, echostr });
    const response = await routes.request(`${PATH}?${query.toString()}`);
    expect(await response.text()).toBe(echostr);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/u);
  });

  test('works with a slash at the end, without a redirect', async () => {
    const { query, echo } = setUpRequest(peer, Date.now());
    expect(await (await setUp().routes.request(`${PATH}/?${query.toString()}`)).text()).toBe(echo);
  });
});

describe('messages over HTTP', () => {
  const send = (routes: ReturnType<typeof setUp>['routes'], query: Record<string, string>, body: string) =>
    routes.request(`${PATH}?${new URLSearchParams(query).toString()}`, { method: 'POST', body });

  test.each(vectors.aes_request_ok.filter(({ body }) => body !== undefined))(
    '$id is answered',
    async (vector) => {
      for (const mode of ['safe', 'compat']) {
        const { routes } = setUp({}, { WECHAT_OA_MODE: mode });
        const response = await send(routes, vector.query, vector.body ?? '');
        const reply = readReply(peer, await response.text());
        expect([response.status, reply.kind]).toEqual([200, 'text']);
        expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
        expect(
          'fields' in reply && [reply.fields.get('ToUserName'), reply.fields.get('FromUserName')],
        ).toEqual([openid, ghId]);
      }
    },
  );

  test('in 兼容 mode the decrypted text is asked, not the plain copy', async () => {
    const { routes, asked } = setUp({}, { WECHAT_OA_MODE: 'compat' });
    const { query, body = '' } = vectors.aes_request_ok.find(({ id }) => id === 'compat-mode') ?? {
      query: {},
    };
    await send(routes, query, body);
    expect(asked).toEqual(['兼容模式消息']);
  });

  test.each(vectors.aes_request_bad)('$id gets a 4xx and asks nothing', async ({ query, body }) => {
    for (const mode of ['safe', 'compat']) {
      const { routes, asked, faults } = setUp({}, { WECHAT_OA_MODE: mode });
      const response = await send(routes, query, body);
      expect([response.status, asked, faults.length]).toEqual([403, [], 1]);
      expect(await response.text()).toBe('not accepted');
    }
  });

  test.each(vectors.parse_xml_bad)('$id, signed and encrypted, gets a 4xx', async ({ xml }) => {
    const { routes, asked } = setUp({}, { WECHAT_OA_MODE: 'plain' });
    const { query } = messageRequest(
      { ...peer, account: { mode: 'plain', token, receiveId: appid } },
      {},
      Date.now(),
    );
    const response = await send(routes, Object.fromEntries(query), xml);
    expect([response.status, asked]).toEqual([400, []]);
  });

  test('a body over 64 KiB gets 413', async () => {
    const { routes, asked } = setUp();
    expect((await send(routes, {}, 'x'.repeat(70_000))).status).toBe(413);
    expect(asked).toEqual([]);
  });

  test('while a key is changed both are good, and the reply has the key of the message', async () => {
    const next = vectors.key_derivation[2]?.encodingAESKey ?? '';
    const { routes } = setUp({}, { WECHAT_OA_AES_KEY: next, WECHAT_OA_AES_KEY_PREVIOUS: encodingAESKey });
    for (const key of [next, encodingAESKey]) {
      const keyed = { ...peer, account: encryptedAccount('safe', token, appid, [key]) };
      const fields = {
        ToUserName: ghId,
        FromUserName: openid,
        CreateTime: 1,
        MsgType: 'text',
        Content: 'x',
        MsgId: key.length,
      };
      const { query, body } = messageRequest(keyed, fields, Date.now());
      const response = await send(routes, Object.fromEntries(query), body);
      expect(readReply(keyed, await response.text()).kind).toBe('text');
    }
  });

  test('in plain mode replies are plain', async () => {
    const { routes } = setUp({}, { ...environment, WECHAT_OA_MODE: 'plain' });
    const plain = { ...peer, account: { mode: 'plain', token, receiveId: appid } } as const;
    const fields = {
      ToUserName: ghId,
      FromUserName: openid,
      CreateTime: 1,
      MsgType: 'text',
      Content: 'x',
      MsgId: 1,
    };
    const { query, body } = messageRequest(plain, fields, Date.now());
    const text = await (await send(routes, Object.fromEntries(query), body)).text();
    expect(text).toMatch(/^<xml><ToUserName><!\[CDATA\[oABCD/u);
  });
});

describe('kinds of messages', () => {
  test.each(['image', 'video', 'shortvideo', 'location', 'link', 'voice', 'something_new'])(
    '%s is asked to be typed instead',
    async (MsgType) => {
      const { say, asked } = setUp();
      expect(await say({ fields: { MsgType, MediaId: 'm' } })).toBe(wording.typeInstead);
      expect(asked).toEqual([]);
    },
  );

  test('what WeChat could not carry is asked to be typed instead', async () => {
    expect(await setUp().say('【收到不支持的消息类型，暂无法显示】')).toBe(wording.typeInstead);
  });

  test('voice with a recognised text is a question', async () => {
    const { say, asked } = setUp();
    await say({ fields: { MsgType: 'voice', MediaId: 'm', Recognition: '落户条件是什么。' } });
    expect(asked).toEqual(['落户条件是什么。']);
  });

  test.each([
    ['subscribe', '', wording.greeting],
    ['subscribe', 'qrscene_hall03', wording.greeting],
    ['SCAN', 'hall03', wording.greeting],
    ['CLICK', 'MENU_HELP', wording.help],
    ['CLICK', 'MENU_GONE', undefined],
    ['VIEW', 'https://example.invalid/', undefined],
    ['LOCATION', '', undefined],
    ['some_future_event', '', undefined],
    ['unsubscribe', '', undefined],
  ])('the event %s %s', async (Event, EventKey, expected) => {
    expect(await setUp().say({ fields: { MsgType: 'event', Event, EventKey } })).toBe(expected);
  });

  test('a menu click asks its question', async () => {
    const { say, asked } = setUp();
    await say({ fields: { MsgType: 'event', Event: 'CLICK', EventKey: 'MENU_SCHOOL' } });
    expect(asked).toEqual(['外地孩子能上公办学校吗']);
  });
});

describe('WeCom', () => {
  const { token, encodingAESKey, corpid, get, post } = vectors.wecom;
  const settings = { WECOM_TOKEN: token, WECOM_CORPID: corpid, WECOM_AES_KEY: encodingAESKey };

  test('the encrypted text is echoed in clear', async () => {
    const { routes } = setUp({}, settings);
    const response = await routes.request(`/wecom?${new URLSearchParams(get.query).toString()}`);
    expect([response.status, await response.text()]).toEqual([200, get.expectBody]);
    const forged = new URLSearchParams({ ...get.query, nonce: '1' });
    expect((await routes.request(`/wecom?${forged.toString()}`)).status).toBe(403);
  });

  test('a message is answered under the CorpID, and not under another', async () => {
    const url = `/wecom?${new URLSearchParams(post.query).toString()}`;
    const { routes, asked } = setUp({}, settings);
    const body = await (await routes.request(url, { method: 'POST', body: post.body })).text();
    expect(asked).toEqual(['农业转移人口市民化有哪些目标']);
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/u.exec(body)?.[1] ?? '';
    expect(decrypt(deriveKey(encodingAESKey), encrypted, corpid)).toContain(
      '<ToUserName><![CDATA[ZhangSan]]>',
    );
    const other = setUp({}, { ...settings, WECOM_CORPID: 'ww0' });
    expect((await other.routes.request(url, { method: 'POST', body: post.body })).status).toBe(403);
    expect(other.faults).toEqual(['receive_id']);
  });

  test('is not there when it is not set up', async () => {
    expect((await setUp().routes.request('/wecom')).status).toBe(404);
  });
});
