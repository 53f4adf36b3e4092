import type { Message } from '../../conversation/message.js';
import type { Owner, Store, Turn } from '../../storage/store.js';
import { CONVERSATIONS, REMEMBERED_MESSAGES, REWRITE_MS } from './limits.js';

type Unwritten = {
  readonly owner: Owner;
  readonly channel: string;
  readonly id: string;
  readonly turns: readonly Turn[];
};

/**
 * What was said in each conversation of a person. What the database did not take is held in memory, joined to what is stored,
 * and written with the next turn or soon after, whichever comes first: until then no other replica knows it. Of conversations
 * held so, the one unused longest is forgotten first.
 */
export class Conversations {
  readonly #store: Store | undefined;
  readonly #unwritten = new Map<string, Unwritten>();
  #isDue = false;

  constructor(store: Store | undefined) {
    this.#store = store;
  }

  async get(owner: Owner, id: string): Promise<readonly Message[]> {
    const stored = await this.#stored(owner, id);
    const all = [...stored, ...(this.#unwritten.get(keyOf(owner, id))?.turns ?? [])];
    return all.slice(-REMEMBERED_MESSAGES).map(({ role, content }) => ({ role, content }));
  }

  async add(owner: Owner, channel: string, id: string, ...turns: readonly Turn[]): Promise<void> {
    const key = keyOf(owner, id);
    const all = [...(this.#unwritten.get(key)?.turns ?? []), ...turns].slice(-REMEMBERED_MESSAGES);
    this.#unwritten.delete(key);
    try {
      if (this.#store === undefined) throw new Error('nothing to write to');
      await this.#store.conversations.append(owner, channel, id, all);
    } catch {
      this.#unwritten.set(key, { owner, channel, id, turns: all });
      const [oldest] = this.#unwritten.keys();
      if (this.#unwritten.size > CONVERSATIONS && oldest !== undefined) this.#unwritten.delete(oldest);
      if (this.#store !== undefined) this.#later();
    }
  }

  #later(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => void this.#writeLate(), REWRITE_MS).unref();
  }

  /** One after another: a database that was just too slow is not met with everything at once. */
  async #writeLate(): Promise<void> {
    const waiting = [...this.#unwritten.values()];
    for (const { owner, channel, id } of waiting)
      if (this.#unwritten.has(keyOf(owner, id))) await this.add(owner, channel, id); // or it was deleted meanwhile
    this.#isDue = false;
    if (this.#unwritten.size > 0) this.#later();
  }

  /** Drops what waits in memory of a person. */
  drop({ all }: Owner): void {
    for (const key of this.#unwritten.keys())
      if (all.some((owner) => key.startsWith(`${owner} `))) this.#unwritten.delete(key);
  }

  async #stored(owner: Owner, id: string): Promise<readonly Turn[]> {
    try {
      return (await this.#store?.conversations.read(owner, id, REMEMBERED_MESSAGES)) ?? [];
    } catch {
      return []; // health says that the database is down; the question is answered without what was said
    }
  }
}

function keyOf(owner: Owner, id: string): string {
  return `${owner.current} ${id}`;
}
