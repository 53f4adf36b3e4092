import type { Lexicon } from '../retrieval/lexicon.js';

/** Words said in one breath: of 智慧城市 the rarer word says what is looked for. */
export type WordGroup = readonly string[];

// Left over between the words, these say nothing; inside a word of the plan (城市, 安全, 用地) they belong to it.
const FUNCTION = /[请列各写要做跟都有在被里的了过吗呢是共把给我俺们指类性事啥哪全市用名次对于就又也还]/u;
// Between two things that are both looked for.
const JOINT = /[和与跟及或、]/u;
const SHORTEST = 2;

/**
 * Cuts a piece of a question into what the plan names, left to right: known words by the plan's names for them, else the longest
 * runs that stand in it. Words that follow each other make a group; `beside` counts the characters that name nothing.
 */
export function wordGroups(
  piece: string,
  plan: string,
  lexicon: Lexicon,
): { readonly groups: readonly WordGroup[]; readonly beside: number } {
  // prettier-ignore
  const groups: string[][] = [[]];
  let beside = 0;
  for (let i = 0; i < piece.length;) {
    const word = lexicon.wordAt(piece, i);
    const size = JOINT.test(piece[i] ?? '') ? 0 : longestRun(piece, i, plan);
    const isKnown = word !== undefined && (word.length >= size || lexicon.namesOf(piece.slice(i + word.length, i + size)).length > 0); // prettier-ignore
    if (isKnown) {
      // One thing by any of its names.
      const [name, ...others] = lexicon.namesOf(word);
      if (name !== undefined) groups.at(-1)?.push(name);
      for (const other of others) groups.unshift([other]);
    } else if (size > 0) groups.at(-1)?.push(piece.slice(i, i + size));
    else if (JOINT.test(piece[i] ?? '')) groups.push([]);
    else if (!FUNCTION.test(piece[i] ?? '')) beside += 1;
    i += isKnown ? word.length : Math.max(1, size);
  }
  return { groups: groups.filter((group) => group.length > 0), beside };
}

/** How long a run from `from` stands in the plan, without a joint at its end; 0 when it is shorter than a word. */
function longestRun(piece: string, from: number, plan: string): number {
  let size = piece.length - from;
  while (size >= SHORTEST && (!plan.includes(piece.slice(from, from + size)) || JOINT.test(piece[from + size - 1] ?? ''))) size -= 1; // prettier-ignore
  return size < SHORTEST ? 0 : size;
}
