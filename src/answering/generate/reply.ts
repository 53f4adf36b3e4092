import type { Answer, Segment } from '../answer.js';

/** How an answer came about. */
export type Made = {
  /** `generated` when it holds sentences a model wrote; all else is fixed wording and the plan's own words. */
  readonly mode: 'extractive' | 'generated';
  /** Why there are no (or not all) sentences of the model's, when one was asked; null when nothing went wrong. */
  readonly degraded: string | null;
};

/** An answer and how it came about. */
export type Reply = Made & { readonly answer: Answer };

/** What a model is to word. */
export type Asked = {
  /** The question by itself, without personal data. */
  readonly question: string;
  /** What is answered without a model. It is what goes out whatever happens to the model. */
  readonly offline: Answer;
  /** A pseudonym of who asks; budgets are kept by it. */
  readonly client: string;
  /** Aborts the call upstream when whoever asked has left. */
  readonly signal?: AbortSignal | undefined;
  /** Given pieces as soon as they may be read, verified all. What was shown stays in the answer. */
  readonly show?: ((segments: readonly Segment[]) => void) | undefined;
};

/** Words an offline answer with a model. Never throws for what a model or its endpoint does. */
export type Generate = (asked: Asked) => Promise<Reply>;

export function extractive(answer: Answer, degraded: string | null = null): Reply {
  return { answer, mode: 'extractive', degraded };
}
