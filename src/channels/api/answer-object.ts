import type { Answer, RefusalReason, Segment } from '../../answering/answer.js';
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
  readonly mode: 'extractive' | 'generated';
  readonly degraded: string | null;
  /** The first plan, or the policy of the library that was asked; the first of them when several were. */
  readonly policy: PolicyFacts & { readonly textHash: string };
  /** Every policy that was asked, when it was not the first plan alone. */
  readonly policies?: readonly PolicyFacts[];
};

export type CitedClause = {
  readonly clause: number;
  readonly title: string;
  readonly section: number;
  readonly url: string;
  /** The policy it belongs to; absent for the first plan. */
  readonly policy?: string;
};

/** What identifies the document. */
export type PolicyFacts = Pick<PolicyMetadata, 'id' | 'title' | 'documentNumber' | 'issuer' | 'issuedOn'>;
