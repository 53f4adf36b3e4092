import type { Policy } from '../../src/domain/policy.js';
import type { Case } from '../cases.js';
import type { RunRecord } from '../record.js';
import type { Summary } from '../summarize.js';
import { toBeir } from './beir.js';
import { casesToCsv } from './csv.js';
import { toJsonl } from './jsonl.js';
import { toMtrag } from './mtrag.js';
import { toAssignments, toNuggets } from './nuggetizer.js';
import { toFeedback } from './openevals.js';
import { toPromptfoo } from './promptfoo-results.js';
import { toRagas } from './ragas.js';
import { toTrecQrels, toTrecRun } from './trec.js';

/** A run that is written in another format, and when it was made. */
export type ExportedRun = { readonly records: readonly RunRecord[]; readonly summary: Summary; readonly time: string }; // prettier-ignore

type Files = Readonly<Record<string, string>>;
type Writer =
  | { readonly needs: 'cases'; readonly write: (cases: readonly Case[], policy: Policy, run: ExportedRun | null) => Files }
  | { readonly needs: 'run'; readonly write: (run: ExportedRun, policy: Policy) => Files }; // prettier-ignore

const WRITERS: Readonly<Record<string, Writer>> = {
  csv: { needs: 'cases', write: (cases) => ({ 'cases.csv': casesToCsv(cases) }) },
  beir: {
    needs: 'cases',
    write: (cases, policy) => {
      const { corpus, queries, qrels } = toBeir(cases, policy);
      return { 'corpus.jsonl': corpus, 'queries.jsonl': queries, 'qrels/test.tsv': qrels };
    },
  },
  trec: {
    needs: 'cases',
    write: (cases, _, run) => ({
      'qrels.txt': toTrecQrels(cases),
      ...(run === null ? {} : { 'run.txt': toTrecRun(run.records, run.summary.system) }),
    }),
  },
  promptfoo: {
    needs: 'run',
    write: ({ summary, time }) => ({ 'promptfoo.json': toPromptfoo(summary, time) }),
  },
  ragas: { needs: 'run', write: ({ summary }, policy) => ({ 'ragas.jsonl': toRagas(summary.rows, policy) }) },
  mtrag: { needs: 'run', write: ({ summary }, policy) => ({ 'mtrag.jsonl': toMtrag(summary.rows, policy) }) },
  nuggets: {
    needs: 'cases',
    write: (cases, _, run) => ({
      'nuggets.jsonl': toNuggets(cases),
      ...(run === null ? {} : { 'assignments.jsonl': toAssignments(run.summary.rows) }),
    }),
  },
  openevals: { needs: 'run', write: ({ summary }) => ({ 'feedback.jsonl': toJsonl(toFeedback(summary)) }) },
};

/** The formats that can be written. */
export const FORMATS = Object.keys(WRITERS);

/** Whether a format is of answers, not of cases alone; undefined for one that is not known. */
export function needsRun(format: string): boolean | undefined {
  return Object.hasOwn(WRITERS, format) ? WRITERS[format]?.needs === 'run' : undefined;
}

/** The files of a format, by name; none where it needs a run and there is none. */
export function filesOf(
  format: string,
  cases: readonly Case[],
  run: ExportedRun | null,
  policy: Policy,
): Files {
  const writer = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined;
  if (writer?.needs === 'cases') return writer.write(cases, policy, run);
  return writer === undefined || run === null ? {} : writer.write(run, policy);
}
