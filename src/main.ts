import { userInfo } from 'node:os';
import { join } from 'node:path';
import { answerText } from './answering/answer.js';
import { createAssistant, PLAN_ID, type Assistant } from './assistant.js';
import { serializeAnswer } from './channels/api/serialize-answer.js';
import { createRespond } from './channels/respond.js';
import { withValidityNotice } from './channels/validity.js';
import { readConfig, type Config } from './config.js';
import { chatModelConfig } from './config/model.js';
import { embeddingsConfig } from './config/embeddings.js';
import { openEmbeddings } from './model/embeddings.js';
import { generatorFor, openModel, readPrompts } from './generator.js';
import { buildAside } from './operation/build-aside.js';
import { createLogger } from './operation/logger.js';
import type { AssistantSource } from './operation/open-live.js';
import { switchCommand } from './operation/switch-command.js';
import { serve } from './server/serve.js';
import type { OpenSharedStore } from './library/shared-clause-vectors.js';
import { openStore, type StoreOptions } from './storage/open-store.js';
import type { Store } from './storage/store.js';

// What only one command needs is loaded by it alone: a service that runs for months should not carry the others along.

// The folder that holds corpus/, prompts/ and dist/, seen from src/ and from dist/ alike.
const ROOT = join(import.meta.dirname, '..');

const [command = '', ...words] = process.argv.slice(2);
const print = (text: string) => void process.stdout.write(`${text}\n`);
try {
  const config = readConfig(process.env);
  const openAssistant = async () => createAssistant(ROOT, config.DATA_DIR, { embeddings: await embeddingsOf(config), vectors: vectorsOf(config) }); // prettier-ignore
  if (command === 'serve')
    await serve({ source: sourceOf(config), store: await openStore(storeOptions(config)), config }); // prettier-ignore
  else if (command === 'ask') await ask(withValidityNotice(await openAssistant()), config, words);
  else if (command === 'index') print(`index ${(await openAssistant()).index.origin} in ${config.DATA_DIR}`);
  else if (command === 'ingest') await ingestFiles(words, config);
  else if (command === 'library')
    await (await import('./library/cli.js')).libraryCommand(words, libraryOf(config), print); // prettier-ignore
  else if (command === 'wechat')
    stopOnSignal(await (await import('./channels/wechat/cli.js')).wechatCommand(words, { root: ROOT, config, openAssistant, print })); // prettier-ignore
  else if (command === 'wechaty') await runWechaty(await openAssistant(), config);
  else if (command === 'doctor') await doctor(config, openAssistant, words[0]);
  else if (command === 'expand') await expand(words, config);
  else if (command === 'switch')
    await withStore(config, (store) => switchCommand(words, { store, by: userInfo().username, print }));
  else if (command === 'backup')
    await (await import('./operation/backup-command.js')).backupCommand(words, storeOptions(config), print); // prettier-ignore
  else if (command === 'restore')
    await (await import('./operation/backup-command.js')).restoreCommand(words, storeOptions(config), print); // prettier-ignore
  else
    throw new Error(
      `Unknown command "${command}". Use serve, ask, index, ingest, library, wechat, wechaty, doctor, expand, switch, backup or restore.`,
    );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** Where the service gets its versions from: the files here, and an index that this program built in a process of its own. */
function sourceOf(config: Config): AssistantSource {
  const embeddings = embeddingsOf(config);
  const vectors = vectorsOf(config);
  return {
    root: ROOT,
    open: async (options) => createAssistant(ROOT, config.DATA_DIR, { ...options, embeddings: await embeddings, vectors }), // prettier-ignore
    prepare: () => buildAside(import.meta.filename),
  };
}

/** The embedding model the settings name, if any. */
async function embeddingsOf(config: Config) {
  const settings = embeddingsConfig(config);
  return settings && (await openEmbeddings(settings, config.DATA_DIR));
}

/** Where the library's vectors are, if not in memory. */
function vectorsOf({ VECTOR_STORE, DATABASE_URL }: Config): OpenSharedStore | undefined {
  if (VECTOR_STORE !== 'pgvector' || DATABASE_URL === undefined) return undefined;
  let shared: Promise<OpenSharedStore> | undefined;
  return async (embeddings, options) => {
    shared ??= import('./storage/shared-vectors.js').then(({ sharedVectors }) => sharedVectors(DATABASE_URL));
    return (await shared)(embeddings, options);
  };
}

function libraryOf({ DATA_DIR }: Config): string {
  return join(DATA_DIR, 'library');
}

async function ingestFiles(files: readonly string[], config: Config): Promise<void> {
  const terminal = { input: process.stdin, output: process.stdout, print };
  const options = { directory: libraryOf(config), reserved: [PLAN_ID], vectors: vectorsOf(config) };
  const { ingestCommand } = await import('./ingest/cli.js');
  const isDone = await ingestCommand(files, options, terminal);
  if (!isDone) process.exitCode = 1;
}

function stopOnSignal(stop: (() => void) | undefined): void {
  if (stop === undefined) return;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void (stop(), process.exit(0)));
}

async function expand(given: readonly string[], config: Config): Promise<void> {
  const { expandCommand } = await import('./expansion/cli.js');
  const isDone = await expandCommand(given, { root: ROOT, model: chatModelConfig(config), print });
  if (!isDone) process.exitCode = 1;
}

async function runWechaty(assistant: Assistant, config: Config): Promise<void> {
  const { startWechaty } = await import('./channels/wechaty/start.js');
  const store = await openStore(storeOptions(config));
  const abort = new AbortController();
  stopOnSignal(() => abort.abort());
  const logger = createLogger(config.LOG_LEVEL);
  const generator = await openGenerator(config, assistant, store);
  await startWechaty({
    ...{ root: ROOT, assistant, store, config, logger, generator },
    ...{ signal: abort.signal, print },
  });
  await store.close();
}

async function doctor(config: Config, openAssistant: () => Promise<Assistant>, url?: string): Promise<void> {
  const { examine } = await import('./channels/doctor/examine.js');
  const { formatChecks } = await import('./channels/doctor/check.js');
  const store = await openStore(storeOptions(config));
  const here = `http://127.0.0.1:${config.PORT}`;
  const checks = await examine({
    config,
    store,
    openAssistant,
    url: (url ?? here).replace(/(?<!\/)\/+$/u, ''),
  });
  await store.close();
  print(formatChecks(checks));
  if (checks.some(({ status }) => status === 'fail')) process.exitCode = 1;
}

/** The model the settings name, if any; staff may switch it off while it runs. */
async function openGenerator(config: Config, assistant: Assistant, store?: Store) {
  const isOff = () => store?.settings.isOff('mode:generated') === true;
  const model = await openModel(config);
  return model && generatorFor(model, { prompts: await readPrompts(ROOT), assistant, isOff });
}

async function withStore(config: Config, use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(storeOptions(config));
  await use(store).finally(() => store.close());
}

function storeOptions({ DATA_DIR, DATABASE_URL, PSEUDONYM_SECRET }: Config): StoreOptions {
  return { dataDirectory: DATA_DIR, databaseUrl: DATABASE_URL, pepper: PSEUDONYM_SECRET };
}

async function ask(assistant: Assistant, config: Config, given: readonly string[]): Promise<void> {
  const at = given.indexOf('--policy');
  const policy = at < 0 ? undefined : given[at + 1];
  if (at >= 0 && !assistant.library.has(policy ?? '') && policy !== '*')
    throw new Error(`There is no policy "${policy ?? ''}". See npm run library -- list.`);
  const isOption = (word: string, i: number) => word === '--json' || (at >= 0 && (i === at || i === at + 1));
  const content = given.filter((word, i) => !isOption(word, i)).join(' ');
  const respond = createRespond(assistant, await openGenerator(config, assistant));
  const { answer, ...made } = await respond([{ role: 'user', content }], { client: 'cli', policy });
  const isJson = given.includes('--json');
  const shown = isJson
    ? JSON.stringify(serializeAnswer(answer, assistant, 'cli', made), null, 2)
    : answerText(answer);
  process.stdout.write(`${shown}\n`);
}
