/** Digits that touch, in a text. */
export type Group = { readonly digits: string; readonly start: number; readonly end: number };

// What people put between the digits of a number. Two and more of other characters, or words, end it.
const BETWEEN = /^[\s\p{Pd}.·•‧・∙_/\\|~*+()[\]=#:'"]{1,3}$/u;
const COMMA = /^ ?[,，、] ?$/u;

/** The digits of a text: runs of groups that only separators divide. An x or × after a digit may end an identity number. */
export function digitRuns(text: string): readonly (readonly Group[])[] {
  const runs: Group[][] = [];
  let run: Group[] = [];
  for (const { 0: digits, index } of text.matchAll(
    /\d+(?:[Xx×](?![A-Za-z\d]))?|(?<=\d[^\dA-Za-z]{1,3})[Xx×](?![A-Za-z\d])/gu,
  )) {
    const group = { digits: digits.replace(/[x×]/u, 'X'), start: index, end: index + digits.length };
    const last = run.at(-1);
    if (last !== undefined && !isDivided(text.slice(last.end, index), last, group)) run.push(group);
    else runs.push((run = [group]));
  }
  return runs;
}

/** Commas and 、 divide lists (第13、14、15条), but not the groups of a long number (138,0013,8000). */
function isDivided(between: string, before: Group, after: Group): boolean {
  if (COMMA.test(between)) return before.digits.length < 3 || after.digits.length < 3;
  return !BETWEEN.test(between);
}
