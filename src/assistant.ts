import type { Answer } from './answering/answer.js';
import type { Message } from './conversation/message.js';
import type { Target } from './domain/find-targets.js';
import type { Policy } from './domain/policy.js';
import type { SearchResult } from './retrieval/search-result.js';

/** Everything a channel may use. Values, no state: the same call gives the same result. */
export type Assistant = {
  readonly policy: Policy;
  /** SHA-256 (hex) of the canonical text. */
  readonly textHash: string;
  readonly targets: readonly Target[];
  /** Answers the last message, which is the user's; the others are what was said before. `onStep` hears each step's name as it begins. */
  ask(messages: readonly Message[], onStep?: (step: string) => void): Promise<Answer>;
  /** Clauses ranked for a query, at most `limit`. */
  search(query: string, limit: number): readonly SearchResult[];
};
