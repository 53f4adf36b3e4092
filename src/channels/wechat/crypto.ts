import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** The step at which an encrypted body turned out not to be WeChat's, for the operator; the sender is told nothing. */
export type CryptoFault = 'alphabet' | 'length' | 'padding' | 'message_length' | 'receive_id';

/** A body that cannot be decrypted to a message for this account. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  constructor(readonly fault: CryptoFault) {
    super(`the encrypted body fails at its ${fault}`);
  }
}

/** Decrypts with AES-256-CBC: `key` is 32 bytes, its first 16 are the initial vector. */
export type AesKey = { readonly key: Buffer; readonly iv: Buffer };

// WeChat pads to blocks of 32, twice the cipher's own; Node's automatic unpadding would refuse more than 16.
const BLOCK = 32;
const CIPHER_BLOCK = 16;
// FullStr = random (16) | length of the message in bytes (uint32, big-endian) | message | receiver.
const RANDOM = 16;
const HEADER = RANDOM + 4;

/**
 * The AES key behind an EncodingAESKey, 43 letters and digits. Its last character may carry unused low bits.
 * @throws RangeError when it has another length or alphabet
 */
export function deriveKey(encodingAesKey: string): AesKey {
  if (!/^[A-Za-z0-9]{43}$/u.test(encodingAesKey)) {
    throw new RangeError(`an EncodingAESKey has 43 letters and digits, this one has ${encodingAesKey.length} characters`); // prettier-ignore
  }
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  return { key, iv: key.subarray(0, CIPHER_BLOCK) };
}

/** SHA-1 (hex) of the parts in code-unit order, joined. Sorting by locale or as numbers gives other signatures. */
export function sign(...parts: readonly string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

/** Compares without revealing by its time where the two differ. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @param random 16 bytes, new for each message @param receiveId appid, or CorpID for WeCom */
export function encrypt({ key, iv }: AesKey, message: string, receiveId: string, random: Buffer): string {
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const full = Buffer.concat([random, length, body, Buffer.from(receiveId)]);
  const pad = BLOCK - (full.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(full), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/**
 * The message in an encrypted body. Every byte is accounted for: padding, lengths and the receiver behind the
 * message, which is all that ties it to this account.
 * @throws CryptoError
 */
export function decrypt({ key, iv }: AesKey, encrypted: string, receiveId: string): string {
  // Buffer.from skips illegal characters, so that many texts would stand for the same bytes.
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(encrypted)) throw new CryptoError('alphabet');
  const bytes = Buffer.from(encrypted, 'base64');
  if (bytes.length === 0 || bytes.length % CIPHER_BLOCK !== 0) throw new CryptoError('length');
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  const isPadded = pad >= 1 && pad <= BLOCK && pad <= padded.length;
  if (!isPadded || !padded.subarray(-pad).every((byte) => byte === pad)) throw new CryptoError('padding');
  const full = padded.subarray(0, padded.length - pad);
  if (full.length < HEADER) throw new CryptoError('message_length');
  const end = HEADER + full.readUInt32BE(RANDOM);
  if (end > full.length) throw new CryptoError('message_length');
  if (!full.subarray(end).equals(Buffer.from(receiveId))) throw new CryptoError('receive_id');
  return full.subarray(HEADER, end).toString();
}
