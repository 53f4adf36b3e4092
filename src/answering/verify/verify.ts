import { cite, type Policy } from '../../domain/policy.js';
import { fold } from '../../retrieval/fold.js';
import { checkDirection } from './check-direction.js';
import { checkNames } from './check-names.js';
import { checkNegation } from './check-negation.js';
import { checkQuantities } from './check-quantities.js';
import { checkStrength } from './check-strength.js';
import { checkSupport } from './check-support.js';
import { checkOrder } from './check-order.js';
import { checkPairing } from './check-pairing.js';
import { checkWholeness } from './check-wholeness.js';
import { checkSurface } from './check-surface.js';
import { layBeside, type Draft } from './draft.js';
import { createLibrary, type Evidence, type Library } from './evidence.js';
import type { Blocked, DraftSentence, Finding, SentenceFault, Verdict } from './verdict.js';

/** What the caller knows besides the sentence: the clauses the model was given. */
export type VerifierContext = { readonly offered?: readonly number[] };

export type Verifier = (sentence: DraftSentence, context?: VerifierContext) => Verdict;

const CHECKS: readonly ((draft: Draft) => Finding)[] = [
  checkQuantities,
  checkNames,
  checkNegation,
  checkDirection,
  checkStrength,
  checkWholeness,
  checkPairing,
  checkOrder,
];

/** 核验: decides for one sentence whether the clauses it cites say it. Deterministic; nothing of it is left to a model. */
export function createVerifier(policy: Policy): Verifier {
  const library = createLibrary(policy);
  return (sentence, context = {}) => verify(library, sentence, context);
}

function verify(library: Library, { text, clauses }: DraftSentence, context: VerifierContext): Verdict {
  const surface = checkSurface(text, fold(text));
  if (surface) return blocked(surface.fault, surface.detail);
  if (clauses.length === 0) return blocked('uncited', 'no clause is cited');
  const cited: Evidence[] = [];
  for (const number of new Set(clauses)) {
    const evidence = context.offered?.includes(number) === false ? undefined : library.of(number);
    if (evidence === undefined) return blocked('unknown_clause', String(number));
    cited.push(evidence);
  }
  const draft = layBeside(library, text, cited);
  for (const check of CHECKS) {
    const finding = check(draft);
    if (finding) return blocked(finding.fault, finding.detail);
  }
  const support = checkSupport(library, draft);
  if (support) return blocked(support.fault, support.detail);
  return citing(draft);
}

/** Cites the sentences the draft rests on, whole: a part alone could lose the word that limits it. */
function citing(draft: Draft): Verdict {
  const sentences = new Map(draft.used.map(({ clause, sentence }) => [sentence, cite(clause, sentence)]));
  const [first, ...rest] = sentences.values();
  return first === undefined
    ? blocked('unsupported', 'no sentence of the cited clauses')
    : { verdict: 'verified', citations: [first, ...rest] };
}

function blocked(fault: SentenceFault, detail: string): Blocked {
  return { verdict: 'blocked', fault, detail };
}
