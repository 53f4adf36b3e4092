import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as context from '../context.js';
import { toJsonl } from '../interop/jsonl.js';
import { disagreements } from '../judges/disagreements.js';
import { itemsOf } from '../judges/items.js';
import { judgeRun } from '../judges/judge-run.js';
import { readLabels } from '../judges/labels.js';
import { judgeModel } from '../judges/model.js';
import { parseJudgePrompts } from '../judges/prompts.js';
import { judgeFigures, judgeLines } from '../judges/report.js';
import { OptionError, type Options } from '../options.js';
import { readRecords } from '../run-cases.js';
import { summarize } from '../summarize.js';
import { writeFiles } from '../write-files.js';
import { say } from './say.js';

type Settings = { readonly run: string; readonly labels: string; readonly url: string; readonly model: string; readonly key: string | undefined }; // prettier-ignore

/** Has a run judged by a model and says what its judgements are worth. @param environment where the model is named @throws OptionError, RunError, JudgeError */
export async function judge({ words, out }: Options, environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = settingsOf(words, environment);
  const labels = readLabels(settings.labels);
  const records = readRecords(settings.run);
  const prompts = parseJudgePrompts(readFileSync(join(context.ROOT, 'prompts/judge.yml'), 'utf8'));
  const model = judgeModel(settings.url, settings.model, settings.key);
  const { policy } = await context.openAssistant();
  const asked = new Set(records.map(({ caseId }) => caseId));
  const cases = context.casesOf('all').filter(({ id }) => asked.has(id));
  const { rows } = summarize(cases, records, policy);
  const directory = out ?? dirname(settings.run);
  const name = basename(settings.run, '.jsonl');
  const file = join(directory, `${name}.judgements.jsonl`);
  const items = itemsOf(await judgeRun(rows, policy, prompts, model, { file }));
  const clusters = new Map(cases.map(({ id, cluster }) => [id, cluster]));
  for (const line of judgeLines(judgeFigures(items, labels, (id) => clusters.get(id) ?? id))) say(line);
  const queue = disagreements(rows, items, labels, policy);
  const [list] = writeFiles(directory, { [`${name}.disagreements.jsonl`]: toJsonl(queue) });
  say(`written: ${file}`);
  say(
    `written: ${list} (${queue.length} things that judge and rules see differently, for a person to settle)`,
  );
}

/** Everything that is missing is said at once. */
function settingsOf(words: readonly string[], environment: NodeJS.ProcessEnv): Settings {
  const [run = '', labels = '', ...more] = words;
  const { EVALS_JUDGE_URL: url = '', EVALS_JUDGE_MODEL: model = '', EVALS_JUDGE_KEY: key } = environment;
  const missing = [
    ...(run === '' ? ['a run, the first word'] : []),
    ...(labels === '' ? ['a file of human labels, the second word; it may be empty, and the judges are then uncalibrated'] : []), // prettier-ignore
    ...(url === '' ? ['EVALS_JUDGE_URL, the base of an OpenAI-compatible endpoint such as http://127.0.0.1:8787/v1'] : []), // prettier-ignore
    ...(model === '' ? ['EVALS_JUDGE_MODEL, the name of the model there'] : []),
  ];
  const usage = 'npm run evals -- judge .data/evals/dev-offline.jsonl labels.jsonl';
  if (missing.length > 0) throw new OptionError(`judge needs, and was not given:\n${missing.map((one) => `  ${one}`).join('\n')}\n${usage}`); // prettier-ignore
  if (more.length > 0)
    throw new OptionError(`judge does not understand "${more.join(' ')}". Write: ${usage}`);
  return { run, labels, url, model, key: key === '' ? undefined : key };
}
