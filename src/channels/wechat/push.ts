import type { AuthorizedApi } from './authorized-api.js';
import type { Owner } from '../../storage/store.js';
import type { Ledger } from './ledger.js';
import { sleep } from './waits.js';

/** How many messages may follow what a person did, and until when (epoch ms). WeChat counts by what they did. */
export type Grant = { readonly name: string; readonly limit: number; readonly until: number };

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** Writing to the account: five messages in 48 hours. */
export function grantOfMessage(key: string, now: number): Grant {
  return { name: `wechat.message ${key}`, limit: 5, until: now + 48 * HOUR_MS };
}

/** A click, a scan, a follow, and a click on a link that answers for the person: three in one minute. */
export function grantOfClick(key: string, now: number): Grant {
  return { name: `wechat.click ${key}`, limit: 3, until: now + MINUTE_MS };
}

export type PushTarget = { readonly openid: string; readonly owner: Owner; readonly grant: Grant };

// Of five messages one is left to a person at the account.
const MOST_PARTS = 4;
// WeChat does not keep the order of messages that follow each other faster.
const BETWEEN_MS = 500;

/** Customer-service messages, within their quota. */
export class Push {
  constructor(
    private readonly api: Pick<AuthorizedApi, 'post'>,
    private readonly ledger: Ledger,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Sends parts in order until one is refused or the quota is used. @returns how many were sent */
  async send({ openid, owner, grant }: PushTarget, parts: readonly string[]): Promise<number> {
    let sent = 0;
    for (const part of parts.slice(0, MOST_PARTS)) {
      const left = grant.until - Date.now();
      if (left <= 0) break;
      const { isAllowed } = await this.ledger.quotas.take(grant.name, owner, grant.limit, left);
      if (!isAllowed) break;
      if (sent > 0) await sleep(BETWEEN_MS);
      try {
        await this.api.post('/cgi-bin/message/custom/send', textMessage(openid, part));
      } catch (error) {
        this.onError(error);
        break;
      }
      sent += 1;
    }
    return sent;
  }

  /** Shows 正在输入 for some seconds; that it fails does not matter to anyone. */
  async typing(openid: string): Promise<void> {
    await this.api.post('/cgi-bin/message/custom/typing', typingCommand(openid));
  }
}

function textMessage(touser: string, content: string) {
  return { touser, msgtype: 'text', text: { content } };
}

function typingCommand(touser: string) {
  return { touser, command: 'Typing' };
}
