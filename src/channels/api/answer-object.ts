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
  readonly policy: PolicyFacts & { readonly textHash: string };
};

export type CitedClause = {
  readonly clause: number;
  readonly title: string;
  readonly section: number;
  readonly url: string;
};

/** What identifies the document, and until when or by what it is no longer in force. */
export type PolicyFacts = Pick<
  PolicyMetadata,
  'id' | 'title' | 'documentNumber' | 'issuer' | 'issuedOn' | 'supersededBy' | 'validUntil'
>;
