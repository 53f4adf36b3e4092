import type { Policy } from '../domain/policy.js';
import type { Lexicon } from '../retrieval/lexicon.js';
import { factsAsked, type Fact } from './document-facts.js';
import { guardOf, type Guard } from './guards.js';
import { listRequest, type ListRequest } from './list-request.js';
import { structureRequest, type StructureRequest } from './structure-request.js';

/** What a folded question asks for, as far as its words alone tell; `topic` goes to retrieval. */
export type Request =
  | { readonly kind: 'guard'; readonly guard: Guard }
  | { readonly kind: 'structure'; readonly structure: Exclude<StructureRequest, { kind: 'within' }> }
  | { readonly kind: 'within'; readonly numbers: readonly number[]; readonly rest: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly list: ListRequest }
  | { readonly kind: 'topic' };

/** Reads a folded question, the surest signs first. */
export function readRequest(question: string, policy: Policy, lexicon: Lexicon): Request {
  const guard = guardOf(question);
  if (guard !== undefined) return { kind: 'guard', guard };
  const structure = structureRequest(question, policy);
  if (structure !== undefined)
    return structure.kind === 'within' ? structure : { kind: 'structure', structure };
  const facts = factsAsked(question);
  if (facts.length > 0) return { kind: 'facts', facts };
  const list = listRequest(question, policy, lexicon);
  return list === undefined ? { kind: 'topic' } : { kind: 'list', list };
}
