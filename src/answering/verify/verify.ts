import { cite, type Citation, type Policy } from '../../domain/policy.js';
import { fold } from '../../retrieval/fold.js';
import type { NonEmpty } from '../answer.js';
import { checkSurface } from './check-surface.js';
import { createLibrary, pairs, type Evidence, type Library } from './evidence.js';
import type { Blocked, DraftSentence, SentenceFault, Verdict } from './verdict.js';

/** What the caller knows besides the sentence: the clauses the model was given. */
export type VerifierContext = { readonly offered?: readonly number[] };

export type Verifier = (sentence: DraftSentence, context?: VerifierContext) => Verdict;

/** First strict version: nothing but the clause's own word pairs passes. */
const SUPPORT = 0.7;

/** 核验: decides for one sentence whether the clauses it cites say it. Deterministic; nothing of it is left to a model. */
export function createVerifier(policy: Policy): Verifier {
  const library = createLibrary(policy);
  return (sentence, context = {}) => verify(library, sentence, context);
}

function verify(library: Library, { text, clauses }: DraftSentence, context: VerifierContext): Verdict {
  const folded = fold(text);
  const surface = checkSurface(text, folded);
  if (surface) return blocked(surface.fault, surface.detail);
  if (clauses.length === 0) return blocked('uncited', 'no clause is cited');
  const cited: Evidence[] = [];
  for (const number of clauses) {
    const evidence = context.offered?.includes(number) === false ? undefined : library.of(number);
    if (evidence === undefined) return blocked('unknown_clause', String(number));
    cited.push(evidence);
  }
  const grams = pairs(folded);
  const known = grams.filter((gram) => cited.some((one) => one.grams.has(gram)));
  if (known.length < 3 || known.length < SUPPORT * grams.length) return blocked('unsupported', folded);
  for (const [number] of folded.matchAll(/\d+(?:\.\d+)?/gu)) {
    if (!cited.some((one) => one.text.includes(number))) return blocked('number', number);
  }
  const best = cited
    .flatMap((one) =>
      one.clause.sentences.map((span) => ({ one, span, score: score(pairs(fold(span.text)), grams) })),
    )
    .toSorted((a, b) => b.score - a.score)[0];
  if (best === undefined) return blocked('unsupported', folded);
  const citations: NonEmpty<Citation> = [cite(best.one.clause, best.span)];
  return { verdict: 'verified', citations };
}

function score(evidence: readonly string[], grams: readonly string[]): number {
  return grams.filter((gram) => evidence.includes(gram)).length;
}

function blocked(fault: SentenceFault, detail: string): Blocked {
  return { verdict: 'blocked', fault, detail };
}
