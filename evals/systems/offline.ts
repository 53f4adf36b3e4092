import type { Answer } from '../../src/answering/answer.js';
import type { Assistant } from '../../src/assistant.js';
import type { Message } from '../../src/conversation/message.js';
import type { SearchResult } from '../../src/retrieval/search-result.js';
import type { Reply } from '../record.js';
import type { System } from './system.js';

/** The assistant in this process. */
export function offline(assistant: Assistant): System {
  return {
    name: 'offline',
    textHash: assistant.textHash,
    ask: async (messages) => replyOf(await assistant.ask(messages), messages, assistant),
  };
}

/** What is scored of an answer of this process. */
export function replyOf(
  answer: Answer,
  messages: readonly Message[],
  assistant: Pick<Assistant, 'search' | 'policy'>,
): Reply {
  const question = answer.interpretedAs ?? messages.at(-1)?.content ?? '';
  return {
    outcome: answer.outcome,
    missing: 'missing' in answer ? [...answer.missing] : [],
    confidence: answer.confidence,
    segments: answer.segments.map(({ kind, text, citations }) => ({ kind, text, citations: citations.map((one) => ({ ...one })) })), // prettier-ignore
    interpretedAs: answer.interpretedAs,
    retrieved: retrievedOf(assistant.search(question, assistant.policy.clauses.length)),
  };
}

/** Clauses best first, each with its best sentence. */
function retrievedOf(results: readonly SearchResult[]): Reply['retrieved'] {
  return results.map(({ clause, score, sentences }) => ({
    clause,
    score,
    spans: sentences.slice(0, 1).map(({ start, end }): [number, number] => [start, end]),
  }));
}
