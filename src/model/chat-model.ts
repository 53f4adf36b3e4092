import { attemptChat, loadClient, type Endpoint } from './attempt-chat.js';
import { Breaker, type BreakerState } from './breaker.js';
import { Deadlines, type DeadlineSettings } from './deadlines.js';
import { Gate } from './gate.js';
import { ModelError, type ModelFault } from './model-error.js';
import { PieceQueue } from './piece-queue.js';
import { pause, retryDelay } from './retry.js';
import { estimateTokens, TokenBudget, type BudgetSettings } from './token-budget.js';
import { createUsage, type Counts } from './usage.js';

export type ChatMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

export type ChatRequest = {
  readonly messages: readonly ChatMessage[];
  /** The most tokens the model may write. */
  readonly maxTokens: number;
  /** A pseudonym; each has its own budget. */
  readonly client: string;
  /** Aborts the call upstream too. */
  readonly signal?: AbortSignal;
  /** Shorter than the configured total where a channel has less time, as WeChat has. */
  readonly deadlineMs?: number;
};

export type ChatModelConfig = Endpoint & {
  readonly deadlines: DeadlineSettings;
  readonly budgets: BudgetSettings;
  /** Calls under way at once, and calls waiting for one of these places. */
  readonly slots: number;
  readonly queue: number;
};

/** Counts since the start, and the state now; for metrics and readiness. */
export type ModelUsage = Counts & {
  readonly active: number;
  readonly waiting: number;
  readonly breaker: BreakerState;
  /** What is spent of the day's tokens of all clients, and by how many. */
  readonly budget: { readonly tokens: number; readonly limit: number; readonly clients: number };
  /** The last fault of the endpoint; null once it has answered since. */
  readonly lastFault: ModelFault | null;
};

export type ChatModel = {
  readonly name: string;
  /** The answer in pieces. Ends only when the model has finished and said so. @throws ModelError */
  stream(request: ChatRequest): AsyncIterable<string>;
  readonly usage: ModelUsage;
};

/**
 * A model behind an OpenAI-compatible endpoint. Everything that can go wrong ends within the deadlines, as a ModelError, with the
 * connection closed: whoever calls may always fall back on the offline answer.
 */
export function createChatModel(config: ChatModelConfig): ChatModel {
  const breaker = new Breaker();
  const gate = new Gate(config.slots, config.queue);
  const budget = new TokenBudget(config.budgets);
  const { counts, failed, answered, used } = createUsage();
  let lastFault: ModelFault | null = null;
  loadClient().catch(() => undefined); // begun now, so that the first question need not wait for it; each call awaits it

  /** Calls the endpoint, a second time if that may help, and returns the tokens it took. */
  async function call(request: ChatRequest, deadlines: Deadlines, pieces: PieceQueue): Promise<void> {
    const estimated = estimateTokens(request.messages);
    const reserved = budget.reserve(request.client, estimated + request.maxTokens);
    let spent = 0;
    try {
      breaker.check();
      const leave = await gate.enter(deadlines.signal);
      try {
        for (let tries = 1; ; tries += 1) {
          const permit = breaker.admit();
          if (tries > 1) counts.retries += 1;
          counts.upstream += 1;
          try {
            const took = await attemptChat(config, request, deadlines, pieces, estimated);
            used(took);
            spent += took.prompt + took.completion;
            permit.succeeded();
            lastFault = null;
            return;
          } catch (error) {
            const failure = error instanceof ModelError ? error : new ModelError('model_garbled', 'The chat model’s answer could not be read.'); // prettier-ignore
            // What was sent was read, unless nobody was there to read it.
            if (failure.fault !== 'model_unavailable')
              spent += estimated + estimateTokens([{ content: pieces.text }]);
            permit.failed(failure);
            lastFault = failure.fault === 'model_aborted' ? lastFault : failure.fault;
            const wait = retryDelay(failure, tries, pieces.bytes > 0, deadlines.remainingMs());
            if (wait === undefined) throw failure;
            await pause(wait, deadlines.signal);
          }
        }
      } finally {
        leave();
      }
    } finally {
      reserved.settle(spent);
    }
  }

  async function* stream(request: ChatRequest): AsyncGenerator<string, void> {
    counts.requests += 1;
    const deadlines = new Deadlines(config.deadlines, request);
    const pieces = new PieceQueue(deadlines.signal);
    try {
      call(request, deadlines, pieces).then(
        () => pieces.end(),
        (error: unknown) => pieces.fail(error),
      );
      yield* pieces;
      answered();
    } catch (error) {
      failed(error);
      throw error;
    } finally {
      deadlines.stop(); // also when whoever reads stops reading: the call upstream ends then
    }
  }

  return {
    name: config.model,
    stream,
    get usage() {
      const { active, waiting } = gate;
      const daily = { ...budget.spent, limit: config.budgets.perDay };
      return { ...counts, faults: { ...counts.faults }, active, waiting, budget: daily, breaker: breaker.state, lastFault }; // prettier-ignore
    },
  };
}
