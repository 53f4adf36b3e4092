import { decrypt, encrypt, deriveKey, type AesKey } from './crypto.js';

/** 安全 takes encrypted messages only; 兼容 too, though they carry a plain copy; 明文 takes plain ones only. */
export type Mode = 'safe' | 'compat' | 'plain';

/** What ties requests to one account. `receiveId` is the appid, or the CorpID for WeCom. */
export type Account = {
  readonly token: string;
  readonly receiveId: string;
} & (
  | { readonly mode: 'plain' }
  | {
      readonly mode: 'safe' | 'compat';
      /** The key in force, then the one before it: both are in use while an account changes its key. */
      readonly keys: readonly [AesKey, ...AesKey[]];
    }
);

/** Puts an account together from the operator's settings; keys are EncodingAESKeys, the current one first. */
export function accountOf(
  mode: Mode,
  token: string,
  receiveId: string,
  encodingAesKeys: readonly string[],
): Account {
  if (mode === 'plain') return { mode, token, receiveId };
  const [current, ...previous] = encodingAesKeys.map(deriveKey);
  if (current === undefined) throw new RangeError(`mode ${mode} needs an EncodingAESKey`);
  // A key that cannot undo itself would be found out by the first resident.
  if (decrypt(current, encrypt(current, 'x', receiveId, Buffer.alloc(16)), receiveId) !== 'x') {
    throw new RangeError('the EncodingAESKey does not work');
  }
  return { mode, token, receiveId, keys: [current, ...previous] };
}
