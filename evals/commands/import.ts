import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CaseError } from '../cases.js';
import { fromBeir } from '../interop/beir.js';
import { casesFromCsv } from '../interop/csv.js';
import { casesFromPromptfoo } from '../interop/promptfoo-tests.js';
import { casesToYaml, type WrittenCase } from '../interop/written-case.js';
import { OptionError, type Options } from '../options.js';
import { readInput } from '../read-input.js';
import { deliver } from './deliver.js';
import { say } from './say.js';

const READERS: Readonly<Record<string, (source: string) => readonly WrittenCase[]>> = {
  csv: (file) => casesFromCsv(readInput(file), file),
  beir: fromDirectory,
  promptfoo: fromPromptfoo,
};

/** Reads another tool's file into draft cases, printed or written to --out. @throws OptionError, CaseError */
export function importCases({ words, out }: Options): void {
  const [format = '', source, ...more] = words;
  const read = Object.hasOwn(READERS, format) ? READERS[format] : undefined;
  if (read === undefined || source === undefined || more.length > 0) {
    throw new OptionError(`import takes a format (${Object.keys(READERS).join(', ')}) and a file, for beir its folder: npm run evals -- import csv cases.csv --out evals/cases/new-1.yml`); // prettier-ignore
  }
  const cases = read(source);
  deliver(casesToYaml(cases), out);
  say(`${cases.length} draft cases; they are scored once the tag draft is taken away`, process.stderr);
}

function fromDirectory(directory: string): WrittenCase[] {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) throw new CaseError(`${directory}: is no folder. Give the one that holds queries.jsonl and qrels/test.tsv.`); // prettier-ignore
  const files = { queries: join(directory, 'queries.jsonl'), qrels: join(directory, 'qrels/test.tsv') };
  return fromBeir({ queries: readInput(files.queries), qrels: readInput(files.qrels) }, files);
}

function fromPromptfoo(file: string): readonly WrittenCase[] {
  const { cases, unsupported } = casesFromPromptfoo(readInput(file), file);
  for (const { at, problem } of unsupported) say(`${at}: ${problem}`, process.stderr);
  return cases;
}
