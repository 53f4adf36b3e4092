import { partSpans } from '../../domain/sentences.js';
import { fold } from '../../retrieval/fold.js';
import { inChinese, isEnglish } from './english.js';
import type { Evidence, Library, Part } from './evidence.js';
import { cover, type Coverage } from './coverage.js';
import { gramsOf } from './grams.js';
import { plainWordsIn } from './plain-words.js';

/** A part of the sentence between commas, and the parts of the evidence it says again. */
export type DraftPart = {
  readonly text: string;
  readonly grams: ReadonlySet<string>;
  readonly used: readonly Part[];
};

/** A sentence laid beside the clauses it cites. */
export type Draft = Coverage & {
  readonly text: string;
  /** Put into the clause's terms word by word, from English. */
  readonly isTranslated: boolean;
  readonly parts: readonly DraftPart[];
  readonly cited: readonly Evidence[];
  /** All parts of the evidence that are used, once each. */
  readonly used: readonly Part[];
};

/** Pairs that join, and mean nothing. */
const GRAMMAR = /[和与及等的以对在要将一]/u;

/** A part of the evidence counts as used when it adds at least this many pairs of characters that no better part has. */
const ADDS = 3;
/** The best part may have fewer, for a sentence of few words. */
const BEST_HAS = 2;
/** Parts beyond these say nothing more; bounds the work on a long sentence. */
const MOST_PARTS = 6;

export function layBeside(library: Library, raw: string, cited: readonly Evidence[]): Draft {
  const clauses = cited.map((one) => one.text).join('\n');
  // 实施方案 is the document's name; nothing is being carried out by it.
  const folded = fold(raw)
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/gu, '')
    .replaceAll('实施方案', '方案');
  const isTranslated = isEnglish(folded);
  const text = isTranslated ? inChinese(folded, clauses) : folded;
  const known = (gram: string) => cited.some(({ grams }) => grams.has(gram));
  const grams = partSpans(text).map((span) => {
    const own = text.slice(span.start, span.end);
    const said = [...gramsOf(own), ...translated(own, cited)];
    return { text: own, grams: new Set(said.filter((gram) => known(gram) && !GRAMMAR.test(gram))) };
  });
  const parts = layParts(library, grams, cited);
  const used = [...new Set(parts.flatMap((part) => part.used))];
  return { text, isTranslated, parts, cited, used, ...cover(text, used, clauses) };
}

/** The part that says most first: 如果您想办居住证 speaks of what the rest of the sentence speaks of. */
function layParts(
  library: Library,
  parts: readonly Omit<DraftPart, 'used'>[],
  cited: readonly Evidence[],
): DraftPart[] {
  const laid = new Map<Omit<DraftPart, 'used'>, readonly Part[]>();
  const all = new Set(parts.flatMap(({ grams }) => [...grams]));
  for (const part of parts.toSorted((a, b) => b.grams.size - a.grams.size)) {
    const before = [...new Set([...laid.values()].flat())];
    const same = before.filter((one) => [...part.grams].some((gram) => one.grams.has(gram)));
    const isSaid = [...part.grams].every((gram) => same.some((one) => one.grams.has(gram)));
    laid.set(part, isSaid ? same : usedParts(library, part.grams, all, cited));
  }
  return parts.map((part) => ({ ...part, used: laid.get(part) ?? [] }));
}

/** The pairs of the plan's terms that plain words stand for. */
function translated(text: string, cited: readonly Evidence[]): string[] {
  return plainWordsIn(text).flatMap(({ terms }) =>
    terms.filter((term) => cited.some((one) => one.text.includes(term))).flatMap(gramsOf),
  );
}

/** The best part first, then whatever adds something; the title only where the body does not say it. */
function usedParts(
  library: Library,
  grams: ReadonlySet<string>,
  all: ReadonlySet<string>,
  cited: readonly Evidence[],
): Part[] {
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
      // Of two that say as much, the one the rest of the sentence speaks of: 在外地看病，直接结算的比例.
      for (const gram of all) if (part.grams.has(gram)) score += library.weight(gram) * REST;
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

/** Decides between equals only. */
const REST = 0.01;
/** A title names a topic without the words that limit it; the body has to be much worse to lose against it. */
const TITLE = 0.6;
