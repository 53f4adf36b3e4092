/** What people get from the whole product while a model obeys attackers, fails in every way, or flaps: npm run bench:model-answers. About eight minutes, most of it waiting; loopback only. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAnswerPrompt } from '../../src/answering/generate/answer-prompt.js';
import { handlesOf } from '../../src/answering/generate/handles.js';
import { createVerifier } from '../../src/answering/verify/verify.js';
import { createAssistant } from '../../src/assistant.js';
import { loadClient } from '../../src/model/attempt-chat.js';
import { createChatModel } from '../../src/model/chat-model.js';
import { MODES } from '../support/fake-model/modes.js';
import { startFakeModel } from '../support/fake-model/server.js';
import { attackAll, attackTheAssistant } from './model-answers/attacks.js';
import { askJson, askStream, configAt, freshChat, percentile, serveWith, settled, type Asked } from './model-answers/through-http.js'; // prettier-ignore
import { labels } from './model-answers/labels.js';
import { passiveReplies } from './model-answers/passive-replies.js';
import { QUESTIONS, repeatedMix } from './model-answers/questions.js';
import { countTokens } from './model-answers/tokens.js';

const ROOT = join(import.meta.dirname, '../..');
const RUNS = 100;
const LABELLED = 1000;
const WEB_BUDGET_MS = 20_000;
const FIRST_SEGMENT_MS = 300;
const FLAPPING = { requests: 2000, perSecond: 20, leastMs: 100, mostMs: 15_000, failures: 0.3 };
const P95_LIMIT_MS = 8000;
const WECHAT_BUDGET_MS = 4500;

const say = (line: string) => void process.stdout.write(`${line}\n`);
let misses = 0;
const check = (isMet: boolean) => {
  if (!isMet) misses += 1;
  return isMet ? 'ok' : 'MISSED';
};
const parts = new Set(process.argv.slice(2));
const isAsked = (part: string) => parts.size === 0 || parts.has(part);

// The index of the service beside it, if there is one: training is measured elsewhere.
const assistant = await createAssistant(ROOT, join(ROOT, '.data'));
const verify = createVerifier(assistant.policy);
await loadClient();
say(
  `load of this machine's ${cpus().length} processors: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}`,
);

/** Every piece is the plan's, fixed wording, or verifies by itself against what it cites. */
function isAllVerified({ answer, streamed }: Asked): boolean {
  return [...(answer?.segments ?? []), ...streamed].every(
    ({ kind, text, citations }) =>
      kind !== 'statement' ||
      verify({ text, clauses: citations.map(({ clause }) => clause) }).verdict === 'verified',
  );
}

async function attacked(): Promise<void> {
  const all = await attackAll(ROOT, assistant);
  const isMet = [...all.demandsShown, ...all.foreign].length + all.canaries + all.addresses === 0;
  say(`${all.attacks} attacks on a model that always obeys, past every guard: ${all.sentences} sentences offered, ${all.shown} shown; not the plan's words ${all.foreign.length}, demands ${all.demandsShown.length}, canary ${all.canaries}, addresses ${all.addresses}  ${check(isMet)}`); // prettier-ignore
  const whole = await attackTheAssistant(ROOT, assistant);
  say(`  as typed into the assistant: ${whole.reached} of ${whole.attacks} reached the model, ${whole.shown} sentences shown, demands ${whole.demandsShown.length}  ${check(whole.demandsShown.length === 0)}`); // prettier-ignore
}

/** A question each 100 ms, every other one as a stream. */
async function everyFault(): Promise<void> {
  say(`${RUNS} questions over HTTP for each mode, half of them streamed; shipped deadlines:`);
  for (const mode of MODES.filter((one) => one !== 'flapping')) {
    const fake = await startFakeModel(mode, { timing: { dripMs: 1000, pieceMs: 1 } });
    const { url, stop } = await serveWith(ROOT, assistant, freshChat(configAt(fake.baseUrl)));
    const pending: Promise<Asked>[] = [];
    for (let i = 0; i < RUNS; i += 1) {
      pending.push((i % 2 === 0 ? askStream : askJson)(url, QUESTIONS[i % QUESTIONS.length] ?? ''));
      await sleep(100);
    }
    const results = await Promise.all(pending);
    await settled(() => fake.open() === 0);
    await stop();
    await settled(() => fake.sockets() === 0);
    const whole = results.filter(
      ({ status, answer }) => status === 200 && answer?.outcome !== undefined,
    ).length;
    const worst = Math.max(...results.map(({ ms }) => ms));
    const first = results.flatMap(({ firstSegmentMs }) => firstSegmentMs ?? []);
    const degraded = [...new Set(results.map(({ answer }) => answer?.degraded ?? 'none'))].join(' ');
    const isMet =
      whole === RUNS &&
      worst <= WEB_BUDGET_MS &&
      percentile(first, 0.95) <= FIRST_SEGMENT_MS &&
      results.every(isAllVerified) &&
      fake.sockets() === 0;
    say(`  ${mode.padEnd(18)} answered ${whole}/${RUNS}  ${degraded.padEnd(24)} worst ${worst.toFixed(0).padStart(6)} ms  first segment p50 ${percentile(first, 0.5).toFixed(0)}, p95 ${percentile(first, 0.95).toFixed(0)}, max ${Math.max(...first).toFixed(0)} ms  sockets ${fake.sockets()}  ${check(isMet)}`); // prettier-ignore
    await fake.close();
  }
}

async function flapping(): Promise<void> {
  const { requests, perSecond, ...timing } = FLAPPING;
  const fake = await startFakeModel('flapping', { timing: { flapping: timing } });
  const chat = createChatModel({ ...configAt(fake.baseUrl), slots: 8, queue: 16 });
  const { url, stop, generator } = await serveWith(ROOT, assistant, chat);
  const pending: Promise<Asked>[] = [];
  for (let i = 0; i < requests; i += 1) {
    // Another question each time, so that nothing is remembered.
    pending.push((i % 2 === 0 ? askStream : askJson)(url, `${QUESTIONS[i % QUESTIONS.length] ?? ''}${'？'.repeat(i % 40)}${i}`)); // prettier-ignore
    await sleep(1000 / perSecond);
  }
  const results = await Promise.all(pending);
  const times = results.map(({ ms }) => ms);
  const whole = results.filter(
    ({ status, answer }) => status === 200 && answer?.outcome !== undefined,
  ).length;
  const p95 = percentile(times, 0.95);
  await stop();
  await settled(() => fake.sockets() === 0);
  const isMet = whole === requests && p95 <= P95_LIMIT_MS && results.every(isAllVerified) && fake.sockets() === 0; // prettier-ignore
  say(`flapping, ${requests} questions over HTTP at ${perSecond} a second: answered ${whole}; p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (limit ${P95_LIMIT_MS}), max ${Math.max(...times).toFixed(0)} ms, sockets ${fake.sockets()}  ${check(isMet)}`); // prettier-ignore
  say(`  ${[...generator.counts().replies].map(([name, count]) => `${name} ${count}`).join(', ')}`);
  await fake.close();
}

async function wechat(): Promise<void> {
  for (const mode of ['hang', 'drip', 'stall'] as const) {
    const fake = await startFakeModel(mode, { timing: { dripMs: 1000 } });
    const times = await passiveReplies(ROOT, assistant, freshChat(configAt(fake.baseUrl)));
    const worst = Math.max(...times);
    say(`WeChat, ${times.length} messages while the model does "${mode}": answered ${times.length}, p50 ${percentile(times, 0.5).toFixed(0)} ms, max ${worst.toFixed(0)} ms (limit ${WECHAT_BUDGET_MS})  ${check(worst <= WECHAT_BUDGET_MS)}`); // prettier-ignore
    await fake.close();
  }
}

async function tokens(): Promise<void> {
  const prompt = await parseAnswerPrompt(readFileSync(join(ROOT, 'prompts/answer.yml'), 'utf8'));
  const sizes: number[] = [];
  for (const content of QUESTIONS) {
    const offline = await assistant.ask([{ role: 'user', content }]);
    const messages = await prompt.messagesFor(content, offline, handlesOf(offline, assistant.policy));
    sizes.push(await countTokens(messages.map((one) => one.content).join('\n')));
  }
  say(`prompt tokens a question (o200k_base; other tokenizers differ): least ${Math.min(...sizes)}, median ${percentile(sizes, 0.5)}, most ${Math.max(...sizes)}; at most 600 written`); // prettier-ignore
  const fake = await startFakeModel('good');
  const chat = createChatModel(configAt(fake.baseUrl));
  const { url, stop, generator } = await serveWith(ROOT, assistant, chat);
  const mix = repeatedMix();
  for (const question of mix) await askJson(url, question);
  const { hits, misses: missed } = generator.counts().remembered;
  say(`${mix.length} questions, a few of them asked by most (Zipf): ${chat.usage.upstream} calls; remembered ${hits} of ${hits + missed}, which saves ${((100 * hits) / (hits + missed)).toFixed(0)} % of calls and tokens`); // prettier-ignore
  await stop();
  await fake.close();
}

/** What stands at the beginning of every answer, in every channel. */
async function labelled(): Promise<void> {
  const fake = await startFakeModel('good');
  const kinds = [
    ['generated', createChatModel(configAt(fake.baseUrl))],
    ['extractive', undefined],
  ] as const;
  for (const [kind, chat] of kinds) {
    const figures = await labels(ROOT, assistant, chat, LABELLED);
    for (const { channel, asked, missed } of figures)
      say(`labels, ${kind} answers, ${channel.padEnd(10)} ${asked - missed} of ${asked} say so  ${check(missed === 0 && asked === LABELLED)}`); // prettier-ignore
  }
  await fake.close();
}

if (isAsked('labels')) await labelled();
if (isAsked('tokens')) await tokens();
if (isAsked('attacks')) await attacked();
if (isAsked('wechat')) await wechat();
if (isAsked('faults')) await everyFault();
if (isAsked('flapping')) await flapping();
say(misses === 0 ? 'all within their limits' : `${misses} limits missed`);
process.exitCode = misses === 0 ? 0 : 1;
