import { z } from 'zod';
import type { Owner } from '../../storage/store.js';
import type { Ledger } from './ledger.js';
import type { Grant } from './push.js';
import type { Responder } from './responder.js';
import { sleep } from './waits.js';

/** A message to answer. `key` is the same for every delivery of it, and for no other message of any account. */
export type Delivered = {
  readonly key: string;
  readonly owner: Owner;
  readonly openid: string;
  readonly text: string;
  /** Messages that may be pushed because of this one. */
  readonly grant: Grant;
};

/** The passive reply: seconds and text; a text of undefined says nothing. */
export type Reply = { readonly at: number; readonly text: string | undefined };

export type DeliveriesOptions = {
  readonly ledger: Ledger;
  readonly responder: Responder;
  /** How long after its arrival a message is answered at the latest. */
  readonly deadlineMs: number;
  /** What a person reads when answering failed. */
  readonly apology: string;
  readonly onError: (error: unknown) => void;
};

// Deliveries come within 15 s; the rest is for replays. About 20 MB.
const MOST_WORKS = 5000;
// Another replica's reply is looked for so often.
const LOOK_MS = 150;

const stored = z.tuple([z.number(), z.string().nullable()]);

/** Every delivery of a message joins the same work and gets the same reply, whichever replica it comes to. */
export class Deliveries {
  readonly #works = new Map<string, { readonly owner: Owner; readonly reply: Promise<Reply> }>();

  constructor(private readonly options: DeliveriesOptions) {}

  /** The reply to a delivery; never rejects. A sender who hangs up changes nothing. */
  reply(message: Delivered): Promise<Reply> {
    const joined = this.#works.get(message.key);
    if (joined !== undefined) return joined.reply;
    const reply = this.#run(message, Date.now() + this.options.deadlineMs);
    this.#works.set(message.key, { owner: message.owner, reply });
    const [oldest] = this.#works.keys();
    if (this.#works.size > MOST_WORKS && oldest !== undefined) this.#works.delete(oldest);
    return reply;
  }

  /** Deletes all that is kept of a person, here too. */
  async forget(owner: Owner): Promise<void> {
    for (const [key, work] of this.#works)
      if (owner.all.includes(work.owner.current)) this.#works.delete(key);
    await this.options.responder.forget(owner);
  }

  async #run(message: Delivered, deadline: number): Promise<Reply> {
    const { ledger, responder, apology, onError } = this.options;
    const seconds = () => Math.floor(Date.now() / 1000);
    try {
      const claim = await ledger.messages.claim(message.key, message.owner);
      if (claim.state === 'answered') return readReply(claim.reply);
      const other = claim.state === 'received' ? await this.#otherReply(message.key, deadline) : undefined;
      if (other !== undefined) return other;
      const text = await responder.respond(message, deadline, () => this.forget(message.owner));
      const reply = { at: seconds(), text };
      // Other replicas look for it; this delivery need not wait until they can find it.
      void ledger.messages.answer(message.key, JSON.stringify([reply.at, reply.text ?? null])).catch(onError);
      return reply;
    } catch (error) {
      onError(error);
      return { at: seconds(), text: apology };
    }
  }

  /** What the replica that has the message answers; undefined when it does not in time. */
  async #otherReply(key: string, deadline: number): Promise<Reply | undefined> {
    while (deadline - Date.now() > LOOK_MS) {
      await sleep(LOOK_MS);
      const found = await this.options.ledger.messages.find(key);
      if (found?.state === 'answered') return readReply(found.reply);
    }
    return undefined;
  }
}

function readReply(reply: string): Reply {
  const [at, text] = stored.parse(JSON.parse(reply));
  return { at, text: text ?? undefined };
}
