import { answerText, type Answer, type NonEmpty } from '../../answering/answer.js';
import { isWordable } from '../../answering/generate/generate.js';
import type { Message } from '../../conversation/message.js';
import type { Delivered } from './deliveries.js';
import type { Owner } from '../../storage/store.js';
import type { Push } from './push.js';
import type { Readings } from './readings.js';
import { Lines } from './waits.js';

/** A generated answer that passed verification; undefined when there is none, which leaves the offline answer as it is. */
export type Generate = (
  messages: readonly Message[],
  offline: Answer,
  by: { readonly owner: Owner; readonly channel: string },
) => Promise<Answer | undefined>;

/** The parts of a generated answer; none when there is nothing better than the offline answer. */
export type Late = Promise<readonly string[]>;

export type LateAnswersOptions = {
  readonly generate: Generate | undefined;
  readonly channel: string;
  readonly render: (answer: Answer, mode: 'generated') => NonEmpty<string>;
  readonly readings: Readings;
  /** Undefined for accounts without the customer-service interface. */
  readonly push: Push | undefined;
  readonly onError: (error: unknown) => void;
};

// One is generated and so many wait, of one person; a further question gets its offline answer alone.
const MOST_WAITING = 3;

/** Answers that take longer than WeChat waits. */
export class LateAnswers {
  readonly #lines = new Lines();
  readonly #expected = new Set<Delivered>();

  constructor(private readonly options: LateAnswersOptions) {}

  get isGenerating(): boolean {
    return this.options.generate !== undefined;
  }

  get isPushed(): boolean {
    return this.options.push !== undefined;
  }

  /** Begins to generate; undefined when there is no generator or it has enough to do for this person. */
  begin(message: Delivered, messages: readonly Message[], offline: Answer): Late | undefined {
    const { generate, channel, render, onError } = this.options;
    const person = message.owner.current;
    // What is no claim about the plan is said best in fixed words, and a list as it stands.
    if (generate === undefined || !isWordable(offline)) return undefined;
    if (this.#lines.lengthOf(person) > MOST_WAITING) return undefined;
    return this.#lines.after(person, async () => {
      try {
        const answer = await generate(messages, offline, { owner: message.owner, channel });
        const isBetter = answer !== undefined && answerText(answer) !== answerText(offline);
        return isBetter ? render(answer, 'generated') : [];
      } catch (error) {
        onError(error);
        return [];
      }
    });
  }

  /** Keeps it for "1". Resolves when it is known to be expected. */
  async offer(message: Delivered, late: Late): Promise<void> {
    await this.options.readings.expect(message.key, message.owner);
    void this.#follow(message, late, async () => 0);
  }

  /** Pushes it once, or `instead` when there is none; what cannot be pushed is kept for "1". */
  push(message: Delivered, late: Late, instead: readonly string[]): void {
    const { push, onError } = this.options;
    if (push === undefined) return;
    void push.typing(message.openid).catch(onError);
    const orInstead = late.then((parts) => (parts.length === 0 ? instead : parts));
    void this.#follow(message, orInstead, (parts) => push.send(message, parts));
  }

  /** What is still being generated for a person is sent to nobody. */
  cancel(owner: Owner): void {
    for (const message of this.#expected)
      if (owner.all.includes(message.owner.current)) this.#expected.delete(message);
  }

  async #follow(
    message: Delivered,
    late: Late,
    send: (parts: readonly string[]) => Promise<number>,
  ): Promise<void> {
    const { readings, onError } = this.options;
    this.#expected.add(message);
    try {
      const parts = await late;
      if (!this.#expected.has(message)) return;
      const sent = parts.length === 0 ? 0 : await send(parts);
      await readings.expect(message.key, message.owner);
      await readings.keep(message.key, message.owner, parts, sent);
    } catch (error) {
      onError(error);
    } finally {
      this.#expected.delete(message);
    }
  }
}
