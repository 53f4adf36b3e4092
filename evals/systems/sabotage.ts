import { clauseOf, type Policy } from '../../src/domain/policy.js';
import { NO_REPLY, type Reply, type Segment } from '../record.js';
import type { System } from './system.js';

/** Ways in which an answer can be spoiled; the gate must notice each one. */
export const SABOTAGES = ['wrong-number', 'dropped-citation', 'always-refuse', 'whole-clause', 'swapped-clause'] as const; // prettier-ignore
export type Sabotage = (typeof SABOTAGES)[number];

/** The same system with every reply spoiled in one way. */
export function sabotage(system: System, kind: Sabotage, policy: Policy): System {
  return {
    ...system,
    name: `${system.name}+${kind}`,
    ask: async (messages, one) => spoil(await system.ask(messages, one), kind, policy),
  };
}

function spoil(reply: Reply, kind: Sabotage, policy: Policy): Reply {
  if (kind === 'always-refuse') {
    return { ...NO_REPLY, outcome: 'refused', segments: [{ kind: 'template', text: '方案里没有这方面的内容。', citations: [] }] }; // prettier-ignore
  }
  const segments = reply.segments.map((segment) => (segment.kind === 'template' ? segment : spoilFact(segment, kind, policy))); // prettier-ignore
  return { ...reply, segments };
}

/** A spoiled quote is no quote any more: it becomes a statement, as a careless model would write it. */
function spoilFact(segment: Segment, kind: Exclude<Sabotage, 'always-refuse'>, policy: Policy): Segment {
  const [citation] = segment.citations;
  switch (kind) {
    case 'wrong-number':
      return { ...segment, kind: 'statement', text: segment.text.replace(/[0-9]+/u, (digits) => String(Number(digits) + 5)) }; // prettier-ignore
    case 'dropped-citation':
      return { ...segment, kind: 'statement', citations: [] };
    case 'whole-clause': {
      const clause = clauseOf(policy, citation?.clause ?? -1);
      if (clause === undefined) return segment;
      return { kind: 'quote', text: clause.text, citations: [{ clause: clause.number, quote: clause.text, start: 0, end: clause.text.length }] }; // prettier-ignore
    }
    case 'swapped-clause':
      return { ...segment, citations: segment.citations.map((one) => ({ ...one, clause: (one.clause % policy.clauses.length) + 1 })) }; // prettier-ignore
  }
}
