import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAssistant, type Assistant } from '../src/assistant.js';
import { isDraft, readAllCases, type Case } from './cases.js';
import { parseQuestionData, type QuestionData } from '../src/retrieval/question-data.js';
import { baselinesSchema, parseGates, type Baseline, type Gates } from './gate.js';
import type { Options } from './options.js';
import { kappa } from './statistics/compare.js';
import { api } from './systems/api.js';
import { offline } from './systems/offline.js';
import { openai } from './systems/openai.js';
import { sabotage } from './systems/sabotage.js';
import type { System } from './systems/system.js';

export const ROOT = join(import.meta.dirname, '..');
const BASELINE = join(ROOT, 'evals/baseline.json');

/** The assistant with its plan; its index is kept beside the service's. */
export function openAssistant(): Promise<Assistant> {
  return createAssistant(ROOT, join(ROOT, '.data'));
}

/** The cases of a set, drafts apart; dev comes with the smoke cases. */
export function casesOf(set: Options['set']): Case[] {
  const all = allCases().filter((one) => !isDraft(one));
  return all.filter(({ split }) => set === 'all' || split === set || (set === 'dev' && split === 'smoke'));
}

/** Every case there is, drafts among them. */
export function allCases(): Case[] {
  return readAllCases(join(ROOT, 'evals/cases'));
}

/** What the corpus knows besides the plan. */
export function corpusData(): QuestionData {
  const read = (file: string) => readFileSync(join(ROOT, 'corpus', file), 'utf8');
  return parseQuestionData({ questions: read('questions.jsonl'), negatives: read('negatives.jsonl'), lexicon: read('lexicon.json') }); // prettier-ignore
}

/** What the options ask to be scored. */
export async function systemOf(
  options: Options,
  assistant: Assistant,
  key: string | undefined,
): Promise<System> {
  const system = await baseSystem(options, assistant, key);
  return options.sabotage === undefined ? system : sabotage(system, options.sabotage, assistant.policy);
}

async function baseSystem(
  { url, model }: Options,
  assistant: Assistant,
  key: string | undefined,
): Promise<System> {
  if (url === undefined) return offline(assistant);
  return model === undefined ? api(url) : openai(url, model, key, assistant.policy, assistant.textHash);
}

/** Names a run by what decides its answers, so that resuming never mixes two systems, models or sets. */
export function runIdOf(
  system: System,
  cases: readonly Case[],
  { repeats, url, model }: Pick<Options, 'repeats' | 'url' | 'model'>,
): string {
  const asked = cases.map(({ id, question, history, standalone }) => [id, question, history, standalone]);
  const essence = [system.name, system.textHash, url ?? null, model ?? null, repeats, asked];
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex').slice(0, 12);
}

export function readGates(): Gates {
  return parseGates(readFileSync(join(ROOT, 'evals/gates.yml'), 'utf8'));
}

/** The accepted verdicts of every set; empty before the first --accept. */
export function readBaselines(): Readonly<Record<string, Baseline>> {
  return existsSync(BASELINE) ? baselinesSchema.parse(JSON.parse(readFileSync(BASELINE, 'utf8'))) : {};
}

export const BASELINE_FILE = BASELINE;

/** The commit the program stands at, "unknown" outside a checkout; a mark when files differ from it. */
export function buildOf(): string {
  const git = (...args: string[]) => execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(); // prettier-ignore
  try {
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' + changes');
  } catch {
    return 'unknown';
  }
}

/** How far the second reader, who saw the questions only, agrees with the authors' labels. */
export function agreement(cases: readonly Case[]): string {
  const file = join(ROOT, 'evals/annotations/second-reader.jsonl');
  const labels = new Map(cases.map((one) => [one.id, one]));
  const pairs = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line === '') return [];
      const read = JSON.parse(line) as { id: string; answerability: string };
      const one = labels.get(read.id);
      return one === undefined ? [] : [[one.answerability, read.answerability] as const];
    });
  const same = pairs.filter(([a, b]) => a === b).length;
  return `second reader: answerability agrees on ${same} of ${pairs.length}, κ=${kappa(pairs)?.toFixed(3) ?? '–'}`;
}
