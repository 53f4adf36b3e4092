import { randomBytes, randomInt } from 'node:crypto';
import type { Account } from './account.js';
import { decrypt, encrypt, sign } from './crypto.js';
import { readXml } from './read-xml.js';
import { NO_REPLY } from './write-xml.js';

/**
 * WeChat's side of the webhook: signs and encrypts as its server does. The doctor and the simulator speak to a real
 * address with it, so that what they find is what WeChat would find.
 */
export type SignedRequest = { readonly query: URLSearchParams; readonly body: string };

export type PeerOptions = { readonly account: Account; readonly kind: 'official-account' | 'wecom' };

/** Fields of a message in WeChat's names. */
export type MessageFields = Readonly<Record<string, string | number>>;

/** What came back, as WeChat's server would take it. */
export type PeerReply =
  | { readonly kind: 'text'; readonly text: string; readonly fields: ReadonlyMap<string, string> }
  | { readonly kind: 'none' }
  | { readonly kind: 'broken'; readonly problem: string };

/** The query of the GET that sets up the address, and the text that must come back. */
export function setUpRequest(
  { account, kind }: PeerOptions,
  now: number,
): { readonly query: URLSearchParams; readonly echo: string } {
  const echo = String(randomInt(1e12, 9e12));
  const { timestamp, nonce } = stamp(now);
  if (kind === 'official-account' || account.mode === 'plain') {
    const signature = sign(account.token, timestamp, nonce);
    return { query: new URLSearchParams({ signature, timestamp, nonce, echostr: echo }), echo };
  }
  const echostr = encrypt(account.keys[0], echo, account.receiveId, randomBytes(16));
  const signature = sign(account.token, timestamp, nonce, echostr);
  return { query: new URLSearchParams({ msg_signature: signature, timestamp, nonce, echostr }), echo };
}

/** A message as the account's mode has it. */
export function messageRequest(
  { account, kind }: PeerOptions,
  fields: MessageFields,
  now: number,
): SignedRequest {
  const { timestamp, nonce } = stamp(now);
  const xml = writeFields(fields);
  const plain = {
    signature: sign(account.token, timestamp, nonce),
    timestamp,
    nonce,
    openid: String(fields['FromUserName']),
  };
  if (account.mode === 'plain') return { query: new URLSearchParams(plain), body: xml };
  const encrypted = encrypt(account.keys[0], xml, account.receiveId, randomBytes(16));
  const msg_signature = sign(account.token, timestamp, nonce, encrypted);
  const query =
    kind === 'wecom' ? { msg_signature, timestamp, nonce } : { ...plain, encrypt_type: 'aes', msg_signature };
  const beside = account.mode === 'compat' ? fields : { ToUserName: fields['ToUserName'] ?? '' };
  return { query: new URLSearchParams(query), body: writeFields({ ...beside, Encrypt: encrypted }) };
}

/** Takes a reply apart, and says what WeChat would not accept. */
export function readReply({ account }: PeerOptions, body: string): PeerReply {
  if (body === NO_REPLY || body === '') return { kind: 'none' };
  try {
    let fields = readXml(body);
    if (account.mode !== 'plain') {
      const [encrypted, signature, timestamp, nonce] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map(
        (name) => fields.get(name) ?? '',
      );
      if (!encrypted) return { kind: 'broken', problem: 'the reply is not encrypted' };
      if (signature !== sign(account.token, timestamp ?? '', nonce ?? '', encrypted)) {
        return { kind: 'broken', problem: 'the signature of the reply is wrong' };
      }
      fields = readXml(decrypt(account.keys[0], encrypted, account.receiveId));
    }
    const text = fields.get('Content');
    if (fields.get('MsgType') !== 'text' || !text)
      return { kind: 'broken', problem: 'the reply has no text' };
    return { kind: 'text', text, fields };
  } catch (error) {
    return { kind: 'broken', problem: error instanceof Error ? error.message : 'the reply cannot be read' };
  }
}

function stamp(now: number): { readonly timestamp: string; readonly nonce: string } {
  return { timestamp: String(Math.floor(now / 1000)), nonce: String(randomInt(1e8, 2e9)) };
}

function writeFields(fields: MessageFields): string {
  const written = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number'
      ? `<${name}>${value}</${name}>`
      : `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`,
  );
  return `<xml>${written.join('')}</xml>`;
}
