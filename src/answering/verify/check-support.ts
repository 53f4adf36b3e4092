import type { Draft } from './draft.js';
import type { Evidence, Library } from './evidence.js';
import { gramsOf } from './grams.js';
import type { Finding } from './verdict.js';

/** The share of content characters that the cited clauses must cover. How it was fitted: test/fixtures/verification/README.md. */
const SUPPORT = 0.78;
/** So much content no sentence about a clause goes without. */
const LEAST_COVERED = 4;
/** A run of so many characters that no cited clause has is a statement of its own. */
const STRANGE_RUN = 1;
/** How much better another clause may fit before the citation counts as wrong. */
const RIVAL = 1.1;

export function checkSupport(library: Library, draft: Draft): Finding {
  const strange = draft.strange.find((run) => run.length >= STRANGE_RUN);
  if (strange !== undefined) return unsupported(strange);
  if (draft.covered < LEAST_COVERED || draft.support < SUPPORT)
    return unsupported(`support ${draft.support.toFixed(2)}: ${draft.strange.join('|')}`);
  const grams = [...new Set([...gramsOf(draft.text), ...draft.parts.flatMap((part) => [...part.grams])])];
  const score = (evidence: readonly Evidence[]) =>
    grams.reduce(
      (sum, gram) => sum + (evidence.some((one) => one.grams.has(gram)) ? library.weight(gram) : 0),
      0,
    );
  const own = score(draft.cited);
  const rival = library.clauses.find((one) => !draft.cited.includes(one) && score([one]) > RIVAL * own);
  return rival && unsupported(`clause ${rival.clause.number} fits better`);
}

function unsupported(detail: string): Finding {
  return { fault: 'unsupported', detail };
}
