import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { answerText } from './answering/answer.js';
import { createApp } from './app.js';
import { createAssistant, type Assistant } from './assistant.js';
import { serializeAnswer } from './channels/api/serialize-answer.js';
import { readSiteFiles } from './channels/web/site.js';
import { formatChecks } from './channels/doctor/check.js';
import { examine } from './channels/doctor/examine.js';
import { wechatCommand } from './channels/wechat/cli.js';
import { readWording, wechat } from './channels/wechat/serve.js';
import { startWechaty } from './channels/wechaty/start.js';
import { withClausesHidden } from './channels/hide-clauses.js';
import { withPersonalDataMasked } from './channels/mask-questions.js';
import { withValidityNotice } from './channels/validity.js';
import { readConfig, type Config } from './config.js';
import { backupCommand, restoreCommand } from './operation/backup-command.js';
import { buildAside } from './operation/build-aside.js';
import { RetrievalClock, withMetrics } from './operation/count-answers.js';
import { LiveService } from './operation/live-service.js';
import { createLogger } from './operation/logger.js';
import { operationMetrics } from './operation/metrics.js';
import { switchCommand } from './operation/switch-command.js';
import { watchFiles } from './operation/watch-files.js';
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
  const openAssistant = () => createAssistant(ROOT, config.DATA_DIR);
  if (command === 'serve') await start(config);
  else if (command === 'ask')
    await ask(withPersonalDataMasked(withValidityNotice(await openAssistant())), words);
  else if (command === 'index') print(`index ${(await openAssistant()).index.origin} in ${config.DATA_DIR}`);
  else if (command === 'wechat')
    stopOnSignal(await wechatCommand(words, { root: ROOT, config, openAssistant, print })); // prettier-ignore
  else if (command === 'wechaty') await runWechaty(await openAssistant(), config);
  else if (command === 'doctor') await doctor(config, openAssistant, words[0]);
  else if (command === 'switch')
    await withStore(config, (store) => switchCommand(words, { store, by: userInfo().username, print }));
  else if (command === 'backup') await backupCommand(words, storeOptions(config), print);
  else if (command === 'restore') await restoreCommand(words, storeOptions(config), print);
  else
    throw new Error(
      `Unknown command "${command}". Use serve, ask, index, wechat, wechaty, doctor, switch, backup or restore.`,
    );
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
  const logger = createLogger(config.LOG_LEVEL);
  await startWechaty({ root: ROOT, assistant, store, config, logger, signal: abort.signal, print });
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

async function withStore(config: Config, use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(storeOptions(config));
  await use(store).finally(() => store.close());
}

function storeOptions({ DATA_DIR, DATABASE_URL, PSEUDONYM_SECRET }: Config): StoreOptions {
  return { dataDirectory: DATA_DIR, databaseUrl: DATABASE_URL, pepper: PSEUDONYM_SECRET };
}

async function ask(assistant: Assistant, given: readonly string[]): Promise<void> {
  const content = given.filter((word) => word !== '--json').join(' ');
  const answer = await assistant.ask([{ role: 'user', content }]);
  const isJson = given.includes('--json');
  const shown = isJson
    ? JSON.stringify(serializeAnswer(answer, assistant, 'cli'), null, 2)
    : answerText(answer);
  process.stdout.write(`${shown}\n`);
}

async function start(config: Config): Promise<void> {
  const logger = createLogger(config.LOG_LEVEL);
  const clock = new RetrievalClock();
  const read = async (mayBuild: boolean) => ({
    assistant: await createAssistant(ROOT, config.DATA_DIR, { mayBuild, observeRetrieval: clock.add }),
    site: readSiteFiles(ROOT),
    wording: readWording(ROOT),
  });
  const first = await read(true);
  const store = await openStore(storeOptions(config));
  const { status, reasons } = store.health();
  if (status === 'degraded') logger.error({ reasons }, 'storage is degraded; answers are not remembered');
  const registry = new Registry();
  const metrics = operationMetrics(registry, first.assistant, {
    version: z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).version, // prettier-ignore
    hiddenClauses: () => service.hidden.length,
    isDegraded: () => service.degraded.length > 0 || store.health().status === 'degraded',
  });
  const service: LiveService<typeof first> = new LiveService(first, {
    open: async () => {
      await buildAside(import.meta.filename);
      return read(false);
    },
    isOff: (clause) => store.settings.isOff(`clause:${clause}`),
    build: ({ assistant: plain, site, wording }, hidden) => {
      const assistant = withMetrics(withClausesHidden(withValidityNotice(plain), hidden), metrics, clock);
      return createApp(assistant, {
        store,
        logger,
        rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
        clientOf: remoteAddress,
        site,
        ...(config.STAFF_TOKEN ? { staff: { token: config.STAFF_TOKEN, report: config.EVAL_REPORT } } : {}),
        embedOrigins: config.EMBED_ORIGINS,
        wechat: wechat({ wording, assistant, store, config, logger }),
        operation: { registry, degraded: () => service.degraded },
      });
    },
    ...{ logger, metrics },
  });
  process.on('SIGHUP', () => void service.reload());
  if (config.RELOAD === 'watch') watchFiles(ROOT, ['corpus', 'prompts'], () => void service.reload());
  const server = serve({ fetch: service.fetch, port: config.PORT, hostname: config.HOST }, ({ port }) =>
    logger.info(
      { host: config.HOST, port, index: first.assistant.index.origin, doubt: first.assistant.index.doubt },
      'ready',
    ),
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
