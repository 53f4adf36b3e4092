import * as oracle from '@wecom/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encryptedAccount } from '../../../src/channels/wechat/account.js';
import { decrypt, deriveKey, encrypt, isSame, sign } from '../../../src/channels/wechat/crypto.js';
import { openRequest } from '../../../src/channels/wechat/open-request.js';
import { writeEnvelope, writeReply } from '../../../src/channels/wechat/write-xml.js';
import { vectors } from './vectors.js';

const { token, encodingAESKey, appid } = vectors.config;

describe('keys', () => {
  test.each(vectors.key_derivation)('$encodingAESKey', ({ encodingAESKey, aesKeyHex, ivHex }) => {
    const { key, iv } = deriveKey(encodingAESKey);
    expect([key.toString('hex'), iv.toString('hex')]).toEqual([aesKeyHex, ivHex]);
  });

  test.each(vectors.key_derivation_bad)('refused: $why', ({ encodingAESKey }) => {
    expect(() => deriveKey(encodingAESKey)).toThrow(/43/u);
  });
});

describe('signatures', () => {
  test.each(vectors.signature)('$id', ({ token, timestamp, nonce, encrypt, signature }) => {
    expect(sign(token, timestamp, nonce, ...(encrypt === undefined ? [] : [encrypt]))).toBe(signature);
  });

  test('are the same only as a whole', () => {
    expect([isSame('abc', 'abc'), isSame('abd', 'abc'), isSame('ab', 'abc'), isSame('', 'abc')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('encryption', () => {
  test.each(vectors.aes_encrypt)('$id, there and back', (vector) => {
    const key = deriveKey(vector.encodingAESKey);
    const made = encrypt(key, vector.msg, vector.appid, Buffer.from(vector.randomHex, 'hex'));
    expect(made).toBe(vector.encrypt);
    expect(decrypt(key, made, vector.appid)).toBe(vector.msg);
    expect(Buffer.from(made, 'base64')).toHaveLength(vector.fullStrBytes + vector.pad);
    const { envelope } = vector;
    const signed = envelope && sign(envelope.token, envelope.timestamp, envelope.nonce, made);
    expect(signed).toBe(envelope?.msgSignature);
  });

  test('of any text is what @wecom/crypto makes of it, and is read back by it', () => {
    const key = deriveKey(encodingAESKey);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (text, bytes) => {
          const made = encrypt(key, text, appid, Buffer.from(bytes));
          expect(oracle.decrypt(encodingAESKey, made)).toMatchObject({ message: text, id: appid });
          expect(decrypt(key, made, appid)).toBe(text);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('with any byte changed never gives a message for another account', () => {
    const key = deriveKey(encodingAESKey);
    const bytes = Buffer.from(encrypt(key, 'x'.repeat(40), appid, Buffer.alloc(16, 7)), 'base64');
    // Where the random bytes or the message change, only the signature can tell; the frame is checked here.
    for (let at = bytes.length - 32; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => decrypt(key, changed.toString('base64'), appid)).toThrow(/encrypted body/u);
    }
    expect(() => decrypt(key, bytes.toString('base64'), `${appid}0`)).toThrow(/receive_id/u);
  });
});

describe('requests', () => {
  const at = (query: Record<string, string>) => new URLSearchParams(query);
  const never = { maxAge: 0, now: 0 };

  test.each(vectors.aes_request_ok.filter(({ body }) => body !== undefined))('$id is opened', (vector) => {
    const plainAccount = { mode: 'plain', token, receiveId: appid } as const;
    const plain = openRequest(plainAccount, at(vector.query), vector.expectPlain ?? '', never);
    for (const mode of ['safe', 'compat'] as const) {
      const account = encryptedAccount(mode, token, appid, [encodingAESKey]);
      const opened = openRequest(account, at(vector.query), vector.body ?? '', never);
      expect('fields' in opened && [...opened.fields]).toEqual('fields' in plain && [...plain.fields]);
    }
  });

  test.each(vectors.aes_request_ok.filter(({ expect }) => expect !== undefined))(
    '$id is decrypted, in JSON too',
    (vector) => {
      const { timestamp = '', nonce = '', msg_signature } = vector.query;
      const encrypted = vector.encrypt ?? '';
      expect(sign(vector.token ?? '', timestamp, nonce, encrypted)).toBe(msg_signature);
      expect(decrypt(deriveKey(vector.encodingAESKey ?? ''), encrypted, vector.appid ?? '')).toBe(
        vector.expect?.msg,
      );
    },
  );

  test.each(vectors.aes_request_bad)('$id is refused: $why', ({ query, body }) => {
    for (const mode of ['safe', 'compat'] as const) {
      const account = encryptedAccount(mode, token, appid, [encodingAESKey]);
      expect(openRequest(account, at(query), body, never)).toHaveProperty('fault');
    }
  });

  test('encrypted with the key before are opened, and their reply is sealed with that key', () => {
    const [, next] = vectors.key_derivation.map((vector) => vector.encodingAESKey);
    const account = encryptedAccount('safe', token, appid, [next ?? '', encodingAESKey]);
    const request = vectors.aes_request_ok.find(({ id }) => id === 'aes-text');
    const opened = openRequest(account, at(request?.query ?? {}), request?.body ?? '', never);
    const sealed = 'seal' in opened ? opened.seal('<xml/>') : '';
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/u.exec(sealed)?.[1] ?? '';
    expect(decrypt(deriveKey(encodingAESKey), encrypted, appid)).toBe('<xml/>');
  });

  test('older than the limit are refused, when there is one', () => {
    const account = encryptedAccount('safe', token, appid, [encodingAESKey]);
    const request = vectors.aes_request_ok.find(({ id }) => id === 'aes-text');
    const open = (maxAge: number, now: number) =>
      'fault' in openRequest(account, at(request?.query ?? {}), request?.body ?? '', { maxAge, now });
    expect([open(600, 1767225600 + 600), open(600, 1767225600 + 601), open(0, 1)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('in plain mode need a signature, and may not be encrypted', () => {
    const account = { mode: 'plain', token, receiveId: appid } as const;
    const plain = vectors.parse_xml[0]?.xml ?? '';
    const { query, body } = vectors.aes_request_bad.find(({ id }) => id === 'plaintext-in-aes-mode') ?? {
      query: {},
      body: '',
    };
    expect(openRequest(account, at(query), body, never)).toHaveProperty('fields');
    expect(openRequest(account, at({ ...query, nonce: '1' }), plain, never)).toEqual({ fault: 'signature' });
    const encrypted = '<xml><Encrypt>eA==</Encrypt></xml>';
    expect(openRequest(account, at(query), encrypted, never)).toEqual({ fault: 'encrypted_body' });
  });
});

describe('replies', () => {
  test.each(vectors.reply_xml.cases)('$id', (vector) => {
    expect(writeReply(vector.in)).toBe(vector.xml);
  });

  test('are sealed byte for byte', () => {
    const { plainXml, randomHex, timestamp, nonce, envelope } = vectors.reply_encrypted;
    const key = deriveKey(encodingAESKey);
    const random = Buffer.from(randomHex, 'hex');
    expect(writeEnvelope(plainXml, { key, token, receiveId: appid, timestamp, nonce, random })).toBe(
      envelope,
    );
  });

  test('hold no control characters and no half characters, and are never empty', () => {
    const reply = writeReply({ to: 'a', from: 'b', createTime: 1, content: 'x\u0000\u0008\r\ud83dy\n\t' });
    expect(reply).toContain('<Content><![CDATA[xy\n\t]]></Content>');
    expect(() => writeReply({ to: 'a', from: 'b', createTime: 1, content: '' })).toThrow(/text/u);
  });
});
