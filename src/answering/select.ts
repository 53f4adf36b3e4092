import type { Target } from '../domain/find-targets.js';
import { clauseOf, contains, type Policy } from '../domain/policy.js';
import type { SearchResult } from '../retrieval/search-result.js';
import type { Selection } from './compose.js';

// A second sentence is shown only when it is nearly as good as the first, or likely asked about by itself: answers are short. Fitted on the dev cases.
const SECOND_SENTENCE = 0.75;
const SENTENCE_ASKED_ABOUT = 0.15;
const MOST_SENTENCES = 3;

/** A clause named by several parts is shown once, with what each found in it. */
export function merged(selections: readonly Selection[]): Selection[] {
  const byClause = new Map<number, Selection>();
  for (const one of selections) {
    const before = byClause.get(one.clause.number);
    const spans = [...(before?.spans ?? []), ...one.spans].toSorted((a, b) => a.start - b.start);
    const [first, ...rest] = spans.filter((span, i) => span.start !== spans[i - 1]?.start);
    if (first !== undefined) byClause.set(one.clause.number, { clause: one.clause, spans: [first, ...rest] });
  }
  return [...byClause.values()];
}

/** The sentence that states the target asked for; else the best of the clause, and the next when nearly as good, in the clause's own order. */
export function select(policy: Policy, result: SearchResult, target?: Target): Selection | undefined {
  const clause = clauseOf(policy, result.clause);
  const stating = result.sentences.find((sentence) => target && contains(sentence, target));
  if (clause !== undefined && stating !== undefined) return { clause, spans: [stating] };
  const [first, ...others] = result.sentences;
  if (clause === undefined || first === undefined) return undefined;
  const also = others
    .filter(
      (one, i) =>
        (i === 0 && one.score >= SECOND_SENTENCE * first.score) || one.asked >= SENTENCE_ASKED_ABOUT,
    )
    .slice(0, MOST_SENTENCES - 1);
  const [head = first, ...rest] = [first, ...also].toSorted((a, b) => a.start - b.start);
  return { clause, spans: [head, ...rest] };
}
