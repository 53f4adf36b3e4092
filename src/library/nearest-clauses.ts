/** The keys of clauses near to a text, with their similarity, nearest first. Some may be of clauses that are gone. */
export type NearKeys = readonly (readonly [string, number])[];

/** Where the vectors of clauses are: in memory, or in a store that replicas share. */
export type NearestClauses = {
  /** Never fails: without vectors nothing is near, and clauses are found by their words. */
  nearest(text: string, k: number): NearKeys | Promise<NearKeys>;
  /** Whether the vectors could be used when last asked for. */
  readonly isReady: boolean;
};

/** What bringing the vectors up to date took. */
export type Embedded = { readonly embedded: number; readonly kept: number; readonly doubt: string | null };
export type Progress = (done: number, of: number) => void;

/** Half of what the plan's questions have: clauses are longer, and words decide most of the ranking. */
export const CLAUSE_DIMENSIONS = 256;
/** Vectors of clauses that are gone stay until they are so many that they slow the search. */
export const MOST_GONE = 0.3;
/** Vectors are held as lists of numbers while they are added. */
export const BATCH = 2000;
