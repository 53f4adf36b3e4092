/**
 * The figures of a library of many policies, on this machine: npm run bench:library. Made policies of a fixed seed are taken in through the
 * real reader; every size is measured in a process of its own. With --large, a hundred thousand clauses too (some five minutes).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createHash } from 'node:crypto';
import { createAssistant, PLAN_ID, type Assistant } from '../../src/assistant.js';
import { ingest } from '../../src/ingest/ingest.js';
import { casesOf } from '../../evals/context.js';
import { runCases } from '../../evals/run-cases.js';
import { summarize } from '../../evals/summarize.js';
import { offline } from '../../evals/systems/offline.js';
import { absentQuestions, generatePolicies, type MadePolicy } from '../support/generate-policies.js';
import { planQuestions } from '../support/plan-questions.js';

const ROOT = join(import.meta.dirname, '../..');
const SEED = 20261124;
const CLAUSES_EACH = 25;
const ASKED = 400;
const WARM_UP = 60;
// Of strict accuracy on the plan's own questions: one point.
const MOST_LOST = 0.01;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const percentile = (values: readonly number[], p: number) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? 0;
};

/** What one process measures of one library. */
type Measured = {
  readonly clauses: number;
  readonly readyMs: number;
  readonly rssMib: number;
  /** Of the plan's answers, ids left out. */
  readonly planHash: string;
  readonly latency: Readonly<
    Record<string, { readonly p50: number; readonly p95: number; readonly cpu95: number }>
  >;
  readonly hits: Readonly<Record<string, number>>;
  /** Strict accuracy on the dev set. */
  readonly strict: number;
  readonly cases: number;
};

const [mode, directory = '', size = '0'] = process.argv.slice(2);
if (mode === '--measure') process.stdout.write(JSON.stringify(await measure(directory, Number(size))));
else await bench(process.argv.includes('--large') ? [0, 40, 400, 4000] : [0, 40, 400]);

async function bench(sizes: readonly number[]): Promise<void> {
  say(`node ${process.version}, ${cpus().length} processors, seed ${SEED}, ${CLAUSES_EACH} clauses a policy`);
  const results: Measured[] = [];
  for (const count of sizes) {
    const data = mkdtempSync(join(tmpdir(), 'suwen-library-'));
    try {
      if (count > 0) await fill(data, generatePolicies(SEED, count, CLAUSES_EACH));
      await createAssistant(ROOT, data); // the plan's own index is trained here, not where it is measured
      const args = [
        '--import',
        import.meta.resolve('tsx'),
        import.meta.filename,
        '--measure',
        data,
        String(count),
      ];
      const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 900_000 }); // prettier-ignore
      if (status !== 0) throw new Error(stderr);
      const result = JSON.parse(stdout) as Measured;
      results.push(result);
      say(
        `${result.clauses} clauses: ready ${result.readyMs.toFixed(0)} ms, RSS ${result.rssMib.toFixed(0)} MiB`,
      );
      for (const [name, { p50, p95, cpu95 }] of Object.entries(result.latency)) say(`  ${name}: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms (of processor time p95 ${cpu95.toFixed(2)} ms)`); // prettier-ignore
      for (const [name, share] of Object.entries(result.hits)) say(`  ${name}: ${share.toFixed(3)}`);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }
  summarise(results);
}

function summarise(results: readonly Measured[]): void {
  const [alone] = results;
  const largest = results.at(-1);
  if (alone === undefined || largest === undefined) return;
  const isSame = results.every(({ planHash }) => planHash === alone.planHash);
  say(`the plan's answers to ${planQuestions().length} questions: ${isSame ? 'the same bytes at every size' : 'DIFFERENT'}`); // prettier-ignore
  // Other programs on the machine lengthen the time of day, not the processor's: growth is told by that.
  const [before, now] = [alone.latency['plan'], largest.latency['plan']];
  const all = largest.latency['all policies'];
  if (before === undefined || now === undefined || all === undefined) return;
  say(`plan p95 ${before.p95.toFixed(2)} ms alone, ${now.p95.toFixed(2)} ms at ${largest.clauses} clauses; processor time ${(now.cpu95 / before.cpu95).toFixed(2)} ×`); // prettier-ignore
  say(`all policies p95 ${all.p95.toFixed(2)} ms at ${largest.clauses} clauses; processor time ${(all.cpu95 / before.cpu95).toFixed(2)} × the plan's alone`); // prettier-ignore
  const perClause = ((largest.rssMib - alone.rssMib) * 1024) / (largest.clauses - alone.clauses);
  say(`memory: ${perClause.toFixed(2)} KiB a clause at ${largest.clauses}`);
  const lost = Math.max(...results.map(({ strict }) => alone.strict - strict));
  say(`dev strict accuracy (${alone.cases} cases): ${results.map(({ strict, clauses }) => `${strict.toFixed(3)} at ${clauses}`).join(', ')}`); // prettier-ignore
  if (!isSame || lost > MOST_LOST) process.exitCode = 1;
}

/** Takes made policies in as files of three kinds, as an operator would. */
async function fill(data: string, policies: readonly MadePolicy[]): Promise<void> {
  const folder = join(data, 'files');
  mkdirSync(folder);
  const files = policies.map(({ id, text }, i) => {
    const file = join(folder, `${id}${['.md', '.txt', '.html'][i % 3]}`);
    const html = `<!doctype html><meta charset="utf-8"><title>x</title><main>${text.split('\n').map((line) => `<p>${line}</p>`).join('')}</main>`; // prettier-ignore
    writeFileSync(file, i % 3 === 2 ? html : text);
    return file;
  });
  const begun = performance.now();
  let read = 0;
  const result = await ingest({
    ...{ files, given: {}, supersedes: null, directory: join(data, 'library'), reserved: [PLAN_ID] },
    now: () => new Date(),
    confirm: async () => true,
    progress: (what) => {
      if (what === 'files') read = performance.now();
    },
  });
  const clauses = policies.reduce((sum, policy) => sum + policy.clauses, 0);
  const [reading, whole] = [(read - begun) / 1000, (performance.now() - begun) / 1000];
  say(`ingest: ${result.taken.length} files, ${clauses} clauses in ${whole.toFixed(1)} s = ${(clauses / whole).toFixed(0)} clauses/s (reading ${(clauses / reading).toFixed(0)}/s, embedding ${(result.index.embedded / (whole - reading)).toFixed(0)}/s)`); // prettier-ignore
  for (const line of result.refused) say(`  ${line}`);
  const again = performance.now();
  const [changed = ''] = files;
  const made = generatePolicies(SEED + 1, 1, CLAUSES_EACH)[0]?.text ?? '';
  writeFileSync(changed, `${made}\n第${toClause(CLAUSES_EACH + 1)}条 附则。本文件由市人民政府解释。`);
  const second = await ingest({
    ...{ files: [changed], given: {}, supersedes: null, directory: join(data, 'library') },
    ...{ reserved: [PLAN_ID], now: () => new Date(), confirm: async () => true, progress: () => undefined },
  });
  say(`one policy changed: ${((performance.now() - again) / 1000).toFixed(1)} s, ${second.index.embedded} clauses embedded, ${second.index.kept} kept`); // prettier-ignore
}

function toClause(n: number): string {
  return `二十${'零一二三四五六七八九'[n - 20]}`;
}

async function measure(data: string, count: number): Promise<Measured> {
  const begun = performance.now();
  const assistant = await createAssistant(ROOT, data);
  const readyMs = performance.now() - begun;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const rssMib = process.memoryUsage().rss / 2 ** 20;
  const questions = planQuestions();
  const answers = await ask(assistant, questions);
  const planHash = createHash('sha256').update(answers.json.join('\n')).digest('hex');
  const latency: Record<string, Measured['latency'][string]> = { plan: answers.times };
  const hits: Record<string, number> = {};
  if (count > 0) {
    // The first policy was changed; its questions no longer hold.
    const made = generatePolicies(SEED, count, CLAUSES_EACH).slice(1);
    const step = Math.max(1, Math.floor((made.length * CLAUSES_EACH) / ASKED));
    const known = made.flatMap(({ id, questions: own }) => own.map((one) => ({ ...one, id }))).filter((_, i) => i % step === 0).slice(0, ASKED); // prettier-ignore
    const ranks: number[] = [];
    for (const { id, clause, question } of known)
      ranks.push((await assistant.library.search(question, 5)).findIndex((hit) => hit.policy === id && hit.clause === clause)); // prettier-ignore
    hits['known item, all policies, Hit@1'] = ranks.filter((rank) => rank === 0).length / known.length;
    hits['known item, all policies, Hit@5'] = ranks.filter((rank) => rank >= 0).length / known.length;
    const named = await ask(assistant, known.map((one) => one.named)); // prettier-ignore
    hits['known item, city named, first citation right'] = share(named.json, (answer, i) => answer.citations[0]?.policy === known[i]?.id && answer.citations[0]?.clause === known[i]?.clause); // prettier-ignore
    latency['city named'] = named.times;
    const all = await ask(assistant, known.map((one) => one.question), '*'); // prettier-ignore
    latency['all policies'] = all.times;
    hits['all policies, answered'] = share(all.json, ({ outcome }) => outcome !== 'refused');
    const absent = await ask(assistant, absentQuestions(), '*');
    hits['what no policy holds, refused'] = share(absent.json, ({ outcome }) => outcome === 'refused');
  }
  return { clauses: assistant.library.index.size, readyMs, rssMib, planHash, latency, hits, ...(await quality(assistant, data)) }; // prettier-ignore
}

/** What the plan's own evaluation says of the assistant that has the library beside it. */
async function quality(assistant: Assistant, data: string): Promise<Pick<Measured, 'strict' | 'cases'>> {
  const cases = casesOf('dev');
  const options = { runId: 'library', repeats: 1, concurrency: 1, onProgress: () => undefined };
  const records = await runCases(cases, offline(assistant), join(data, 'dev.jsonl'), options);
  const { rows } = summarize(cases, records, assistant.policy);
  return { strict: rows.filter(({ score }) => score.strict).length / rows.length, cases: rows.length };
}

type Answered = { readonly outcome: string; readonly citations: readonly { policy?: string; clause: number }[] }; // prettier-ignore

function share(answers: readonly string[], holds: (answer: Answered, i: number) => boolean): number {
  const parsed = answers.map((json) => ({ citations: [], ...(JSON.parse(json) as object) }) as unknown as Answered); // prettier-ignore
  return parsed.filter(holds).length / Math.max(1, answers.length);
}

async function ask(assistant: Assistant, questions: readonly string[], policy?: string) {
  const put = (content: string) => assistant.ask([{ role: 'user', content }], { policy });
  for (const question of questions.slice(0, WARM_UP)) await put(question);
  const json: string[] = [];
  const times: number[] = [];
  const busy: number[] = [];
  for (const question of questions) {
    const [begun, used] = [performance.now(), process.cpuUsage()];
    const answer = await put(question);
    times.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(used);
    busy.push((user + system) / 1000);
    json.push(JSON.stringify(answer));
  }
  return {
    json,
    times: { p50: percentile(times, 0.5), p95: percentile(times, 0.95), cpu95: percentile(busy, 0.95) },
  };
}
