import { deriveKey, type AesKey } from './crypto.js';

/** What ties requests to one account. `receiveId` is the appid, or the CorpID for WeCom. */
export type Account = PlainAccount | EncryptedAccount;

/** 明文: nothing but the address is signed. */
type PlainAccount = { readonly mode: 'plain'; readonly token: string; readonly receiveId: string };

/** 安全 takes encrypted messages only; 兼容 too, though they carry a plain copy. */
export type EncryptedAccount = {
  readonly mode: 'safe' | 'compat';
  readonly token: string;
  readonly receiveId: string;
  /** The key in force, then the one before it: both are in use while an account changes its key. */
  readonly keys: readonly [AesKey, ...AesKey[]];
};

/**
 * Puts an account together from the operator's settings; EncodingAESKeys, the current one first.
 * @throws RangeError when a key is not one
 */
export function encryptedAccount(
  mode: 'safe' | 'compat',
  token: string,
  receiveId: string,
  encodingAesKeys: readonly [string, ...string[]],
): EncryptedAccount {
  const [current, ...previous] = encodingAesKeys;
  return { mode, token, receiveId, keys: [deriveKey(current), ...previous.map(deriveKey)] };
}
