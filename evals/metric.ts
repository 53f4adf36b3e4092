import type { Policy } from '../src/domain/policy.js';
import { gapClosed } from './metrics/follow-ups.js';
import type { RunRecord } from './record.js';
import { scoreCase } from './score-case.js';
import { clusterBootstrap, wilson, type Clustered, type Interval } from './statistics/interval.js';
import type { Row } from './summarize.js';

/** A case's contribution to a figure. */
export type MetricRow = Clustered & { readonly caseId: string };

/** One figure of a run with what it rests on. Null where no case asks for it. */
export type Metric = {
  readonly name: string;
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Cases it is computed from. */
  readonly n: number;
  /** For rates: how many of n. */
  readonly count: number | null;
  /** Which direction is good. */
  readonly good: 'high' | 'low';
  /** Per case, for paired comparison of two runs; empty where a figure is not a mean over cases. */
  readonly rows: readonly MetricRow[];
};

/** A share of the cases whose verdict is not null. Wilson's interval; resampled by cluster where conversations make cases dependent. */
export function rate(
  name: string,
  verdicts: readonly {
    readonly caseId: string;
    readonly cluster: string;
    readonly verdict: boolean | null;
  }[],
  good: Metric['good'] = 'high',
): Metric {
  const rows = verdicts.flatMap(({ verdict, ...row }) => (verdict === null ? [] : [{ ...row, value: Number(verdict) }])); // prettier-ignore
  const count = rows.reduce((sum, { value: one }) => sum + one, 0);
  const n = rows.length;
  return { name, value: n === 0 ? null : count / n, interval: wider(wilson(count, n), rows), n, count, good, rows }; // prettier-ignore
}

/** A bootstrap over clusters cannot be trusted at 0 or 1, Wilson's interval knows nothing of clusters: the wider bound of each holds. */
function wider(interval: Interval | null, rows: readonly Clustered[]): Interval | null {
  const isClustered = new Set(rows.map(({ cluster }) => cluster)).size < rows.length;
  const other = isClustered ? clusterBootstrap(rows) : null;
  if (interval === null || other === null) return interval;
  return { low: Math.min(interval.low, other.low), high: Math.max(interval.high, other.high) };
}

/** A mean of per-case values with a cluster bootstrap; without an interval where all values are equal. */
export function mean(name: string, rows: readonly MetricRow[], good: Metric['good'] = 'high'): Metric {
  const n = rows.length;
  const interval = clusterBootstrap(rows);
  // Drawing the same value again and again says nothing of how sure it is.
  const isDegenerate = interval !== null && interval.high - interval.low < 1e-12;
  const sum = rows.reduce((total, { value: one }) => total + one, 0);
  return { name, value: n === 0 ? null : sum / n, interval: isDegenerate ? null : interval, n, count: null, good, rows }; // prettier-ignore
}

/** A figure of the run as a whole, without an interval. */
export function value(name: string, figure: number | null, good: Metric['good'] = 'high'): Metric {
  return { name, value: figure, interval: null, n: 0, count: null, good, rows: [] };
}

/** Follow-ups: first clause right with the history, and how much of the gap between bare turn and gold rewrite that closes; null where nothing was asked. */
export function followUpMetric(
  rows: readonly Row[],
  records: readonly RunRecord[],
  policy: Policy,
): Metric[] {
  const followUps = rows.filter(
    ({ one }) => one.standalone !== undefined && (one.gold?.clauses.length ?? 0) > 0,
  );
  const hits = (variant: RunRecord['variant']) =>
    followUps.flatMap(({ one }) => {
      const record = records.find(({ caseId, variant: own, repeat }) => caseId === one.id && own === variant && repeat === 0); // prettier-ignore
      const first =
        record === undefined || record.error !== null
          ? undefined
          : scoreCase(one, record, policy).measures.hit1;
      return first === null || first === undefined
        ? []
        : [{ caseId: one.id, cluster: one.cluster, value: first }];
    });
  const system = mean('Follow-up Hit@1', hits('full'));
  const { value: lastTurn } = mean('', hits('last_turn'));
  const { value: rewrite } = mean('', hits('rewrite'));
  const isKnown = system.value !== null && lastTurn !== null && rewrite !== null;
  return [system, value('Follow-up gap closed', isKnown ? gapClosed(system.value, lastTurn, rewrite) : null)];
}
