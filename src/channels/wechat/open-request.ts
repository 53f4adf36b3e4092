import { randomBytes } from 'node:crypto';
import type { Account, EncryptedAccount } from './account.js';
import { CryptoError, decrypt, isSame, sign, type AesKey, type CryptoFault } from './crypto.js';
import { readXml, XmlError, type Fields } from './read-xml.js';
import { writeEnvelope } from './write-xml.js';

/** Why a request was turned away: for counters and `npm run doctor`, never for the sender. */
export type RequestFault = 'signature' | 'stale' | 'plain_body' | 'encrypted_body' | 'xml' | CryptoFault;

/** A request taken as WeChat's: its fields, and how to wrap the reply. */
export type Opened = { readonly fields: Fields; readonly seal: (replyXml: string) => string };
/** The text that sets up an address. */
export type Echo = { readonly echo: string };
export type Refused = { readonly fault: RequestFault };

type Query = Pick<URLSearchParams, 'get'>;

/** Ages in seconds; 0 accepts any. */
export type Freshness = { readonly maxAge: number; readonly now: number };

/** Whether the GET that sets up the address is WeChat's. */
function isSetUpSigned({ token }: Account, query: Query): boolean {
  const [signature, timestamp, nonce] = ['signature', 'timestamp', 'nonce'].map((name) => query.get(name));
  if (!signature || !timestamp || !nonce) return false;
  return isSame(signature, sign(token, timestamp, nonce));
}

/** What to answer to the GET that sets up an address. */
export function echoOf(account: Account, query: Query): Echo | Refused {
  return isSetUpSigned(account, query) ? { echo: query.get('echostr') ?? '' } : { fault: 'signature' };
}

/** The same for WeCom, where the text to echo comes encrypted and is what was signed. */
export function encryptedEchoOf(account: EncryptedAccount, query: Query): Echo | Refused {
  const echo = query.get('echostr');
  if (echo === null || !isSigned(account, query, echo)) return { fault: 'signature' };
  try {
    return { echo: decryptWithAny(account, echo).message };
  } catch (error) {
    if (error instanceof CryptoError) return { fault: error.fault };
    throw error;
  }
}

/**
 * Checks a POST against the account's mode. The signature in the address does not cover the body, so an encrypted
 * account takes nothing on its word: a plain body there is a downgrade, whoever sends it.
 */
export function openRequest(
  account: Account,
  query: Query,
  body: string,
  freshness: Freshness,
): Opened | Refused {
  if (!isFresh(query.get('timestamp') ?? '', freshness)) return { fault: 'stale' };
  try {
    return account.mode === 'plain' ? openPlain(account, query, body) : openEncrypted(account, query, body);
  } catch (error) {
    if (error instanceof XmlError) return { fault: 'xml' };
    if (error instanceof CryptoError) return { fault: error.fault };
    throw error;
  }
}

function openPlain(account: Account, query: Query, body: string): Opened | Refused {
  if (!isSetUpSigned(account, query)) return { fault: 'signature' };
  const fields = readXml(body);
  return fields.has('Encrypt') ? { fault: 'encrypted_body' } : { fields, seal: (xml) => xml };
}

function openEncrypted(account: EncryptedAccount, query: Query, body: string): Opened | Refused {
  const timestamp = query.get('timestamp') ?? '';
  const nonce = query.get('nonce') ?? '';
  // Before anything is parsed: most of what strangers send ends here.
  if (!query.get('msg_signature')) return { fault: query.get('signature') ? 'plain_body' : 'signature' };
  const encrypted = readXml(body).get('Encrypt');
  if (encrypted === undefined) return { fault: 'plain_body' };
  if (!isSigned(account, query, encrypted)) return { fault: 'signature' };
  const { key, message } = decryptWithAny(account, encrypted);
  const { token, receiveId } = account;
  return {
    // The decrypted message alone counts; in 兼容 mode the plain copy beside it may be anything.
    fields: readXml(message),
    seal: (xml) => writeEnvelope(xml, { key, token, receiveId, timestamp, nonce, random: randomBytes(16) }),
  };
}

/** Whether the signature in the address is that of this encrypted text. */
function isSigned({ token }: Account, query: Query, encrypted: string): boolean {
  const [signature, timestamp, nonce] = ['msg_signature', 'timestamp', 'nonce'].map((name) =>
    query.get(name),
  );
  if (!signature || !timestamp || !nonce) return false;
  return isSame(signature, sign(token, timestamp, nonce, encrypted));
}

/** Decrypts a text with the current key, else with the one before it. @throws CryptoError of the current key */
function decryptWithAny(
  { keys, receiveId }: EncryptedAccount,
  encrypted: string,
): { readonly key: AesKey; readonly message: string } {
  const [current, ...previous] = keys;
  try {
    return { key: current, message: decrypt(current, encrypted, receiveId) };
  } catch (error) {
    for (const key of previous) {
      try {
        return { key, message: decrypt(key, encrypted, receiveId) };
      } catch {
        continue;
      }
    }
    throw error;
  }
}

function isFresh(timestamp: string, { maxAge, now }: Freshness): boolean {
  if (maxAge === 0) return true;
  return /^\d{1,12}$/u.test(timestamp) && Math.abs(now - Number(timestamp)) <= maxAge;
}
