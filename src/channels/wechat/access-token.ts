import { z } from 'zod';
import { ApiError, type WeChatApi } from './api.js';

// Refreshed five minutes before its end, when WeChat gives out the next one.
const EARLY_MS = 5 * 60 * 1000;
// Replicas do not all ask in the same second.
const JITTER_MS = 30 * 1000;

const answer = z.object({ access_token: z.string().min(1).max(512), expires_in: z.number().positive() });

/** The stable access token: fetched once however many need it, and kept until shortly before its end. */
export class AccessToken {
  #kept: { readonly token: string; readonly until: number } | undefined;
  #fetching: Promise<string> | undefined;

  constructor(
    private readonly api: WeChatApi,
    private readonly appid: string,
    private readonly secret: string,
  ) {}

  /** @throws ApiError naming the remedy */
  get(): Promise<string> {
    if (this.#kept !== undefined && Date.now() < this.#kept.until) return Promise.resolve(this.#kept.token);
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /** Forgets a token that WeChat no longer takes, unless a newer one is here already. */
  drop(token: string): void {
    if (this.#kept?.token === token) this.#kept = undefined;
  }

  async #fetch(): Promise<string> {
    const body = {
      ...{ grant_type: 'client_credential', appid: this.appid, secret: this.secret, force_refresh: false },
    };
    const read = answer.safeParse(await this.api.post('/cgi-bin/stable_token', body));
    if (!read.success) throw new ApiError(0, 'stable_token answered without a token');
    const life = read.data.expires_in * 1000 - EARLY_MS - Math.random() * JITTER_MS;
    this.#kept = { token: read.data.access_token, until: Date.now() + Math.max(0, life) };
    return this.#kept.token;
  }
}
