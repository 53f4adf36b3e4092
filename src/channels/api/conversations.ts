import type { Message } from '../../conversation/message.js';
import { CONVERSATIONS, REMEMBERED_MESSAGES } from './limits.js';

/** What was said in each conversation, in memory; the one unused longest is forgotten first. */
export class Conversations {
  readonly #messages = new Map<string, readonly Message[]>();

  get(id: string): readonly Message[] {
    return this.#messages.get(id) ?? [];
  }

  add(id: string, ...messages: readonly Message[]): void {
    const all = [...this.get(id), ...messages].slice(-REMEMBERED_MESSAGES);
    this.#messages.delete(id);
    this.#messages.set(id, all);
    const [oldest] = this.#messages.keys();
    if (this.#messages.size > CONVERSATIONS && oldest !== undefined) this.#messages.delete(oldest);
  }
}
