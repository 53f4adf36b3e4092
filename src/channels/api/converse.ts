import { randomUUID } from 'node:crypto';
import type { Assistant } from '../../assistant.js';
import type { Message } from '../../conversation/message.js';
import type { AnswerObject } from './answer-object.js';
import { checkQuestion } from './check-question.js';
import { Conversations } from './conversations.js';
import { serializeAnswer } from './serialize-answer.js';

/** One question: alone, with the history it came with, or as the next turn of a conversation kept here. */
type Turn = {
  readonly messages: readonly Message[];
  readonly conversationId?: string | undefined;
};

/** Answers a turn and remembers it. Every channel that holds conversations is given the same one. */
export type Converse = (turn: Turn) => Promise<AnswerObject>;

/** @returns a function that throws a Problem for a question that is too long */
export function createConverse(assistant: Assistant): Converse {
  const conversations = new Conversations();
  return async ({ messages: given, conversationId: id = randomUUID() }) => {
    const content = checkQuestion(given.at(-1)?.content ?? '');
    const isStateless = given.length > 1; // a caller that sends its own history is not given ours as well
    const messages = isStateless ? given : [...conversations.get(id), ...given];
    const answer = serializeAnswer(await assistant.ask(messages), assistant, id);
    if (!isStateless)
      conversations.add(id, { role: 'user', content }, { role: 'assistant', content: answer.text });
    return answer;
  };
}
