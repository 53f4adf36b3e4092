import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { startFakeModel } from '../../test/support/fake-model/server.js';
import { readConfig } from '../../src/config.js';
import { chatModelConfig } from '../../src/config/model.js';
import type { ChatModelConfig } from '../../src/model/chat-model.js';
import * as context from '../context.js';
import type { Options } from '../options.js';
import { compareModels, modelReport, type ModelRun } from '../report/models.js';
import { runCases } from '../run-cases.js';
import { summarize } from '../summarize.js';
import type { System } from '../systems/system.js';
import { unworded, worded } from '../systems/worded.js';
import { writeFiles } from '../write-files.js';
import { say } from './say.js';

const SCRIPTED = ['good', 'mediocre', 'lying'] as const;
// A run is one client that asks everything at once.
const NO_BUDGET = { perDay: Number.MAX_SAFE_INTEGER, perClientDay: Number.MAX_SAFE_INTEGER };

/**
 * Asks every case offline, then with scripted models (and the one that CHAT_* names, if any), and compares case by case.
 * @returns whether strict accuracy is with no model below that without one
 */
export async function compareWithModels(options: Options, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const assistant = await context.openAssistant();
  const cases = context.casesOf(options.set);
  const out = options.out ?? '.data/evals';
  const run = async (system: System) => {
    const file = join(out, `${options.set}-${system.name}.jsonl`);
    rmSync(file, { force: true });
    const runId = context.runIdOf(system, cases, { ...options, repeats: 1 });
    const records = await runCases(cases, system, file, { runId, repeats: 1, concurrency: 4, onProgress: () => undefined }); // prettier-ignore
    return summarize(cases, records, assistant.policy);
  };
  const base = await run(unworded(assistant));
  const runs: ModelRun[] = [];
  // CHAT_REWORDINGS=3 also measures what a model's other wordings do to what is found.
  const { CHAT_REWORDINGS: rewordings } = readConfig(environment);
  const runWith = async (name: string, config: ChatModelConfig) => {
    const { system, generator } = await worded(name, context.ROOT, assistant, { ...config, budgets: NO_BUDGET }, rewordings); // prettier-ignore
    runs.push({ summary: await run(system), counts: generator.counts() });
  };
  const fake = await startFakeModel();
  try {
    for (const model of SCRIPTED) {
      const settings = { CHAT_BASE_URL: fake.baseUrl, CHAT_API_KEY: 'none', CHAT_MODEL: model };
      const config = chatModelConfig(readConfig(settings));
      if (config !== undefined) await runWith(`scripted-${model}`, config);
    }
  } finally {
    await fake.close();
  }
  const live = chatModelConfig(readConfig(environment));
  if (live !== undefined) await runWith('live', live);
  const comparison = compareModels(base, runs);
  const report = modelReport(options.set, comparison);
  const file = join(out, `${options.set}-models.md`);
  const [written] = writeFiles(dirname(file), { [basename(file)]: report });
  say(`${report}\n${written ?? file}`);
  return comparison.every(({ right }) => right >= (comparison[0]?.right ?? 0));
}
