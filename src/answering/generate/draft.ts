import type { NonEmpty, Segment } from '../answer.js';
import { linesOf, withStatements, type Claiming, type Frame, type Statement } from './lay-out.js';
import { extractive, type Reply } from './reply.js';
import { stillAnswers } from './still-answers.js';

// As many as a person reads; a model that goes on says nothing more.
const MOST_STATEMENTS = 6;

type Show = (segments: readonly Segment[]) => void;

/**
 * A generated answer on its way. Verified sentences wait until together they answer, then each is shown as it comes. What was shown
 * is not taken back: a fault after that ends the answer there, and says so.
 */
export class Draft {
  readonly #statements: Statement[] = [];
  #shown = 0;

  constructor(
    private readonly offline: Claiming,
    private readonly frame: Frame,
    private readonly show: Show | undefined,
  ) {}

  get statements(): readonly Statement[] {
    return this.#statements;
  }

  get isFull(): boolean {
    return this.#statements.length >= MOST_STATEMENTS;
  }

  add(statement: Statement): void {
    if (this.isFull || this.#statements.some(({ text }) => text === statement.text)) return;
    this.#statements.push(statement);
    if (this.show === undefined || !stillAnswers(this.#statements, this.offline)) return;
    const isFirst = this.#shown === 0;
    const fresh = this.#statements.slice(this.#shown);
    this.#shown = this.#statements.length;
    this.show([...(isFirst ? [this.frame.label, this.frame.lead] : []), ...linesOf(fresh, isFirst)]);
  }

  /** The model said that it is done. */
  finish(): Reply {
    if (!stillAnswers(this.#statements, this.offline)) return extractive(this.offline, 'model_unverified');
    return this.#with(this.#statements, null);
  }

  fail(fault: string): Reply {
    return this.#with(this.#statements.slice(0, this.#shown), fault);
  }

  #with([first, ...rest]: readonly Statement[], degraded: string | null): Reply {
    if (first === undefined) return extractive(this.offline, degraded);
    const statements: NonEmpty<Statement> = [first, ...rest];
    return { answer: withStatements(this.offline, statements, this.frame), mode: 'generated', degraded };
  }
}
