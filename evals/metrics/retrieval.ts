/** Graded gold: clause number → gain (2 must be found, 1 may). */
export type Grades = ReadonlyMap<number, number>;

/** The first k clauses of a ranking; one that was found twice takes one place. */
function top(ranked: readonly number[], k: number): number[] {
  return [...new Set(ranked)].slice(0, k);
}

/** 1 when any gold clause is among the first k, else 0. Undefined (null) without gold. */
export function hit(ranked: readonly number[], grades: Grades, k: number): number | null {
  if (grades.size === 0) return null;
  return top(ranked, k).some((clause) => grades.has(clause)) ? 1 : 0;
}

/** Share of the clauses of grade 2 among the first k. Null when there are none. */
export function recall(ranked: readonly number[], grades: Grades, k: number): number | null {
  const { found, all } = recallCounts(ranked, grades, k);
  return all === 0 ? null : found / all;
}

/** 1 / rank of the first clause of grade 2 within the first `k`, else 0. Null when there are none. */
export function reciprocalRank(ranked: readonly number[], grades: Grades, k = 10): number | null {
  if (![...grades.values()].some((grade) => grade >= 2)) return null;
  const at = top(ranked, k).findIndex((clause) => (grades.get(clause) ?? 0) >= 2);
  return at < 0 ? 0 : 1 / (at + 1);
}

/** Discounted gain at k with linear gains and log2(rank + 1), over the ideal of all gold: trec_eval's ndcg_cut. */
export function ndcg(ranked: readonly number[], grades: Grades, k: number): number | null {
  const ideal = discounted([...grades.values()].toSorted((a, b) => b - a).slice(0, k));
  if (ideal === 0) return null;
  return discounted(top(ranked, k).map((clause) => grades.get(clause) ?? 0)) / ideal;
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}

/** A share beyond what picking clauses at random would give: 0 is chance, 1 is perfect. Null where chance alone is perfect. */
export function beyondChance(value: number, chance: number): number | null {
  return chance >= 1 ? null : (value - chance) / (1 - chance);
}

/** Clauses of grade 2 found among the first k, and how many there are: added up over cases, the pooled recall. */
export function recallCounts(
  ranked: readonly number[],
  grades: Grades,
  k: number,
): { readonly found: number; readonly all: number } {
  const required = [...grades].filter(([, grade]) => grade >= 2).map(([clause]) => clause);
  const first = top(ranked, k);
  return { found: required.filter((clause) => first.includes(clause)).length, all: required.length };
}

/** Chance that k clauses drawn at random out of `total` hold one of `gold`. */
export function chanceOfHit(gold: number, total: number, k: number): number {
  let miss = 1;
  for (let i = 0; i < Math.min(k, total); i += 1) miss *= Math.max(0, total - gold - i) / (total - i);
  return 1 - miss;
}

/** A half-open range of characters of one clause. */
export type ClauseSpan = { readonly clause: number; readonly start: number; readonly end: number };

/** Characters of overlap over those retrieved and over those of gold; overlapping spans count once. */
export function spanScores(
  found: readonly ClauseSpan[],
  gold: readonly ClauseSpan[],
): { readonly precision: number | null; readonly recall: number | null } {
  const a = characters(found);
  const b = characters(gold);
  const both = [...a].filter((place) => b.has(place)).length;
  return { precision: a.size === 0 ? null : both / a.size, recall: b.size === 0 ? null : both / b.size };
}

function characters(spans: readonly ClauseSpan[]): Set<string> {
  const places = new Set<string>();
  for (const { clause, start, end } of spans) for (let i = start; i < end; i += 1) places.add(`${clause}:${i}`); // prettier-ignore
  return places;
}
