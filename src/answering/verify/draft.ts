import { partSpans } from '../../domain/sentences.js';
import { fold } from '../../retrieval/fold.js';
import { inChinese, isEnglish } from './english.js';
import type { Evidence, Library, Part } from './evidence.js';
import { gramsOf, unitPairs, unitsOf } from './grams.js';
import { neutralWordsIn, plainWordsIn } from './plain-words.js';
import { readQuantities } from './read-quantities.js';

/** A part of the sentence between commas, and the parts of the evidence it says again. */
export type DraftPart = {
  readonly text: string;
  readonly grams: ReadonlySet<string>;
  readonly used: readonly Part[];
};

/** A sentence laid beside the clauses it cites. */
export type Draft = {
  readonly text: string;
  readonly parts: readonly DraftPart[];
  readonly cited: readonly Evidence[];
  /** All parts of the evidence that are used, once each. */
  readonly used: readonly Part[];
  /** The share of its content that the cited clauses cover, 0 to 1, and how many characters that is. */
  readonly support: number;
  readonly covered: number;
  /** What no cited clause covers. */
  readonly strange: readonly string[];
};

/** Pairs that join, and mean nothing. */
const GRAMMAR = /[和与及等的以对在要将]/u;

/** A part of the evidence counts as used when it adds at least this many pairs of characters that no better part has. */
const ADDS = 3;
/** The best part may have fewer, for a sentence of few words. */
const BEST_HAS = 2;
/** Parts beyond these say nothing more; bounds the work on a long sentence. */
const MOST_PARTS = 6;

export function layBeside(library: Library, raw: string, cited: readonly Evidence[]): Draft {
  // 实施方案 is the document's name; nothing is being carried out by it.
  const folded = fold(raw)
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/gu, '')
    .replaceAll('实施方案', '方案');
  const text = isEnglish(folded) ? inChinese(folded, cited.map((one) => one.text).join('\n')) : folded;
  const known = (gram: string) => cited.some(({ grams }) => grams.has(gram));
  const parts = partSpans(text).map((span) => {
    const own = text.slice(span.start, span.end);
    const grams = new Set(
      [...gramsOf(own), ...translated(own, cited)].filter((gram) => known(gram) && !GRAMMAR.test(gram)),
    );
    return { text: own, grams, used: usedParts(library, grams, cited) };
  });
  return {
    text,
    parts,
    cited,
    used: [...new Set(parts.flatMap(({ used }) => used))],
    ...coverage(text, cited),
  };
}

/** The pairs of the plan's terms that plain words stand for. */
function translated(text: string, cited: readonly Evidence[]): string[] {
  return plainWordsIn(text).flatMap(({ terms }) =>
    terms.filter((term) => cited.some((one) => one.text.includes(term))).flatMap(gramsOf),
  );
}

/** The best part first, then whatever adds something; the title only where the body does not say it. */
function usedParts(library: Library, grams: ReadonlySet<string>, cited: readonly Evidence[]): Part[] {
  const left = new Set(grams);
  const used: Part[] = [];
  const candidates = cited.flatMap(({ parts }) => parts);
  while (used.length < MOST_PARTS) {
    let best: Part | undefined;
    let bestScore = 0;
    for (const part of candidates) {
      let count = 0;
      let score = 0;
      for (const gram of left) {
        if (!part.grams.has(gram)) continue;
        count += 1;
        score += library.weight(gram);
      }
      if (part.sentence.index === 0 && part.clause.number > 0) score *= TITLE;
      if (count >= (used.length === 0 ? BEST_HAS : ADDS) && score > bestScore)
        [best, bestScore] = [part, score];
    }
    if (best === undefined) break;
    used.push(best);
    for (const gram of best.grams) left.delete(gram);
  }
  return used;
}

/** A title names a topic without the words that limit it; the body has to be much worse to lose against it. */
const TITLE = 0.6;

/** What of a sentence is the evidence's, what says nothing, and what is left. */
function coverage(text: string, cited: readonly Evidence[]): Pick<Draft, 'support' | 'covered' | 'strange'> {
  const marks = new Uint8Array(text.length); // 0 strange, 1 covered, 2 neutral
  const cover = (start: number, end: number, mark: number) => {
    for (let i = start; i < end; i += 1) if (marks[i] === 0) marks[i] = mark;
  };
  for (const [a, b] of unitPairs(unitsOf(text))) {
    if (!cited.some(({ grams }) => grams.has(a.text + b.text))) continue;
    cover(a.start, a.end, 1);
    cover(b.start, b.end, 1);
  }
  for (const { start, end, terms } of plainWordsIn(text)) {
    if (terms.some((term) => cited.some((one) => one.text.includes(term)))) cover(start, end, 1);
  }
  // Numbers are judged by their own check.
  for (const { start, end } of [...readQuantities(text), ...neutralWordsIn(text)]) cover(start, end, 2);
  const strange: string[] = [];
  let covered = 0;
  let left = 0;
  let run = '';
  for (const unit of unitsOf(text)) {
    const mark = /[\p{L}\p{N}]/u.test(unit.text) ? marks[unit.start] : 2;
    if (mark === 1) covered += 1;
    if (mark === 0) {
      left += 1;
      run += unit.text;
    } else if (run !== '') {
      strange.push(run);
      run = '';
    }
  }
  if (run !== '') strange.push(run);
  return { covered, support: covered === 0 ? 0 : covered / (covered + left), strange };
}
