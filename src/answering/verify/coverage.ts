import type { Part } from './evidence.js';
import { unitPairs, unitsOf } from './grams.js';
import { neutralWordsIn, plainWordsIn } from './plain-words.js';
import { placesIn } from './places.js';
import { readQuantities } from './read-quantities.js';

/** How much of a sentence the evidence covers. */
export type Coverage = {
  /** The share of its content characters, 0 to 1. */
  readonly support: number;
  /** How many characters that is. */
  readonly covered: number;
  /** Runs of characters that nothing covers and that are no grammar. */
  readonly strange: readonly string[];
};

/** What of a sentence is the evidence's, what says nothing, and what is left. */
export function cover(text: string, evidence: readonly Part[], clauses: string): Coverage {
  const wholes = [...new Set(evidence.flatMap(({ whole, clause }) => [whole, clause.title]))];
  const marks = new Uint8Array(text.length); // 0 strange, 1 covered, 2 neutral
  const mark = (start: number, end: number, as: number) => {
    for (let i = start; i < end; i += 1) if (marks[i] === 0) marks[i] = as;
  };
  for (const [a, b] of unitPairs(unitsOf(text))) {
    if (!evidence.some(({ grams }) => grams.has(a.text + b.text))) continue;
    mark(a.start, a.end, 1);
    mark(b.start, b.end, 1);
  }
  for (const { start, end, terms } of plainWordsIn(text)) {
    if (terms.some((term) => wholes.some((whole) => whole.includes(term)))) mark(start, end, 1);
  }
  // Numbers and places are judged by their own checks.
  for (const { start, end } of [...readQuantities(text), ...placesIn(text), ...neutralWordsIn(text)])
    mark(start, end, 2);
  const strange: string[] = [];
  let covered = 0;
  let left = 0;
  let run = '';
  for (const unit of unitsOf(text)) {
    const kind = /[\p{L}\p{N}]/u.test(unit.text) ? marks[unit.start] : 2;
    if (kind === 1) covered += 1;
    if (kind === 0) {
      left += 1;
      run += unit.text;
    } else if (run !== '') {
      strange.push(run);
      run = '';
    }
  }
  if (run !== '') strange.push(run);
  // A word of the same sentence that only its neighbours part from the rest, or a longer one of the same clause.
  const foreign = strange.filter(
    (word) => !wholes.some((whole) => whole.includes(word)) && !(word.length > 2 && clauses.includes(word)),
  );
  return { covered, support: covered === 0 ? 0 : covered / (covered + left), strange: foreign };
}
