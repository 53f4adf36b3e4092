import type { Answer } from '../../answering/answer.js';
import { answerText } from '../../answering/answer.js';
import type { Assistant } from '../../assistant.js';
import type { Message } from '../../conversation/message.js';
import { REMEMBERED_MESSAGES } from '../api/limits.js';
import { maskPersonalData } from '../../domain/personal-data.js';
import type { Owner } from '../../storage/store.js';
import type { Ledger } from './ledger.js';
import { Lines } from './waits.js';

/** One conversation a person: WeChat has no other. */
export const CONVERSATION = 'wechat';
// After half an hour a short question is more likely a new one than a follow-up.
const FOLLOW_UP_MS = 30 * 60 * 1000;

/** Keeps an answer for review; never waits or throws. */
export type Record = (answer: Answer, asked: AskedBy) => void;
export type AskedBy = {
  readonly owner: Owner;
  readonly channel: string;
  readonly question: string;
  readonly ms: number;
};

export type Asked<T> = {
  readonly answer: Answer;
  readonly shown: T;
  /** What was said before, and the question. */
  readonly messages: readonly Message[];
};

/** Asks in the order a person wrote, so that a follow-up finds what it follows; different people do not wait for each other. */
export class Talk {
  readonly #lines = new Lines();

  constructor(
    private readonly channel: string,
    private readonly assistant: Pick<Assistant, 'ask'>,
    private readonly ledger: Ledger,
    private readonly record: Record,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** @param show how it is shown @param dataOf what of that to keep with the answer, for the readings it offers */
  ask<T>(
    owner: Owner,
    question: string,
    show: (answer: Answer) => T,
    dataOf: (shown: T) => unknown,
  ): Promise<Asked<T>> {
    const asked = this.#lines.after(owner.current, async () => {
      const begun = performance.now();
      const turns = await this.ledger.conversations.read(owner, CONVERSATION, REMEMBERED_MESSAGES);
      const recent = turns.filter(({ at }) => Date.now() - at < FOLLOW_UP_MS);
      const before = recent.map(({ role, content }) => ({ role, content }));
      const messages: Message[] = [...before, { role: 'user', content: question }];
      const answer = await this.assistant.ask(messages);
      this.record(answer, { owner, channel: this.channel, question, ms: performance.now() - begun });
      return { answer, shown: show(answer), messages };
    });
    // Kept before the next question is asked, but the answer does not wait for it.
    const kept = this.#lines.after(owner.current, async () => {
      const done = await asked.catch(() => undefined);
      if (done === undefined) return;
      await this.ledger.conversations.append(owner, this.channel, CONVERSATION, [
        { role: 'user', content: maskPersonalData(question).text },
        { role: 'assistant', content: answerText(done.answer), data: dataOf(done.shown) },
      ]);
    });
    void kept.catch(this.onError);
    return asked;
  }

  /** Resolves when what was asked so far is kept. */
  quiet(owner: Owner): Promise<void> {
    return this.#lines.quiet(owner.current);
  }

  /** Deletes what is kept of a person, after all that was asked before. */
  forget(owner: Owner): Promise<void> {
    return this.#lines.after(owner.current, async () => void (await this.ledger.forget(owner)));
  }
}
