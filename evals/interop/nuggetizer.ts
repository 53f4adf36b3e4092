import type { Case, Nugget } from '../cases.js';
import { squeeze } from '../metrics/citations.js';
import { assign } from '../metrics/nuggets.js';
import { textOf } from '../record.js';
import type { Row } from '../summarize.js';
import { toJsonl } from './jsonl.js';
import { formatMatch } from './points.js';

/** Nuggets as `nuggetizer create` writes them, a question a line. Questions without nuggets are left out: its mean counts them as 0. */
export function toNuggets(cases: readonly Case[]): string {
  return toJsonl(
    cases.filter(hasNuggets).map((one) => ({ query: queryOf(one), qid: one.id, nuggets: (one.nuggets ?? []).map(nuggetOf) })), // prettier-ignore
  );
}

/** Answers with our assignments, as `nuggetizer assign` writes them and its calculate_metrics.py scores them. */
export function toAssignments(rows: readonly Row[]): string {
  return toJsonl(
    rows.filter(({ one }) => hasNuggets(one)).map(({ one, record }) => {
      const text = textOf(record);
      return {
        ...{ query: queryOf(one), qid: one.id, answer_text: text, response_length: squeeze(text).length },
        run_id: record.runId,
        nuggets: (one.nuggets ?? []).map((nugget) => ({ ...nuggetOf(nugget), assignment: assign(nugget, text) })), // prettier-ignore
      };
    }), // prettier-ignore
  );
}

function hasNuggets({ nuggets }: Case): boolean {
  return (nuggets ?? []).length > 0;
}

function queryOf({ question, standalone }: Case): string {
  return standalone ?? question;
}

function nuggetOf({ text, importance, match }: Nugget): { text: string; importance: Nugget['importance'] } {
  return { text: text ?? formatMatch(match), importance };
}
