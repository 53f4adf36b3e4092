import { fold } from '../retrieval/fold.js';
import type { Message } from './message.js';

// A question that opens like this or is this short leans on what was said before.
const LEANING = /^(?:那|那么|它|这个?|那个?|这样|还有|然后|另外|再|具体)|呢[?？]?$/u;
const SHORT = 8;

/** The user's previous turn, folded, when the question cannot stand alone; undefined otherwise. */
export function previousQuestion(question: string, before: readonly Message[]): string | undefined {
  const previous = before.findLast(({ role }) => role === 'user');
  if (previous === undefined) return undefined;
  return LEANING.test(question) || question.length <= SHORT ? fold(previous.content) : undefined;
}
