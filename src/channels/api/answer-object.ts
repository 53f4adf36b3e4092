import type { Answer, RefusalReason, Segment } from '../../answering/answer.js';
import type { Made } from '../../answering/generate/reply.js';
import type { PolicyMetadata } from '../../domain/policy.js';

/** The answer as every channel sends it; API.md fixes the names. The pages' scripts read the same type. */
export type AnswerObject = {
  readonly id: string;
  readonly conversationId: string;
  readonly outcome: Answer['outcome'];
  readonly reason: RefusalReason | null;
  /** What a person reads: the segments' texts, one after another. */
  readonly text: string;
  readonly segments: readonly Segment[];
  /** Distinct clauses, most relevant first. */
  readonly citations: readonly CitedClause[];
  readonly missing: readonly string[];
  readonly interpretedAs: string | null;
  readonly suggestions: readonly string[];
  readonly confidence: number;
  readonly mode: Made['mode'];
  readonly degraded: Made['degraded'];
  /** Whose words they are, for readers that show it themselves: a model's label, or 政策原文摘录; null where nothing is quoted. */
  readonly label: string | null;
  /** The first plan, or the policy of the library that was asked; the first of them when several were. */
  readonly policy: PolicyFacts & { readonly textHash: string };
  /** Every policy that was asked, when it was not the first plan alone. */
  readonly policies?: readonly PolicyFacts[];
  /** The implicit label of generated text; absent from the plan's own words, which must not carry it. */
  readonly aigc?: AigcLabel;
};

/** GB 45438-2025, annex E. */
export type AigcLabel = Readonly<
  Record<
    | 'Label'
    | 'ContentProducer'
    | 'ProduceID'
    | 'ReservedCode1'
    | 'ContentPropagator'
    | 'PropagateID'
    | 'ReservedCode2',
    string
  >
>;

export type CitedClause = {
  readonly clause: number;
  readonly title: string;
  readonly section: number;
  readonly url: string;
  /** The policy it belongs to; absent for the first plan. */
  readonly policy?: string;
};

/** What identifies the document, and until when or by what it is no longer in force. */
export type PolicyFacts = Pick<
  PolicyMetadata,
  'id' | 'title' | 'documentNumber' | 'issuer' | 'issuedOn' | 'supersededBy' | 'validUntil'
>;

/** What the server is doing; a page turns each into fixed wording. */
export type ProgressStep = 'searching' | 'verified' | 'composing';
