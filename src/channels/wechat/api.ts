import { z } from 'zod';

/** WeChat refused a call. `code` is its errcode, 0 when there was none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

// Pushes and menus are not waited for by a person; a token fetch may hold one up at most this long.
const TIMEOUT_MS = 10_000;

/** What an operator can do about an error code; from the developer documents. */
const REMEDIES: Readonly<Record<number, string>> = {
  [-1]: 'WeChat is busy; try again later.',
  40001: 'The access token is not valid; is WECHAT_OA_SECRET the secret of WECHAT_OA_APPID?',
  40003: 'The receiver is not a follower of this account.',
  40013: 'WECHAT_OA_APPID is not an appid.',
  40125: 'WECHAT_OA_SECRET is wrong; copy it again from the developer platform.',
  40164: 'This server’s address is not on the account’s IP list (IP白名单); add the address named here.',
  40200: 'The account is of a kind that may not do this.',
  43004: 'The receiver does not follow the account.',
  45009: 'The account’s daily quota is used up.',
  45015: 'The person wrote longer than 48 hours ago, or no longer follows.',
  45047: 'Too many customer-service messages to this person.',
  48001: 'The account has no permission for this interface; it must be verified (认证).',
};

const reply = z.looseObject({ errcode: z.number().default(0), errmsg: z.string().default('') });

/** Calls WeChat's server. Errors never hold the address, whose query has the token. */
export class WeChatApi {
  constructor(private readonly baseUrl: string) {}

  /** @param path with its query @throws ApiError when it cannot be reached or says no */
  async post(path: string, body: unknown): Promise<unknown> {
    return this.#read(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      // Characters as they are: WeChat refuses \u escapes (40033).
      body: JSON.stringify(body),
    });
  }

  async get(path: string): Promise<unknown> {
    return this.#read(path, {});
  }

  async #read(path: string, init: RequestInit): Promise<unknown> {
    const name = path.split('?')[0] ?? path;
    let json: unknown;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      json = await (await fetch(this.baseUrl + path, { ...init, signal, redirect: 'error' })).json();
    } catch {
      throw new ApiError(0, `${name}: ${new URL(this.baseUrl).host} gave no usable answer. Is outbound HTTPS to it open?`); // prettier-ignore
    }
    const read = reply.safeParse(json);
    if (!read.success) throw new ApiError(0, `${name}: the answer is not of the documented form.`);
    const { errcode, errmsg } = read.data;
    if (errcode === 0) return json;
    throw new ApiError(errcode, `${name}: ${errcode} ${errmsg.slice(0, 200)}. ${REMEDIES[errcode] ?? ''}`.trimEnd()); // prettier-ignore
  }
}
