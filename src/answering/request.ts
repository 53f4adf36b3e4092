import type { Policy } from '../domain/policy.js';
import type { Lexicon } from '../retrieval/lexicon.js';
import { asksValidity, factsAsked, type Fact } from './document-facts.js';
import { guardOf, type Guard } from './guards.js';
import { BESIDES, listRequest, listWithinSection, type ListRequest } from './list-request.js';
import { structureRequest, type PlainStructureRequest } from './structure-request.js';

/** What a folded question asks for, as far as its words alone tell; `topic` goes to retrieval. */
export type Request =
  | { readonly kind: 'guard'; readonly guard: Guard }
  | {
      readonly kind: 'structure';
      readonly structure: PlainStructureRequest;
    }
  | { readonly kind: 'within'; readonly numbers: readonly number[]; readonly rest: string }
  | { readonly kind: 'beside'; readonly topic: string; readonly steps: readonly (-1 | 1)[] }
  | { readonly kind: 'ofTopic'; readonly topic: string; readonly rest: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly list: ListRequest }
  /** Until when the document holds, which it does not say. */
  | { readonly kind: 'validity' | 'thanks' | 'topic' };

// Thanks and nothing else; who thanks and goes on asking is answered.
const THANKS =
  /^(?:好的?|行|嗯+|哦+|ok)?[,，。!！~]*(?:多谢|谢谢|谢了|谢啦|感谢|辛苦|3q|thx|thanks?)(?: you)?(?:你|您|啦|了|啊|哈|呀|咯|喽|大家|老师|苏问|小苏|解答|帮助|帮忙|回答|耐心|辛苦|的)*[\p{P}\p{S}~]*$/u;

/** Reads a folded question, the surest signs first. */
export function readRequest(question: string, policy: Policy, lexicon: Lexicon): Request {
  const guard = guardOf(question);
  if (guard !== undefined) return { kind: 'guard', guard };
  const structure = structureRequest(question, policy);
  const list = listRequest(question, policy, lexicon);
  // 带百分号的总共几条 counts targets, not clauses.
  const isCounted = structure?.kind === 'outline' && list?.kind === 'targets';
  const inSection = structure?.kind === 'section' && structure.nth === undefined ? listWithinSection(question, structure.number, policy, lexicon) : undefined; // prettier-ignore
  if (inSection !== undefined) return { kind: 'list', list: inSection };
  if (structure !== undefined && !isCounted && !(list !== undefined && BESIDES.test(question))) {
    return structure.kind === 'within' || structure.kind === 'beside' || structure.kind === 'ofTopic'
      ? structure
      : { kind: 'structure', structure };
  }
  if (THANKS.test(question)) return { kind: 'thanks' };
  if (asksValidity(question)) return { kind: 'validity' };
  const facts = factsAsked(question);
  if (facts.length > 0) return { kind: 'facts', facts };
  return list === undefined ? { kind: 'topic' } : { kind: 'list', list };
}
