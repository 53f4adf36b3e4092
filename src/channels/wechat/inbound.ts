import { createHash } from 'node:crypto';
import type { Deliveries, Reply } from './deliveries.js';
import type { Incoming } from './incoming.js';
import type { Ledger } from './ledger.js';
import { grantOfClick, grantOfMessage } from './push.js';
import type { Wording } from './wording.js';

export type InboundOptions = {
  /** Names the kind of account in pseudonyms and conversations. */
  readonly channel: 'wechat' | 'wecom';
  /** The appid, or the CorpID. */
  readonly receiveId: string;
  readonly ledger: Ledger;
  readonly deliveries: Deliveries;
  readonly wording: Wording;
  readonly isOff: () => boolean;
};

/** Sorts what people do at an account: what is a question is delivered, the rest has fixed words or none. */
export class Inbound {
  readonly #questions: ReadonlyMap<string, string>;

  constructor(private readonly options: InboundOptions) {
    const items = options.wording.menu.flatMap((button) => button.items);
    this.#questions = new Map(items.flatMap((item) => ('key' in item ? [[item.key, item.ask]] : [])));
  }

  async reply(incoming: Incoming): Promise<Reply> {
    const { wording, isOff } = this.options;
    if (isOff() && incoming.type !== 'event') return say(wording.switchedOff);
    switch (incoming.type) {
      case 'text':
        return this.#deliver(incoming, incoming.text, incoming.menuId !== undefined);
      case 'voice':
        // WeChat is withdrawing its recogniser: mostly there is no text.
        return incoming.text === undefined
          ? say(wording.typeInstead)
          : this.#deliver(incoming, incoming.text);
      case 'event':
        return this.#event(incoming);
      default:
        return say(wording.typeInstead);
    }
  }

  async #event(incoming: Incoming & { type: 'event' }): Promise<Reply> {
    switch (incoming.event) {
      case 'subscribe':
      case 'SCAN':
        return say(this.options.wording.greeting);
      case 'unsubscribe':
        await this.options.deliveries.forget(await this.#ownerOf(incoming));
        return say(undefined);
      case 'CLICK': {
        const question = this.#questions.get(incoming.eventKey);
        if (this.options.isOff()) return say(this.options.wording.switchedOff);
        return question === undefined ? say(undefined) : this.#deliver(incoming, question, true);
      }
      default:
        return say(undefined);
    }
  }

  async #deliver(incoming: Incoming, text: string, isClick = false): Promise<Reply> {
    const { channel, receiveId } = this.options;
    const { fromUser: openid, dedupeKey } = incoming;
    // A hash, because the key is stored and the dedupe key of an event holds the openid.
    const parts = [channel, receiveId, openid, dedupeKey].join('\u0000');
    const key = createHash('sha256').update(parts).digest('base64url');
    const grant = (isClick ? grantOfClick : grantOfMessage)(key, Date.now());
    const owner = await this.#ownerOf(incoming);
    return this.options.deliveries.reply({ key, owner, openid, text, grant });
  }

  #ownerOf({ fromUser }: Incoming) {
    const { channel, receiveId, ledger } = this.options;
    return ledger.owners.of(channel, `${receiveId}:${fromUser}`);
  }
}

function say(text: string | undefined): Reply {
  return { at: Math.floor(Date.now() / 1000), text };
}
