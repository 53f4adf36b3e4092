import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveKey, encrypt, sign } from '../../../src/channels/wechat/crypto.js';
import { readXml, XML_BYTES, XmlError } from '../../../src/channels/wechat/read-xml.js';
import { setUp } from '../../support/wechat.js';
import { vectors } from './vectors.js';

const { token, encodingAESKey, appid } = vectors.config;
const request = vectors.aes_request_ok.find(({ id }) => id === 'aes-text');
const genuine = { query: request?.query ?? {}, body: request?.body ?? '' };

/** Ways to make a request that is not WeChat's, each from a number that differs. */
const FORGERIES: readonly ((n: number) => { query: Record<string, string>; body: string })[] = [
  (n) => ({ ...genuine, query: { ...genuine.query, msg_signature: sign('guess', String(n)) } }),
  (n) => ({ ...genuine, query: { ...genuine.query, nonce: String(n) } }),
  (n) => ({ ...genuine, query: { ...genuine.query, timestamp: String(1767225600 + n + 1) } }),
  (n) => ({
    ...genuine,
    query: { signature: sign(token, '1', String(n)), timestamp: '1', nonce: String(n) },
  }),
  (n) => {
    const at = (n % 300) + 120;
    const flipped = genuine.body[at] === 'A' ? 'B' : 'A';
    return { ...genuine, body: genuine.body.slice(0, at) + flipped + genuine.body.slice(at + 1) };
  },
  (n) => {
    // Signed with the right token, as one who learned it could, but for another account.
    const encrypted = encrypt(deriveKey(encodingAESKey), '<xml/>', `wx${n}`, Buffer.alloc(16, n));
    const msg_signature = sign(token, '1', '2', encrypted);
    return {
      query: { timestamp: '1', nonce: '2', msg_signature },
      body: `<xml><Encrypt>${encrypted}</Encrypt></xml>`,
    };
  },
  (n) => {
    const other = deriveKey(vectors.key_derivation[2]?.encodingAESKey ?? '');
    const encrypted = encrypt(other, '<xml/>', appid, Buffer.alloc(16, n));
    const msg_signature = sign(token, '1', '2', encrypted);
    return {
      query: { timestamp: '1', nonce: '2', msg_signature },
      body: `<xml><Encrypt>${encrypted}</Encrypt></xml>`,
    };
  },
  (n) => ({ query: {}, body: 'x'.repeat(n % 50) }),
];

test('of 10,000 forged requests none is accepted, and none is an error here', async () => {
  const { routes, asked, errors } = setUp();
  const statuses = new Map<number, number>();
  for (let n = 0; n < 10_000; n += 1) {
    const forge = FORGERIES[n % FORGERIES.length];
    const { query, body } = forge?.(n) ?? genuine;
    const url = `/official-account?${new URLSearchParams(query).toString()}`;
    const { status } = await routes.request(url, { method: 'POST', body });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].every((status) => status >= 400 && status < 500)).toBe(true);
  expect([asked, errors]).toEqual([[], []]);
  expect(
    (
      await routes.request(`/official-account?${new URLSearchParams(genuine.query).toString()}`, {
        method: 'POST',
        body: genuine.body,
      })
    ).status,
  ).toBe(200);
});

describe('2,000 hostile bodies', () => {
  const fill = (unit: string) => unit.repeat(Math.floor((XML_BYTES - 200) / unit.length));
  const units = [
    '<a>',
    '<a',
    '<a b="',
    '<![CDATA[',
    '<![CDATA[]]>',
    ']]>',
    '&lt;',
    '&#x41;',
    '&#x110000;',
    '<?x?>',
    '</a>',
    '<a/>',
    '<a></a>',
    '<a b="c" d=\'e\'/>',
    '中',
    '\u0000',
    '<__proto__>',
    '<xml>',
    '<a:b>',
    '&a;',
    '<a\n',
    '"',
    "'",
    '=',
    '>',
    '<<',
    '<a ="',
  ];
  const unit = fc.oneof(
    fc.constantFrom(...units),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  );
  const hostile = fc.oneof(
    unit.map((each) => fill(each)),
    unit.map((each) => `<xml>${fill(each)}</xml>`),
    fc.tuple(unit, unit).map(([a, b]) => `<xml><Content>${fill(a + b)}</Content></xml>`),
    fc.tuple(unit, unit).map(([a, b]) => `<xml>${fill(a).slice(0, 20_000)}${fill(b).slice(0, 20_000)}`),
  );

  test('are read or refused, never anything else', () => {
    fc.assert(
      fc.property(hostile, (xml) => {
        let outcome = 'read';
        try {
          readXml(xml);
        } catch (error) {
          outcome = error instanceof XmlError ? 'refused' : String(error);
        }
        expect(outcome).toMatch(/^(?:read|refused)$/u);
      }),
      { numRuns: 2000 },
    );
  });
});
