/** What goes wrong between here and a model. The offline answer stands in for each. */
export const MODEL_FAULTS = [
  'model_timeout', // a deadline passed: first token, silence between pieces, or the whole
  'model_unavailable', // not reached, an error of the server, or the breaker is open
  'model_misconfigured', // the endpoint refuses key, model or address; trying again is no use
  'model_busy', // it asks for fewer calls, or too many are under way here
  'model_budget', // the tokens of this client or of the day are spent
  'model_cut', // the stream ended before the model said that it had finished
  'model_length', // it stopped at the token limit
  'model_filtered', // the provider's filter stopped it
  'model_garbled', // what came is no answer in the protocol
  'model_oversize', // it went on past the bytes an answer may have
  'model_aborted', // the caller left
] as const;
export type ModelFault = (typeof MODEL_FAULTS)[number];

/** A fault with a message for operators: it names the setting that helps, and never the key, the prompt or what came back. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly fault: ModelFault,
    message: string,
    /** What the server asked to wait, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
