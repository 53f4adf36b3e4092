import { compareRuns, comparisonText } from '../compare-runs.js';
import * as context from '../context.js';
import { readRecords, RunError } from '../run-cases.js';
import { summarize } from '../summarize.js';
import { say } from './say.js';

/** Says how two runs differ over the cases they share. */
export async function compare([before, after]: readonly [string, string]): Promise<void> {
  const [old, now] = [readRecords(before), readRecords(after)];
  const { policy } = await context.openAssistant();
  const asked = new Set(old.map(({ caseId }) => caseId));
  const shared = new Set(now.flatMap(({ caseId }) => (asked.has(caseId) ? [caseId] : [])));
  const cases = context.casesOf('all').filter(({ id }) => shared.has(id));
  if (cases.length === 0) throw new RunError(`${before} and ${after} share no case of evals/cases. Give two runs of the same set.`); // prettier-ignore
  const of = (records: typeof old) =>
    summarize(
      cases,
      records.filter(({ caseId }) => shared.has(caseId)),
      policy,
    );
  say(comparisonText(compareRuns(of(old), of(now))));
}
