import { randomUUID } from 'node:crypto';
import { answerText, type Answer } from '../../answering/answer.js';
import type { Assistant } from '../../assistant.js';
import { clauseOf, type Policy } from '../../domain/policy.js';
import type { AnswerObject, CitedClause, PolicyFacts } from './answer-object.js';

/** The answer object of the API. */
export function serializeAnswer(answer: Answer, assistant: Assistant, conversationId: string): AnswerObject {
  const { policy, textHash } = assistant;
  return {
    id: randomUUID(),
    conversationId,
    outcome: answer.outcome,
    reason: answer.outcome === 'refused' ? answer.reason : null,
    text: answerText(answer),
    segments: answer.segments,
    citations: citedClauses(answer, policy),
    missing: 'missing' in answer ? answer.missing : [],
    interpretedAs: answer.interpretedAs,
    suggestions: answer.suggestions,
    confidence: answer.confidence,
    mode: 'extractive',
    degraded: null,
    policy: { ...policyFacts(policy), textHash },
  };
}

/** What identifies the document. */
export function policyFacts({
  id,
  title,
  documentNumber,
  issuer,
  issuedOn,
  ...validity
}: PolicyFacts): PolicyFacts {
  const { supersededBy, validUntil } = validity;
  return {
    ...{ id, title, documentNumber, issuer, issuedOn },
    ...(supersededBy === undefined ? {} : { supersededBy }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

function citedClauses(answer: Answer, policy: Policy): CitedClause[] {
  const numbers = 'citations' in answer ? [...new Set(answer.citations.map(({ clause }) => clause))] : [];
  return numbers.flatMap((number) => {
    const clause = clauseOf(policy, number);
    return clause
      ? [{ clause: number, title: clause.title, section: clause.section, url: `/clauses/${number}` }]
      : [];
  });
}
