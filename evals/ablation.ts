import { fold } from '../src/retrieval/fold.js';
import { buildIndex, type PolicyIndex } from '../src/retrieval/policy-index.js';
import type { QuestionData } from '../src/retrieval/question-data.js';
import { Retriever, WEIGHTS } from '../src/retrieval/retriever.js';
import type { Policy } from '../src/domain/policy.js';
import type { Case } from './cases.js';
import { hit, reciprocalRank } from './metrics/retrieval.js';

/** How well clauses are ranked for the single questions of a set. */
export type Ranking = { readonly name: string; readonly n: number; readonly hit1: number; readonly hit3: number; readonly hit5: number; readonly mrr: number }; // prettier-ignore

const NONE = { clause: 0, neighbours: 0, expanded: 0, linear: 0 };
const ROWS: readonly (readonly [string, typeof WEIGHTS])[] = [
  ['BM25 on the clauses', { ...NONE, clause: 1 }],
  ['BM25 on clauses with their questions', { ...NONE, expanded: 1 }],
  ['nearest questions (hnswlib, k = 10)', { ...NONE, neighbours: 1 }],
  ['linear model', { ...NONE, linear: 1 }],
  ['all but the clauses’ own words', { ...WEIGHTS, clause: 0 }],
  ['all but the questions appended', { ...WEIGHTS, expanded: 0 }],
  ['all but the nearest questions', { ...WEIGHTS, neighbours: 0 }],
  ['all but the linear model', { ...WEIGHTS, linear: 0 }],
  ['all, as shipped', WEIGHTS],
];

/** Each signal alone, all but each, and all: what a signal is worth on these cases. */
export function ablate(
  cases: readonly Case[],
  policy: Policy,
  index: PolicyIndex,
  data: QuestionData,
): Ranking[] {
  return ROWS.map(([name, weights]) => rank(name, cases, new Retriever(policy, index, data, weights)));
}

/**
 * Leaves out each set of corpus questions in turn and trains anew: how the set's own questions are then ranked, and the cases.
 * Takes a training a set.
 */
export async function leaveOut(
  cases: readonly Case[],
  policy: Policy,
  data: QuestionData,
  onRow: (held: Ranking, others: Ranking) => void,
): Promise<void> {
  for (const set of new Set(data.questions.map((one) => one.set))) {
    const held = data.questions.filter((one) => one.set === set);
    const rest = { ...data, questions: data.questions.filter((one) => one.set !== set) };
    const retriever = new Retriever(policy, await buildIndex(policy, rest), rest);
    const asked = held.map(({ question, clause, also = [] }) => ({
      question,
      clauses: [clause, ...[also].flat()],
    }));
    onRow(score(set, asked, retriever), rank(set, cases, retriever));
  }
}

function rank(name: string, cases: readonly Case[], retriever: Retriever): Ranking {
  const single = cases.filter(({ history, gold, type }) => history === undefined && gold !== undefined && type !== 'structure'); // prettier-ignore
  const asked = single.map(({ question, gold }) => {
    const grades = (gold?.clauses ?? []).filter(({ id }) => id > 0);
    const required = grades.filter(({ grade }) => grade === 2);
    return { question, clauses: (required.length > 0 ? required : grades).map(({ id }) => id) };
  });
  return score(
    name,
    asked.filter(({ clauses }) => clauses.length > 0),
    retriever,
  );
}

function score(
  name: string,
  asked: readonly { question: string; clauses: readonly number[] }[],
  retriever: Retriever,
): Ranking {
  const rows = asked.map(({ question, clauses }) => {
    const found = retriever.read(fold(question)).results.map(({ clause }) => clause);
    return { found, grades: new Map(clauses.map((clause) => [clause, 2])) };
  });
  const mean = (of: (row: (typeof rows)[number]) => number | null) =>
    rows.reduce((sum, row) => sum + (of(row) ?? 0), 0) / rows.length;
  return {
    ...{ name, n: rows.length },
    hit1: mean(({ found, grades }) => hit(found, grades, 1)),
    hit3: mean(({ found, grades }) => hit(found, grades, 3)),
    hit5: mean(({ found, grades }) => hit(found, grades, 5)),
    mrr: mean(({ found, grades }) => reciprocalRank(found, grades)),
  };
}
