import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the tests read of the byte-exact vectors; their provenance is told in the file itself. */
export type Vectors = {
  config: { token: string; encodingAESKey: string; appid: string; ghId: string; openid: string };
  key_derivation: { encodingAESKey: string; aesKeyHex: string; ivHex: string }[];
  key_derivation_bad: { encodingAESKey: string; why: string }[];
  signature: {
    id: string;
    token: string;
    timestamp: string;
    nonce: string;
    encrypt?: string;
    signature: string;
    echostr?: string;
  }[];
  signature_bad: {
    id: string;
    token: string;
    timestamp?: string;
    nonce?: string;
    signature?: string;
    echostr?: string;
    query?: string;
  }[];
  aes_encrypt: {
    id: string;
    encodingAESKey: string;
    appid: string;
    randomHex: string;
    msg: string;
    msgUtf8Bytes: number;
    fullStrBytes: number;
    pad: number;
    encrypt: string;
    envelope?: { timestamp: string; nonce: string; token: string; msgSignature: string };
  }[];
  aes_request_ok: {
    id: string;
    format?: string;
    token?: string;
    encodingAESKey?: string;
    appid?: string;
    query: Record<string, string>;
    body?: string;
    encrypt?: string;
    expectPlain?: string;
    expect?: { random: string; msgLen: number; msg: string; appid: string };
  }[];
  aes_request_bad: { id: string; why: string; query: Record<string, string>; body: string }[];
  reply_xml: {
    cases: {
      id: string;
      in: { to: string; from: string; createTime: number; content: string };
      xml: string;
    }[];
  };
  reply_encrypted: {
    randomHex: string;
    timestamp: string;
    nonce: string;
    plainXml: string;
    encrypt: string;
    msgSignature: string;
    envelope: string;
  };
  wecom: {
    token: string;
    encodingAESKey: string;
    corpid: string;
    get: { query: Record<string, string>; expectBody: string };
    post: { query: Record<string, string>; body: string; expectPlain: string };
  };
  parse_xml: { id: string; xml: string; expect: Record<string, unknown> }[];
  parse_xml_bad: { id: string; xml: string }[];
  split: {
    limitBytes: number;
    facts: { s: string; repeat: number; bytes: number; fits: boolean }[];
    cases: { id: string; unit: string; repeat: number; bytes: number; minChunks: number }[];
  };
  custom_send: { id: string; url?: string; body: string }[];
  stable_token: {
    url: string;
    body: string;
    ok: { access_token: string; expires_in: number };
    errors: { errcode: number; errmsg?: string }[];
  };
  scenarios: { id: string }[];
};

const file = join(import.meta.dirname, '../../fixtures/wechat-vectors.json');

export const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
