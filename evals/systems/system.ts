import type { Message } from '../../src/conversation/message.js';
import type { Case } from '../cases.js';
import type { Reply } from '../record.js';

/** A system that cannot be asked, or gave no answer; the message names its address. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
}

/** Something that answers questions about the plan and can be scored. */
export type System = {
  readonly name: string;
  /** SHA-256 of the plan's canonical text it answers from. */
  readonly textHash: string;
  /** Reference systems may look at the case; a system under test sees the messages only. @throws Error when it gives no answer */
  ask(messages: readonly Message[], one: Case): Promise<Reply>;
};
