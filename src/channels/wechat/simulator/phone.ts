import { randomInt } from 'node:crypto';
import { messageRequest, readReply, type MessageFields, type PeerOptions } from '../peer.js';

// As WeChat does it: five seconds, three deliveries of the same bytes.
const WINDOW_MS = 5000;
const DELIVERIES = 3;

/** One line of the chat, or what went on behind it. */
export type Entry = {
  readonly number: number;
  readonly at: number;
  readonly from: 'person' | 'account' | 'wechat';
  /** How it came: as the reply, or pushed later. */
  readonly by?: 'reply' | 'push';
  readonly text: string;
  readonly ms?: number;
};

const ACCOUNT = 'gh_simulated';
const FAILED = '该公众号提供的服务出现故障，请稍后再试';

/** A person with a phone, and WeChat's server between them and the webhook. */
export class Phone {
  readonly #entries: Entry[] = [];
  #isTyping = false;

  constructor(
    private readonly peer: PeerOptions,
    private readonly url: string,
    private readonly openid: string,
  ) {}

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get isTyping(): boolean {
    return this.#isTyping;
  }

  async type(text: string, menuId?: string): Promise<void> {
    this.#add({ from: 'person', text });
    const click: MessageFields = menuId === undefined ? {} : { bizmsgmenuid: menuId };
    await this.#deliver({
      MsgType: 'text',
      Content: text,
      MsgId: `${Date.now()}${randomInt(1e5, 1e6)}`,
      ...click,
    });
  }

  async event(event: string, key: string, shown: string): Promise<void> {
    this.#add({ from: 'wechat', text: shown });
    await this.#deliver({ MsgType: 'event', Event: event, EventKey: key });
  }

  async voice(): Promise<void> {
    this.#add({ from: 'person', text: '（语音）' });
    await this.#deliver({
      MsgType: 'voice',
      MediaId: 'm',
      Format: 'amr',
      Recognition: '',
      MsgId: `${Date.now()}`,
    });
  }

  /** A customer-service message came. */
  pushed(text: string): void {
    this.#isTyping = false;
    this.#add({ from: 'account', by: 'push', text });
  }

  typing(): void {
    this.#isTyping = true;
  }

  async #deliver(fields: MessageFields): Promise<void> {
    const now = Date.now();
    const common = { ToUserName: ACCOUNT, FromUserName: this.openid, CreateTime: Math.floor(now / 1000) };
    const { query, body } = messageRequest(this.peer, { ...common, ...fields }, now);
    for (let delivery = 1; delivery <= DELIVERIES; delivery += 1) {
      const begun = performance.now();
      try {
        const signal = AbortSignal.timeout(WINDOW_MS);
        const response = await fetch(`${this.url}?${query.toString()}`, { method: 'POST', body, signal });
        const reply = response.ok ? readReply(this.peer, await response.text()) : undefined;
        const ms = Math.round(performance.now() - begun);
        if (reply?.kind === 'text') this.#add({ from: 'account', by: 'reply', text: reply.text, ms });
        else if (reply?.kind !== 'none') {
          const problem = reply?.kind === 'broken' ? reply.problem : `status ${response.status}`;
          this.#add({ from: 'wechat', text: `${FAILED}（${problem}）`, ms });
        }
        return;
      } catch {
        this.#add({ from: 'wechat', text: `第${delivery}次投递：${WINDOW_MS / 1000} 秒内没有回复` });
      }
    }
    this.#add({ from: 'wechat', text: FAILED });
  }

  #add(entry: Omit<Entry, 'number' | 'at'>): void {
    this.#entries.push({ number: this.#entries.length, at: Date.now(), ...entry });
  }
}
