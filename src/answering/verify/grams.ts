/** A unit of text that pairs are made of: a Chinese character, a Latin word, or a number. */
export type Unit = { readonly text: string; readonly start: number; readonly end: number };

const UNIT = /[a-z0-9.]+|\p{Script=Han}|[,;:。!?、]/gu;
// Grammar and marks that may come between two characters without parting them: 公办的学校 is 公办学校, 省里负总责 省负总责.
const SILENT = new Set(['的', '之', '了', '里']);
const STOP = /[,;:。!?、]/u;

export function unitsOf(folded: string): Unit[] {
  return [...folded.matchAll(UNIT)]
    .map(({ 0: text, index }) => ({ text, start: index, end: index + text.length }))
    .filter(({ text }) => !SILENT.has(text));
}

/** Neighbouring units that no punctuation parts. */
export function unitPairs(units: readonly Unit[]): (readonly [Unit, Unit])[] {
  const found: (readonly [Unit, Unit])[] = [];
  let before: Unit | undefined;
  for (const unit of units) {
    if (STOP.test(unit.text)) {
      before = undefined;
      continue;
    }
    if (before) found.push([before, unit]);
    before = unit;
  }
  return found;
}

/** Pairs of neighbouring characters of a folded text. */
export function gramsOf(folded: string): string[] {
  return unitPairs(unitsOf(folded)).map(([a, b]) => a.text + b.text);
}
