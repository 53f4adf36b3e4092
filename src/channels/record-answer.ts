import { maskPersonalData } from '../domain/personal-data.js';
import type { Owner, Store } from '../storage/store.js';

/** What both logs need of an answer; the answer object of the API has it all. */
type Recorded = {
  readonly id: string;
  readonly conversationId: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly text: string;
  readonly missing: readonly string[];
  readonly citations: readonly { readonly clause: number }[];
  readonly mode: string;
  /** Why a model that was asked added nothing, or not all. */
  readonly degraded: string | null;
};
type Circumstances = {
  readonly owner: Owner;
  readonly channel: string;
  readonly requestId: string;
  readonly question: string;
  readonly ms: number;
};

/** Writes the answer to the log of answers, and the event, without the question, to the audit log. Never waits or throws. */
export function recordAnswer(store: Store, answer: Recorded, circumstances: Circumstances): void {
  const { owner, channel, requestId, question, ms } = circumstances;
  const { id, conversationId, outcome, reason, text, missing, mode, degraded, citations } = answer;
  const clauses = citations.map(({ clause }) => clause);
  store.answers.record({
    ...{ id, owner, channel, conversationId, outcome, reason, text, missing, clauses, mode, ms },
    question: maskPersonalData(question).text,
  });
  const how = mode === 'extractive' && degraded === null ? {} : { detail: [mode, degraded].filter(Boolean).join(' ') }; // prettier-ignore
  store.audit.record({ kind: 'answer', requestId, owner, channel, status: outcome, clauses, ms, ...how });
}
