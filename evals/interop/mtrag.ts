import { clauseOf, type Policy } from '../../src/domain/policy.js';
import type { Case } from '../cases.js';
import { textOf } from '../record.js';
import type { Row } from '../summarize.js';
import { clauseId } from './clause-id.js';
import { toJsonl } from './jsonl.js';
import { rankingOf } from './ranking.js';
import { referenceOf } from './reference.js';

const ANSWERABILITY: Readonly<Record<Case['answerability'], string>> = {
  ...{ full: 'ANSWERABLE', partial: 'PARTIAL', none: 'UNANSWERABLE' },
  ...{ underspecified: 'UNDERSPECIFIED', conversational: 'CONVERSATIONAL' },
};
// MTRAG's own kinds; the rest of ours are kinds of silence, not of question.
const KIND: Readonly<Partial<Record<Case['type'], string>>> = {
  ...{
    fact: 'Factoid',
    number: 'Factoid',
    definition: 'Factoid',
    eligibility: 'Factoid',
    list: 'Summarization',
  },
  ...{
    structure: 'Summarization',
    procedure: 'How-To',
    multi_clause: 'Composite',
    comparison: 'Comparative',
  },
  ...{ chitchat: 'Non-question' },
};
// MTRAG's format checker refuses more.
const MOST_CONTEXTS = 10;

/**
 * Tasks for MTRAG's scripts, one turn a line, with what was answered as prediction. A case outside a conversation is a conversation of
 * one turn; so is a second wording of the same turn, since task ids may not repeat.
 */
export function toMtrag(rows: readonly Row[], policy: Policy): string {
  const taken = new Set<string>();
  return toJsonl(
    rows.map(({ one, record }) => {
      const turn = one.turn ?? (one.history ?? []).filter(({ role }) => role === 'user').length + 1;
      const shared = `${one.cluster}<::>${turn}`;
      const isOwn = one.turn === undefined || taken.has(shared);
      const conversation = isOwn ? one.id : one.cluster;
      taken.add(shared);
      const answerability = [ANSWERABILITY[one.answerability]];
      return {
        conversation_id: conversation,
        task_id: `${conversation}<::>${turn}`,
        task_type: 'rag',
        turn,
        Collection: policy.id,
        contexts: rankingOf(record).slice(0, MOST_CONTEXTS).map(({ clause, score }) => ({ document_id: clauseId(clause), ...passageOf(policy, clause), score })), // prettier-ignore
        input: [...(one.history ?? []).map(({ role, content }) => ({ speaker: role === 'user' ? 'user' : 'agent', text: content })), { speaker: 'user', text: one.question }], // prettier-ignore
        targets: [{ speaker: 'agent', text: referenceOf(one, policy) }],
        answerability, // MTRAG's releases spell it both ways
        Answerability: answerability,
        'Question Type': KIND[one.type] === undefined ? [] : [KIND[one.type]],
        'Multi-Turn': turn === 1 ? [] : [one.standalone === undefined ? 'N/A' : 'Follow-up'],
        predictions: [{ text: textOf(record) }],
      };
    }),
  );
}

function passageOf(policy: Policy, number: number): { title: string; text: string } {
  const clause = clauseOf(policy, number);
  return { title: clause?.title ?? '', text: clause?.text ?? '' };
}
