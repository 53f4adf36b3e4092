import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Assistant } from '../src/assistant.js';
import type { Case } from './cases.js';
import * as context from './context.js';
import { baselineOf, checkGates, flips } from './gate.js';
import type { Options } from './options.js';
import { htmlReport } from './report/html.js';
import type { ReportInput } from './report/input.js';
import { junitReport } from './report/junit.js';
import { markdownReport } from './report/markdown.js';
import { terminalReport } from './report/terminal.js';
import type { RunRecord } from './record.js';
import { readRecords, runCases, RunError } from './run-cases.js';
import { summarize, type Summary } from './summarize.js';
import { referenceSystems } from './systems/reference.js';
import { writeFiles } from './write-files.js';

type Say = (text: string, stream?: NodeJS.WriteStream) => void;

/** Asks (or re-reads) a run, scores it, writes its reports and checks the gates. @returns whether every gate passed */
export async function evaluate(options: Options, say: Say): Promise<boolean> {
  const assistant = await context.openAssistant();
  const cases = context.casesOf(options.set);
  const { records, file, scored } = options.rescore === undefined ? await ask(options, assistant, cases) : reread(options.rescore, context.casesOf('all')); // prettier-ignore
  const summary = summarize(scored, records, assistant.policy);
  const baselines = context.readBaselines();
  const isOwn = options.url === undefined && options.rescore === undefined && options.sabotage === undefined;
  if (options.accept && !isOwn) throw new RunError('--accept takes a run of the assistant itself, without --url, --rescore or --sabotage.'); // prettier-ignore
  const baseline = options.accept || options.url !== undefined ? undefined : baselines[options.set];
  const gates = checkGates(summary, context.readGates(), baseline);
  const files = writeReports(file.replace(/\.jsonl$/u, ''), {
    ...{ summary, gates, policy: assistant.policy, references: await references(assistant, scored) },
    flips: baseline === undefined ? null : flips(summary.rows, baseline),
    provenance: provenanceOf(summary, options),
  });
  if (options.verbose && options.set === 'dev') say(failures(summary));
  say(terminalReport(summary, gates, [file, ...files]));
  if (options.accept) {
    const all = { ...baselines, [options.set]: baselineOf(summary) };
    writeFiles(dirname(context.BASELINE_FILE), {
      [basename(context.BASELINE_FILE)]: `${JSON.stringify(all, null, 1)}\n`,
    });
    say(`accepted as the baseline of ${options.set}: ${context.BASELINE_FILE}`);
  }
  return gates.every(({ isPassed }) => isPassed);
}

type Run = { readonly records: RunRecord[]; readonly file: string; readonly scored: readonly Case[] };

async function ask(options: Options, assistant: Assistant, cases: readonly Case[]): Promise<Run> {
  // The key is read here, not in the options: options are printed in reports.
  const system = await context.systemOf(options, assistant, process.env['EVALS_API_KEY']);
  const file = join(options.out ?? '.data/evals', `${options.set}-${system.name}.jsonl`);
  if (!options.resume) rmSync(file, { force: true });
  const runId = context.runIdOf(system, cases, options);
  const records = await runCases(cases, system, file, { runId, repeats: options.repeats, concurrency: options.concurrency, onProgress: progress }); // prettier-ignore
  return { records, file, scored: cases };
}

/** Scores what is in the file, cases and all: nothing is asked. */
function reread(file: string, all: readonly Case[]): Run {
  const records = readRecords(file);
  const asked = new Set(records.map(({ caseId }) => caseId));
  return { records, file, scored: all.filter(({ id }) => asked.has(id)) };
}

/** What trivial systems and a perfect one get on the same cases. */
async function references(assistant: Assistant, cases: readonly Case[]): Promise<Summary[]> {
  const summaries: Summary[] = [];
  for (const system of referenceSystems(assistant.policy, assistant.textHash)) {
    const file = join(context.ROOT, '.data/evals', `reference-${process.pid}.jsonl`);
    const records = await runCases(cases, system, file, { runId: system.name, repeats: 1, concurrency: 1, onProgress: () => undefined }); // prettier-ignore
    rmSync(file, { force: true });
    summaries.push(summarize(cases, records, assistant.policy));
  }
  return summaries;
}

function writeReports(base: string, input: ReportInput): string[] {
  const name = basename(base);
  return writeFiles(dirname(base), {
    [`${name}.html`]: htmlReport(input),
    [`${name}.md`]: markdownReport(input),
    [`${name}.xml`]: junitReport(input.summary),
  });
}

function provenanceOf(summary: Summary, { set, url, repeats }: Options): ReportInput['provenance'] {
  const { version } = JSON.parse(readFileSync(join(context.ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return [
    ['程序', `${version} (${context.buildOf()})`],
    ['被测系统', url === undefined ? summary.system : `${summary.system} ${new URL(url).origin}`],
    ['测试集', `${set}, ${summary.rows.length}`],
    ['用例哈希', summary.casesHash],
    ['方案文本哈希', summary.textHash],
    ['评测记录', summary.runId],
    ['每题次数', String(repeats)],
    ['时间', new Date().toISOString()],
  ];
}

function failures({ rows }: Summary): string {
  return rows
    .filter(({ score }) => !score.strict)
    .map(({ one, record, score }) => {
      const failed = Object.entries(score.checks).filter(([, holds]) => !holds).map(([check]) => check); // prettier-ignore
      const cited = record.segments.flatMap(({ citations }) => citations.map(({ clause }) => clause));
      const gold = one.gold?.clauses.map(({ id }) => id) ?? [];
      return `${one.id} ${one.type} [${failed.join(' ')}] ${one.question} | ${record.outcome} ${cited.join(' ')} ${record.missing.join(' ')} | ${one.expect.outcome.join('/')} ${gold.join(' ')}`; // prettier-ignore
    })
    .join('\n');
}

const STEP = 25;

function progress(done: number, all: number): void {
  if (process.stderr.isTTY && (done % STEP === 0 || done === all)) process.stderr.write(`\r${done}/${all}${done === all ? '\n' : ''}`); // prettier-ignore
}
