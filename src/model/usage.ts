import { MODEL_FAULTS, ModelError, type ModelFault } from './model-error.js';

/** What one call took, in tokens: as the endpoint says, or as estimated when it does not say. */
export type Took = { readonly prompt: number; readonly completion: number };

export type Counts = {
  readonly requests: number;
  readonly answered: number;
  readonly faults: Readonly<Record<ModelFault, number>>;
  /** Calls that left this process, retries among them. */
  readonly upstream: number;
  readonly retries: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** Counters and the functions that move them. */
export function createUsage() {
  const faults = Object.fromEntries(MODEL_FAULTS.map((fault) => [fault, 0])) as Record<ModelFault, number>;
  const counts = { requests: 0, answered: 0, faults, upstream: 0, retries: 0, promptTokens: 0, completionTokens: 0 }; // prettier-ignore
  return {
    counts,
    answered: () => void (counts.answered += 1),
    failed: (error: unknown) => {
      if (error instanceof ModelError) faults[error.fault] += 1;
    },
    used: ({ prompt, completion }: Took) => {
      counts.promptTokens += prompt;
      counts.completionTokens += completion;
    },
  };
}
