import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { answerText } from './answering/answer.js';
import { createApp } from './app.js';
import { createAssistant, type Assistant } from './assistant.js';
import { serializeAnswer } from './channels/api/serialize-answer.js';
import { readSiteFiles } from './channels/web/site.js';
import { formatChecks } from './channels/doctor/check.js';
import { examine } from './channels/doctor/examine.js';
import { wechatCommand } from './channels/wechat/cli.js';
import { wechat } from './channels/wechat/serve.js';
import { startWechaty } from './channels/wechaty/start.js';
import { createRespond } from './channels/respond.js';
import { readConfig, type Config } from './config.js';
import { embeddingsConfig } from './config/embeddings.js';
import { openEmbeddings } from './model/embeddings.js';
import { generatorOf } from './generator.js';
import { openStore, type StoreOptions } from './storage/open-store.js';
import type { Store } from './storage/store.js';

// Streams still open after this are closed; the whole stop must take less than ten seconds.
const CLOSE_AFTER_MS = 8000;

// The folder that holds corpus/, prompts/ and dist/, seen from src/ and from dist/ alike.
const ROOT = join(import.meta.dirname, '..');

const [command = '', ...words] = process.argv.slice(2);
const print = (text: string) => void process.stdout.write(`${text}\n`);
try {
  const config = readConfig(process.env);
  const openAssistant = async () => {
    const settings = embeddingsConfig(config);
    const embeddings = settings && (await openEmbeddings(settings, config.DATA_DIR));
    return createAssistant(ROOT, config.DATA_DIR, { embeddings });
  };
  if (command === 'serve') await start(await openAssistant(), config);
  else if (command === 'ask') await ask(await openAssistant(), config, words);
  else if (command === 'index') print(`index ${(await openAssistant()).index.origin} in ${config.DATA_DIR}`);
  else if (command === 'wechat')
    stopOnSignal(await wechatCommand(words, { root: ROOT, config, openAssistant, print })); // prettier-ignore
  else if (command === 'wechaty') await runWechaty(await openAssistant(), config);
  else if (command === 'doctor') await doctor(config, openAssistant, words[0]);
  else throw new Error(`Unknown command "${command}". Use serve, ask, index, wechat, wechaty or doctor.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function stopOnSignal(stop: (() => void) | undefined): void {
  if (stop === undefined) return;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void (stop(), process.exit(0)));
}

async function runWechaty(assistant: Assistant, config: Config): Promise<void> {
  const store = await openStore(storeOptions(config));
  const abort = new AbortController();
  stopOnSignal(() => abort.abort());
  const logger = pino({ level: config.LOG_LEVEL, base: null });
  const generator = await openGenerator(config, assistant, store);
  await startWechaty({
    ...{ root: ROOT, assistant, store, config, logger, generator },
    ...{ signal: abort.signal, print },
  });
  await store.close();
}

async function doctor(config: Config, openAssistant: () => Promise<Assistant>, url?: string): Promise<void> {
  const store = await openStore(storeOptions(config));
  const here = `http://127.0.0.1:${config.PORT}`;
  const checks = await examine({ config, store, openAssistant, url: (url ?? here).replace(/\/+$/u, '') });
  await store.close();
  print(formatChecks(checks));
  if (checks.some(({ status }) => status === 'fail')) process.exitCode = 1;
}

/** The model the settings name, if any; staff may switch it off while it runs. */
function openGenerator(config: Config, assistant: Assistant, store?: Store) {
  const isOff = () => store?.settings.isOff('mode:generated') === true;
  return generatorOf(config, { root: ROOT, assistant, isOff });
}

function storeOptions({ DATA_DIR, DATABASE_URL, PSEUDONYM_SECRET }: Config): StoreOptions {
  return { dataDirectory: DATA_DIR, databaseUrl: DATABASE_URL, pepper: PSEUDONYM_SECRET };
}

async function ask(assistant: Assistant, config: Config, given: readonly string[]): Promise<void> {
  const content = given.filter((word) => word !== '--json').join(' ');
  const respond = createRespond(assistant, await openGenerator(config, assistant));
  const { answer, ...made } = await respond([{ role: 'user', content }], { client: 'cli' });
  const isJson = given.includes('--json');
  const shown = isJson
    ? JSON.stringify(serializeAnswer(answer, assistant, 'cli', made), null, 2)
    : answerText(answer);
  process.stdout.write(`${shown}\n`);
}

async function start(assistant: Assistant, config: Config): Promise<void> {
  const logger = pino({ level: config.LOG_LEVEL, base: null });
  const store = await openStore(storeOptions(config));
  const { status, reasons } = store.health();
  if (status === 'degraded') logger.error({ reasons }, 'storage is degraded; answers are not remembered');
  const generator = await openGenerator(config, assistant, store);
  const app = createApp(assistant, {
    ...{ store, generator },
    logger,
    rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
    clientOf: remoteAddress,
    site: readSiteFiles(ROOT),
    ...(config.STAFF_TOKEN ? { staff: { token: config.STAFF_TOKEN, report: config.EVAL_REPORT } } : {}),
    embedOrigins: config.EMBED_ORIGINS,
    wechat: wechat({ root: ROOT, assistant, store, config, logger, generator }),
  });
  const server = serve({ fetch: app.fetch, port: config.PORT, hostname: config.HOST }, ({ port }) =>
    logger.info({ host: config.HOST, port, index: assistant.index.origin }, 'ready'),
  );
  server.on('error', (error) => {
    logger.error({ error: error.message }, 'cannot listen; choose another PORT or HOST');
    process.exitCode = 1;
  });
  const stop = () => {
    const finish = () => void store.close().finally(() => process.exit(0));
    server.close(finish);
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    setTimeout(finish, CLOSE_AFTER_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** The address the connection came from; proxies' headers are not believed. */
function remoteAddress(env: unknown): string {
  const incoming = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming;
  return incoming?.socket?.remoteAddress ?? 'unknown';
}
