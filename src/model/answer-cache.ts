import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Everything that an answer depends on; when one of them changes, no old answer is found. */
export type AnswerKey = {
  /** Hash of the index: text and questions. */
  readonly index: string;
  /** Version or hash of the instructions. */
  readonly prompt: string;
  readonly model: string;
  /** The question, with what was said before if the answer depends on that. */
  readonly question: string;
};

// A day's distinct questions of one process; an answer takes about four kilobytes, so this bounds memory first.
const MAX_BYTES = 8 * 1024 * 1024;
// A model is not the same tomorrow, though it has the same name; and a correction should not wait for a restart.
const MAX_AGE_MS = 60 * 60 * 1000;

/** Remembers checked answers for an hour, so that a question asked again costs nothing. Only what was verified belongs here. */
export class AnswerCache<T extends object> {
  readonly #answers: LRUCache<string, T>;
  readonly #stats = { hits: 0, misses: 0 };

  /** @param bytesOf the size of an answer, about */
  constructor(
    bytesOf: (answer: T) => number,
    { maxBytes = MAX_BYTES, maxAgeMs = MAX_AGE_MS, now = () => performance.now() } = {},
  ) {
    this.#answers = new LRUCache<string, T>({
      maxSize: maxBytes,
      maxEntrySize: maxBytes,
      sizeCalculation: (answer) => Math.max(1, Math.ceil(bytesOf(answer))),
      ttl: maxAgeMs,
      ttlResolution: 0,
      perf: { now },
    });
  }

  get stats(): {
    readonly hits: number;
    readonly misses: number;
    readonly bytes: number;
    readonly entries: number;
  } {
    return { ...this.#stats, bytes: this.#answers.calculatedSize, entries: this.#answers.size };
  }

  get(key: AnswerKey): T | undefined {
    const answer = this.#answers.get(hashOf(key));
    this.#stats[answer === undefined ? 'misses' : 'hits'] += 1;
    return answer;
  }

  set(key: AnswerKey, answer: T): void {
    this.#answers.set(hashOf(key), answer);
  }

  /** For when an operator corrects something. */
  clear(): void {
    this.#answers.clear();
  }
}

/** What people ask is not kept as a key. */
function hashOf({ index, prompt, model, question }: AnswerKey): string {
  return createHash('sha256')
    .update(JSON.stringify([index, prompt, model, question]))
    .digest('base64');
}
