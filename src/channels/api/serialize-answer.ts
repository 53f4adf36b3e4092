import { randomUUID } from 'node:crypto';
import { answerText, type Answer } from '../../answering/answer.js';
import type { Made } from '../../answering/generate/reply.js';
import type { Assistant } from '../../assistant.js';
import { clauseOf } from '../../domain/policy.js';
import { aigcLabel } from './aigc-label.js';
import type { AnswerObject, CitedClause, PolicyFacts } from './answer-object.js';

const OFFLINE: Made = { mode: 'extractive', degraded: null };

/** The answer object of the API. */
export function serializeAnswer(
  answer: Answer,
  assistant: Assistant,
  conversationId: string,
  { mode, degraded }: Made = OFFLINE,
): AnswerObject {
  const { library } = assistant;
  const asked = (answer.policies ?? []).flatMap((id) => library.policy(id) ?? []);
  const [policy = assistant.policy] = asked;
  const id = randomUUID();
  return {
    id,
    conversationId,
    outcome: answer.outcome,
    reason: answer.outcome === 'refused' ? answer.reason : null,
    text: answerText(answer),
    segments: answer.segments,
    citations: citedClauses(answer, assistant),
    missing: 'missing' in answer ? answer.missing : [],
    interpretedAs: answer.interpretedAs,
    suggestions: answer.suggestions,
    confidence: answer.confidence,
    ...{ mode, degraded, label: labelOf(answer, mode, assistant) },
    policy: { ...policyFacts(policy), textHash: library.textHashOf(policy.id) },
    ...(asked.length === 0 ? {} : { policies: asked.map(policyFacts) }),
    ...(mode === 'generated' ? { aigc: aigcLabel(id) } : {}),
  };
}

/** Generated answers carry theirs as the first segment; fixed wording alone has no source to name. */
function labelOf({ segments }: Answer, mode: Made['mode'], { replies }: Assistant): string | null {
  if (mode === 'generated') return segments[0].text.trim();
  return segments.some(({ kind }) => kind !== 'template') ? replies.excerpt : null;
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

function citedClauses(answer: Answer, { policy: plan, library }: Assistant): CitedClause[] {
  const cited = 'citations' in answer ? answer.citations : [];
  const distinct = new Map(cited.map((one) => [`${one.policy ?? ''} ${one.clause}`, one]));
  return [...distinct.values()].flatMap(({ clause: number, policy: id }) => {
    const clause = clauseOf((id === undefined ? undefined : library.policy(id)) ?? plan, number);
    if (clause === undefined) return [];
    const { title, section } = clause;
    if (id === undefined) return [{ clause: number, title, section, url: `/clauses/${number}` }];
    return [{ clause: number, title, section, url: `/policies/${id}/clauses/${number}`, policy: id }];
  });
}
