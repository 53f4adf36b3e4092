import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseCases, readCases, type Case } from '../cases.js';
import * as context from '../context.js';
import { filesOf, FORMATS, needsRun } from '../interop/formats.js';
import { OptionError, type Options } from '../options.js';
import { readInput } from '../read-input.js';
import { readRecords, RunError } from '../run-cases.js';
import { summarize } from '../summarize.js';
import { writeFiles } from '../write-files.js';
import { say } from './say.js';

/**
 * Writes cases (a case file or a folder of them) or a run (.jsonl) in another tool's format into --out.
 * @throws OptionError, CaseError, RunError
 */
export async function exportTo({ words, out }: Options): Promise<void> {
  const [format = '', given, ...more] = words;
  const isOfRun = needsRun(format);
  if (isOfRun === undefined || given === undefined || more.length > 0 || out === undefined) {
    throw new OptionError(`export takes a format (${FORMATS.join(', ')}), a case file or a run, and a folder: npm run evals -- export csv evals/cases/res-1.yml --out exported`); // prettier-ignore
  }
  const written = writtenCases(given);
  if (isOfRun && written !== undefined) throw new OptionError(`export ${format} is of answers, and ${given} holds cases. Give a run (.jsonl).`); // prettier-ignore
  const records = written === undefined ? readRecords(given) : [];
  const asked = new Set(records.map(({ caseId }) => caseId));
  const cases = written ?? context.casesOf('all').filter(({ id }) => asked.has(id));
  if (cases.length === 0) throw new RunError(`${given}: holds nothing of evals/cases that is scored. Give a case file or a run of these cases.`); // prettier-ignore
  const { policy } = await context.openAssistant();
  const run = written === undefined ? { records, summary: summarize(cases, records, policy), time: statSync(given).mtime.toISOString() } : null; // prettier-ignore
  for (const file of writeFiles(out, filesOf(format, cases, run, policy))) say(`written: ${file}`);
}

/** The cases of a case file or a folder; undefined for anything else, which is taken for a run. */
function writtenCases(given: string): Case[] | undefined {
  if (existsSync(given) && statSync(given).isDirectory()) return readCases(given);
  return /\.ya?ml$/u.test(given) ? parseCases(readInput(given), basename(given)) : undefined;
}
