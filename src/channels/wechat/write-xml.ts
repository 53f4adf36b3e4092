import { encrypt, sign, type AesKey } from './crypto.js';

/** A text reply. `to` is the person, `from` the account: swapped against the message answered. */
export type TextReply = {
  readonly to: string;
  readonly from: string;
  /** Seconds, not milliseconds. */
  readonly createTime: number;
  readonly content: string;
};

/** The answer that says nothing and ends WeChat's retries; never encrypted. */
export const NO_REPLY = 'success';

/** The passive reply, on one line. An empty text must not be sent: WeChat shows 服务出现故障 for it. */
export function writeReply({ to, from, createTime, content }: TextReply): string {
  if (content === '') throw new RangeError('a reply needs a text');
  const fields = [
    `<ToUserName>${cdata(to)}</ToUserName>`,
    `<FromUserName>${cdata(from)}</FromUserName>`,
    `<CreateTime>${createTime}</CreateTime>`,
    `<MsgType>${cdata('text')}</MsgType>`,
    `<Content>${cdata(content)}</Content>`,
  ];
  return `<xml>${fields.join('')}</xml>`;
}

export type EnvelopeParts = {
  readonly key: AesKey;
  readonly token: string;
  readonly receiveId: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** 16 bytes, new for each reply. */
  readonly random: Buffer;
};

/** Encrypts a reply and signs it with its own time and nonce. */
export function writeEnvelope(xml: string, parts: EnvelopeParts): string {
  const { key, token, receiveId, timestamp, nonce, random } = parts;
  const encrypted = encrypt(key, xml, receiveId, random);
  const signature = sign(token, timestamp, nonce, encrypted);
  return `<xml><Encrypt>${cdata(encrypted)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`;
}

/** Wraps text so that nothing in it can end the wrapping; what XML forbids (control characters, half characters) is left out. */
function cdata(text: string): string {
  const clean = text.replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '');
  return `<![CDATA[${clean.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
