import type { AnswerObject } from '../../api/answer-object.js';

/** Takes what the server sent for an answer. @throws Error when it is not one: a proxy's page, or another version's. */
export function readAnswer(value: unknown): AnswerObject {
  const answer = value as AnswerObject | null;
  const isAnswer =
    typeof answer === 'object' &&
    answer !== null &&
    typeof answer.text === 'string' &&
    typeof answer.outcome === 'string' &&
    Array.isArray(answer.segments) &&
    Array.isArray(answer.suggestions);
  if (!isAnswer) throw new Error('not an answer');
  return answer;
}
