import { AsyncLocalStorage } from 'node:async_hooks';
import type { Assistant } from '../assistant.js';
import type { OperationMetrics } from './metrics.js';

/** Adds up what retrieval takes within each answer: several readings, and answers that overlap. */
export class RetrievalClock {
  readonly #answers = new AsyncLocalStorage<{ seconds: number }>();

  readonly add = (seconds: number): void => {
    const answer = this.#answers.getStore();
    if (answer !== undefined) answer.seconds += seconds;
  };

  async time<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
    const answer = { seconds: 0 };
    const result = await this.#answers.run(answer, work);
    return [result, answer.seconds];
  }
}

/** An assistant whose answers are counted and timed. */
export function withMetrics(
  assistant: Assistant,
  metrics: OperationMetrics,
  clock: RetrievalClock,
): Assistant {
  return {
    ...assistant,
    ask: async (messages, options) => {
      const begun = performance.now();
      try {
        const [answer, retrieval] = await clock.time(() => assistant.ask(messages, options));
        const all = (performance.now() - begun) / 1000;
        metrics.took('retrieve', retrieval);
        metrics.took('rest', Math.max(0, all - retrieval));
        metrics.took('answer', all);
        metrics.answered(answer);
        return answer;
      } catch (error) {
        metrics.failed();
        throw error;
      }
    },
  };
}
