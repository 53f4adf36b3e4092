import { groupBy } from '../group-by.js';
import type { Judgement } from './judgement.js';
import { nearestLabel, valueOf, type Kind } from './kinds.js';

/** One thing judged, all its judgements taken together. */
export type JudgedItem = {
  readonly judge: Kind;
  readonly caseId: string;
  readonly segment: number | null;
  readonly answerHash: string;
  /** Who judged: endpoint, model as asked for and as named by it, prompt. */
  readonly by: string;
  /** Null when any of its judgements is an error: half a judgement is none. */
  readonly verdict: Verdict | null;
  /** The errors of its judgements, if any. */
  readonly errors: readonly string[];
  /** The judge's own words, for whoever reads it up. */
  readonly reasons: readonly string[];
};

type Verdict = {
  readonly label: string;
  /** Mean over the judgements; for two answers what the label is worth. */
  readonly value: number;
  /** Standard deviation over the judgements (n − 1); 0 for a single one. */
  readonly sd: number;
  /** All judgements agreed. */
  readonly isSteady: boolean;
};

/** Takes the judgements of each thing together; of the same question put twice the later answer stands. */
export function itemsOf(judgements: readonly Judgement[]): JudgedItem[] {
  const groups = groupBy(judgements, ({ judge, caseId, segment }) => itemKey({ judge, caseId, segment }));
  return [...groups.values()].flatMap((all) => {
    const latest = [...new Map(all.map((one) => [`${one.run} ${one.isSwapped}`, one])).values()];
    const [first] = latest;
    if (first === undefined) return [];
    const { judge, caseId, segment, answerHash } = first;
    return [{ judge, caseId, segment, answerHash, by: byOf(latest), verdict: verdictOf(judge, latest), errors: latest.flatMap(({ error }) => error ?? []), reasons: latest.flatMap(({ reason }) => reason ?? []) }]; // prettier-ignore
  });
}

/** Names one thing judged. */
export function itemKey({
  judge,
  caseId,
  segment,
}: Pick<JudgedItem, 'judge' | 'caseId' | 'segment'>): string {
  return `${judge} ${caseId} ${segment ?? ''}`;
}

function byOf(judgements: readonly Judgement[]): string {
  const said = judgements.filter(({ raw }) => raw !== null);
  const names = said.map(({ endpoint, model, answeredBy, promptHash }) => [endpoint, model, answeredBy ?? '', promptHash.slice(0, 12)].join(' ')); // prettier-ignore
  return [...new Set(names)].toSorted().join(' + ');
}

function verdictOf(judge: Kind, judgements: readonly Judgement[]): Verdict | null {
  const labels = judgements.flatMap(({ label }) => label ?? []);
  if (labels.length < judgements.length) return null;
  const values = labels.map((label) => valueOf(judge, label));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const isSteady = new Set(labels).size === 1;
  // An answer wins only when it wins in both places; a preference that turns with the order is none.
  const label = judge === 'prefer' && !isSteady ? 'tie' : nearestLabel(judge, mean);
  return { label, value: judge === 'prefer' ? valueOf(judge, label) : mean, sd: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)), isSteady }; // prettier-ignore
}

/** How two runs compare, ties counted. */
export type PairTally = {
  readonly first: number;
  readonly second: number;
  readonly tie: number;
  /** Of the ties, those whose winner changed with the order or from one time to the next. */
  readonly unsteady: number;
  readonly errors: number;
};

/** Counts wins, ties and errors of two runs. Counts only: what they are worth is said after calibration. */
export function pairTally(items: readonly JudgedItem[]): PairTally {
  const pairs = items.filter(({ judge }) => judge === 'prefer');
  const count = (holds: (verdict: Verdict) => boolean) => pairs.filter(({ verdict }) => verdict !== null && holds(verdict)).length; // prettier-ignore
  return {
    first: count(({ label }) => label === 'first'),
    second: count(({ label }) => label === 'second'),
    tie: count(({ label }) => label === 'tie'),
    unsteady: count(({ isSteady }) => !isSteady),
    errors: pairs.filter(({ verdict }) => verdict === null).length,
  };
}
