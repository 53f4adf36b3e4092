import type { Owners } from '../../storage/store.js';
import { createHash } from 'node:crypto';
import type { Deliveries } from '../wechat/deliveries.js';
import type { Wording } from '../wechat/wording.js';
import { Gate, type Ignored } from './gate.js';
import type { Health } from './health.js';
import type { SendQueue } from './send-queue.js';
import { SCAN_WAITING, type Contact, type Message, type Room, type Wechaty } from './wechaty.js';

export type BotOptions = {
  readonly owners: Owners;
  readonly deliveries: Deliveries;
  readonly wording: Wording;
  readonly health: Health;
  readonly queue: SendQueue;
  /** Shows the code to scan to the operator, and to nobody else: who scans it owns the session. */
  readonly showQr: (value: string) => void;
  readonly onIgnored: (why: Ignored) => void;
  readonly onError: (error: unknown) => void;
};

/** Answers people who write to the account, and people in rooms who mention it. */
export class Bot {
  readonly #gate: Gate;
  #me: Contact | undefined;

  constructor(private readonly options: BotOptions) {
    const { labels, wechaty, typeInstead, failed } = options.wording;
    const own = [
      labels.extractive,
      labels.generated,
      wechaty.tooMany,
      wechaty.roomNotice,
      typeInstead,
      failed,
    ];
    this.#gate = new Gate((text) => own.some((line) => text.includes(line)));
  }

  /** Call before start. A listener that rejects would end the process, so that none is asynchronous. */
  attach(bot: Wechaty): void {
    const { health, queue, showQr, onError } = this.options;
    bot.on('scan', (qrcode, status) => {
      health.set('waiting_scan');
      if (status === SCAN_WAITING) showQr(qrcode);
    });
    bot.on('login', (user) => {
      this.#me = user;
      health.set('up');
      queue.open();
    });
    bot.on('logout', () => {
      this.#me = undefined;
      health.set('down');
      queue.close();
    });
    bot.on('heartbeat', () => health.beat());
    bot.on('error', onError);
    bot.on('message', (message) => {
      health.beat();
      void this.#onMessage(message).catch(onError);
    });
    bot.on('room-join', (room, invitees) => {
      void this.#onRoomJoin(room, invitees).catch(onError);
    });
  }

  async #onMessage(message: Message): Promise<void> {
    const me = this.#me;
    if (me === undefined) return;
    const { wording, onIgnored } = this.options;
    const decision = await this.#gate.decide(message, me);
    switch (decision.kind) {
      case 'ignore':
        return onIgnored(decision.why);
      case 'notice':
        return this.#send(
          message,
          decision.notice === 'too_many' ? wording.wechaty.tooMany : wording.typeInstead,
        );
      case 'ask': {
        const text = await this.#answer(message, me, decision.text);
        if (text !== undefined) await this.#send(message, text);
      }
    }
  }

  async #answer(message: Message, me: Contact, text: string): Promise<string | undefined> {
    const { deliveries, owners } = this.options;
    const talker = message.talker().id;
    const room = message.room()?.id;
    // Two people in a room have two conversations; a name can be anyone's.
    const person = room === undefined ? `${me.id}:c:${talker}` : `${me.id}:r:${room}:${talker}`;
    const key = createHash('sha256').update(`wechaty\u0000${person}\u0000${message.id}`).digest('base64url');
    const grant = { name: '', limit: 0, until: 0 };
    const owner = await owners.of('wechaty', person);
    return (await deliveries.reply({ key, owner, openid: '', text, grant })).text;
  }

  async #send(message: Message, text: string): Promise<void> {
    const room = message.room();
    const isSent = await this.options.queue.add(() =>
      room === undefined ? message.say(text) : room.say(text, message.talker()),
    );
    if (isSent) this.#gate.answered(message.talker().id);
  }

  /** Says how it is used when it is taken into a room itself; newcomers are greeted by people. */
  async #onRoomJoin(room: Room, invitees: readonly Contact[]): Promise<void> {
    const me = this.#me;
    if (me === undefined || !invitees.some(({ id }) => id === me.id)) return;
    await this.options.queue.add(() => room.say(this.options.wording.wechaty.roomNotice));
  }
}
