import { clauseOf, type Policy } from '../../src/domain/policy.js';
import { factsOf, type RunRecord, type Segment } from '../record.js';
import { quantities, isStatedIn } from './numbers.js';

type Citation = Segment['citations'][number];

/** A citation holds when its clause exists and its quote is that very slice, or, without offsets, stands in the clause. */
export function isValid({ clause, quote, start, end }: Citation, policy: Policy): boolean {
  const text = clauseOf(policy, clause)?.text;
  if (text === undefined) return false;
  if (start === null || end === null) return quote === '' || squeeze(text).includes(squeeze(quote));
  return quote !== '' && text.slice(start, end) === quote;
}

// Lexical support, not entailment: words can be shuffled into another meaning and still pass, and a negation can be dropped (不收费 →
// 收费 passes: what is left stands in the clause). Only what a segment adds is noticed. Measured on verbatim quotes it is 1.
const CONTAINMENT = 0.6;
const NEGATIONS = /不得|不能|不可|不予|没有|未|禁止|取消|无需|不/gu;
const QUOTED = /“([^”]+)”|‘([^’]+)’|「([^」]+)」|『([^』]+)』|"([^"]+)"/gu;
const STRONG = /必须|一律|全部|确保|保证|应当|一定/gu;

/** Whether the words of a segment are carried by these clauses: numbers, quoted terms, no added negation or force, most bigrams. */
export function isSupported(words: string, clauses: readonly number[], policy: Policy): boolean {
  const source = squeeze(clauses.map((number) => clauseOf(policy, number)?.text ?? '').join('\n'));
  const said = squeeze(words);
  if (said === '') return true;
  if (source.includes(said)) return true;
  const isNumbers = quantities(words).every((one) => isStatedIn(one, source));
  const isTerms = [...said.matchAll(QUOTED)].every(([, ...terms]) => source.includes(terms.join('')));
  const adds = (pattern: RegExp) => [...said.matchAll(pattern)].some(([word]) => !source.includes(word));
  return isNumbers && isTerms && !adds(NEGATIONS) && !adds(STRONG) && containment(said, source) >= CONTAINMENT; // prettier-ignore
}

/** Share of the character bigrams of a text that stand in another. */
function containment(text: string, source: string): number {
  const bigrams = Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
  return bigrams.length === 0 ? 1 : bigrams.filter((bigram) => source.includes(bigram)).length / bigrams.length; // prettier-ignore
}

/** ALCE's two questions to a cited answer. Null where there is nothing to ask them of. */
export type Attribution = {
  /** Factual segments supported by what they cite ÷ factual segments. */
  readonly recall: number | null;
  /** Citations that help ÷ citations: their segment is supported, and not just as well without them. */
  readonly precision: number | null;
  /** Factual segments unsupported by their own citation but supported by another clause ÷ factual segments. */
  readonly misattribution: number | null;
};

export function attribution(record: Pick<RunRecord, 'segments'>, policy: Policy): Attribution {
  const facts = factsOf(record);
  let supported = 0;
  let useful = 0;
  let citations = 0;
  let misplaced = 0;
  for (const { text, citations: given } of facts) {
    const clauses = given.map(({ clause }) => clause);
    const holds = clauses.length > 0 && isSupported(text, clauses, policy);
    if (holds) supported += 1;
    else if (policy.clauses.some(({ number }) => isSupported(text, [number], policy))) misplaced += 1;
    citations += clauses.length;
    for (const clause of clauses) {
      const others = clauses.filter((other) => other !== clause);
      const isNeedless =
        !isSupported(text, [clause], policy) && others.length > 0 && isSupported(text, others, policy);
      if (holds && !isNeedless) useful += 1;
    }
  }
  return {
    recall: facts.length === 0 ? null : supported / facts.length,
    precision: citations === 0 ? null : useful / citations,
    misattribution: facts.length === 0 ? null : misplaced / facts.length,
  };
}

/** Whether every quantity of every factual segment stands in a clause that this very segment cites. */
export function numbersHold(record: Pick<RunRecord, 'segments'>, policy: Policy): boolean {
  return factsOf(record).every(({ text, citations }) => {
    const source = citations.map(({ clause }) => clauseOf(policy, clause)?.text ?? '').join('\n');
    return quantities(text).every((one) => isStatedIn(one, source));
  });
}

/** Set precision and recall of the clauses cited against gold. */
export function goldCitations(
  cited: readonly number[],
  grades: ReadonlyMap<number, number>,
): { readonly precision: number | null; readonly recall: number | null } {
  const required = [...grades].filter(([, grade]) => grade >= 2).map(([clause]) => clause);
  return {
    precision: cited.length === 0 ? null : cited.filter((clause) => grades.has(clause)).length / cited.length,
    recall: required.length === 0 ? null : required.filter((clause) => cited.includes(clause)).length / required.length, // prettier-ignore
  };
}

/** Text without white space, width folded: quotes are compared by what is read. */
export function squeeze(text: string): string {
  return text.normalize('NFKC').replace(/\s/gu, '');
}
