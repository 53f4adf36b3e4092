import { QUESTION_CODE_POINTS } from './limits.js';
import { Problem } from './problem.js';

/** Refuses a question that is too long, before any Unicode work is done on it. */
export function checkQuestion(text: string): string {
  const isLong = text.length > 2 * QUESTION_CODE_POINTS || [...text].length > QUESTION_CODE_POINTS;
  if (isLong)
    throw new Problem(
      422,
      'Question Too Long',
      `A question has at most ${QUESTION_CODE_POINTS} characters. Shorten it.`,
    );
  return text;
}
