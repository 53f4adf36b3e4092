/** One message to a chat model. */
export type ChatMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** What composing needs of a chat model; src/model is one. */
export type Chat = {
  readonly name: string;
  /**
   * The answer in pieces; ends only when the model has said that it is done.
   * @throws Error with a `fault` (model_timeout, model_cut, …) for everything that goes wrong
   */
  stream(request: {
    readonly messages: readonly ChatMessage[];
    readonly maxTokens: number;
    /** A pseudonym; each has its own budget. */
    readonly client: string;
    readonly signal?: AbortSignal;
    /** How long it may take in all. */
    readonly deadlineMs?: number;
  }): AsyncIterable<string>;
};

/** What went wrong, as answers say it. An error of our own is no fault of the model's, and is not hidden as one. */
export function faultOf(error: unknown): string {
  if (error instanceof Error && 'fault' in error && typeof error.fault === 'string') return error.fault;
  throw error;
}
