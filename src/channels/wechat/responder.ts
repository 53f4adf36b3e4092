import type { Answer, NonEmpty } from '../../answering/answer.js';
import { fill } from '../../answering/replies.js';
import { QUESTION_CODE_POINTS } from '../api/limits.js';
import { readCommand } from './commands.js';
import type { Delivered } from './deliveries.js';
import type { LateAnswers } from './late-answers.js';
import type { Owner } from '../../storage/store.js';
import { replyLink } from './links.js';
import type { Readings } from './readings.js';
import type { Mode } from './render-answer.js';
import type { Talk } from './talk.js';
import { sleep, within } from './waits.js';
import type { Wording } from './wording.js';

/** What to do at the deadline while a generated answer is still coming. */
type WhenSlow =
  /** Send the offline answer; the generated one follows. */
  | 'extractive'
  /** The same, but only after WeChat has asked again, twice. */
  | 'hold'
  /** Say nothing; the answer is pushed. */
  | 'success';

export type ResponderOptions = {
  readonly talk: Talk;
  readonly readings: Readings;
  readonly late: LateAnswers;
  readonly wording: Wording;
  readonly render: (answer: Answer, mode: Mode) => NonEmpty<string>;
  readonly slow: WhenSlow;
  /** Links that answer for the person work in WeChat's own accounts only. */
  readonly links: 'reply' | 'none';
};

// How often is looked whether a generated answer has come.
const LOOK_MS = 150;

/** What is said to a message: the offline answer is ready in milliseconds, and is what goes out at the deadline. */
export class Responder {
  constructor(private readonly options: ResponderOptions) {}

  /** @param deadline epoch ms by which to resolve @returns undefined to say nothing */
  async respond(
    message: Delivered,
    deadline: number,
    forget: () => Promise<void>,
  ): Promise<string | undefined> {
    const { wording } = this.options;
    const command = readCommand(message.text, wording);
    switch (command.kind) {
      case 'help':
      case 'complain':
        return wording[command.kind];
      case 'forget':
        await forget();
        return wording.forgotten;
      case 'next':
      case 'late': {
        const waiting = await this.#waiting(message, command.kind, deadline);
        if (waiting !== undefined) return waiting;
        const answer = await this.#ask(message, command.question, deadline);
        return answer === undefined ? undefined : `${wording.nothingWaiting}\n${answer}`;
      }
      case 'ask':
        if ([...command.question].length > QUESTION_CODE_POINTS)
          return fill(wording.tooLong, { limit: QUESTION_CODE_POINTS });
        return this.#ask(message, command.question, deadline);
    }
  }

  /** Deletes all that is kept of a person. */
  async forget(owner: Owner): Promise<void> {
    this.options.late.cancel(owner);
    await this.options.talk.forget(owner);
  }

  /** What waits for the person, or comes before the deadline. */
  async #waiting(
    { owner, key }: Delivered,
    kind: 'next' | 'late',
    deadline: number,
  ): Promise<string | undefined> {
    const { talk, readings, wording } = this.options;
    await talk.quiet(owner);
    let found = await readings[kind](owner);
    while (found === 'running' && deadline - Date.now() > LOOK_MS) {
      await sleep(LOOK_MS);
      found = await readings[kind](owner);
    }
    if (found === undefined) return undefined;
    if (found === 'running') return this.#withLink(wording.stillWorking);
    if (found === 'nothing_better') return wording.nothingBetter;
    const isMore = await readings.isOther(owner, key);
    return isMore ? `${found.text}\n\n${this.#withLink(wording.offerNext)}` : found.text;
  }

  async #ask(message: Delivered, question: string, deadline: number): Promise<string | undefined> {
    const { talk, readings, late: lates, render, slow, wording } = this.options;
    const { key, owner } = message;
    const shown = (answer: Answer) => render(answer, 'extractive');
    const dataOf = (parts: NonEmpty<string>) => ({ key, rest: parts.slice(1) });
    const { answer, messages, shown: offline } = await talk.ask(owner, question, shown, dataOf);
    const earlier = await this.#earlier(message);
    const late = lates.begin(message, messages, answer);
    if (late === undefined) return offline[0] + earlier;
    const inTime = await within(late, deadline - Date.now());
    if (inTime !== 'late') {
      const [first] = inTime;
      if (first === undefined) return offline[0] + earlier;
      await readings.expect(key, owner);
      await readings.keep(key, owner, inTime, 1);
      return first + earlier;
    }
    if (!lates.isPushed) {
      await lates.offer(message, late);
      return `${offline[0]}\n\n${this.#withLink(wording.offer)}`;
    }
    lates.push(message, late, slow === 'success' ? offline : []);
    return slow === 'success' ? undefined : offline[0] + earlier;
  }

  /** A line on the generated answer to an earlier question that still waits. It is never mixed into this one. */
  async #earlier({ owner, key }: Delivered): Promise<string> {
    const { readings, late, wording } = this.options;
    if (!late.isGenerating || !(await readings.isOther(owner, key))) return '';
    return `\n\n${this.#withLink(wording.offerEarlier)}`;
  }

  #withLink(wording: string): string {
    const { links, wording: words } = this.options;
    return fill(wording, { link: links === 'reply' ? replyLink(words.lateWord, 'late') : words.lateWord });
  }
}
