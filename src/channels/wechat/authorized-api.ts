import type { AccessToken } from './access-token.js';
import { ApiError, type WeChatApi } from './api.js';

/** The token ran out or was replaced: asked again once with a new one. */
const TOKEN_CODES = [40001, 40014, 42001];

/** Calls that need the access token. */
export class AuthorizedApi {
  constructor(
    private readonly api: WeChatApi,
    private readonly token: AccessToken,
  ) {}

  /** @throws ApiError */
  post(path: string, body: unknown): Promise<unknown> {
    return this.#call((token) => this.api.post(`${path}?access_token=${encodeURIComponent(token)}`, body));
  }

  /** @throws ApiError */
  get(path: string): Promise<unknown> {
    return this.#call((token) => this.api.get(`${path}?access_token=${encodeURIComponent(token)}`));
  }

  async #call(call: (token: string) => Promise<unknown>): Promise<unknown> {
    const token = await this.token.get();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof ApiError && TOKEN_CODES.includes(error.code))) throw error;
      this.token.drop(token);
      return call(await this.token.get());
    }
  }
}
