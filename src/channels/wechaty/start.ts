import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Assistant } from '../../assistant.js';
import type { Config } from '../../config.js';
import type { Generator } from '../../generator.js';
import type { Store } from '../../storage/store.js';
import { withPersonalDataMasked } from '../mask-questions.js';
import { deliveriesOf } from '../wechat/channel.js';
import { withFallback } from '../wechat/ledger.js';
import { MemoryLedger } from '../wechat/memory-ledger.js';
import { describeError, readWording, recorder } from '../wechat/serve.js';
import { wordLate } from '../wechat/word-late.js';
import { Bot } from './bot.js';
import { Health } from './health.js';
import { runBot, serveHealth } from './run.js';
import { SendQueue } from './send-queue.js';
import { loadWechaty } from './wechaty.js';

// A screen and a half; longer answers are read on with 继续, and nobody's room is flooded.
const BODY_BYTES = 1500;
// Nobody hangs up here; longer than this a person has asked again.
const DEADLINE_MS = 20_000;
// A puppet that is offline reports errors in a tight loop.
const LOG_EVERY_MS = 10_000;

export type StartOptions = {
  readonly root: string;
  readonly assistant: Assistant;
  readonly store: Store;
  readonly config: Config;
  readonly logger: Logger;
  readonly generator?: Generator | undefined;
  readonly signal: AbortSignal;
  /** The operator's terminal. */
  readonly print: (text: string) => void;
};

/** `npm run wechaty`. @throws Error for the operator when there is no puppet to start */
export async function startWechaty(options: StartOptions): Promise<void> {
  const { root, store, config, logger, generator, signal, print } = options;
  const assistant = withPersonalDataMasked(options.assistant);
  const wording = readWording(root);
  const onError = rateLimited((error, missed) => logger.error({ ...describeError(error), missed }, 'wechaty failed')); // prettier-ignore
  const ledger = withFallback(store, new MemoryLedger());
  const deliveries = deliveriesOf(
    {
      ...{ assistant, ledger, wording, config, record: recorder(assistant, store), onError },
      ...(generator === undefined ? {} : { generate: wordLate(generator, assistant, store) }),
    },
    { channel: 'wechaty', slow: 'extractive', deadlineMs: DEADLINE_MS, push: undefined, links: 'none', bodyLimit: BODY_BYTES }, // prettier-ignore
  );
  const health = new Health();
  const queue = new SendQueue(onError);
  const bot = new Bot({
    ...{ owners: store.owners, deliveries, wording, health, queue, onError },
    showQr: (value) => void printQr(value, print).catch(onError),
    onIgnored: (why) => logger.debug({ why }, 'wechaty ignored'),
  });
  // The puppet keeps its session secret beside the database, not where the process happens to be started.
  const load = () => loadWechaty(config.WECHATY_PUPPET, join(config.DATA_DIR, 'wechaty'));
  const stopHealth = serveHealth(health, config.WECHATY_HEALTH_PORT, onError);
  try {
    await runBot({
      load,
      bot,
      health,
      signal,
      onError,
      onState: (state) => logger.info({ state }, 'wechaty'),
    });
  } finally {
    stopHealth();
    queue.close();
  }
}

/** To the terminal alone: who scans the code owns the session, so that it goes to no log and no web service. */
async function printQr(value: string, print: (text: string) => void): Promise<void> {
  const name: string = 'qrcode';
  try {
    const { default: qrcode } = (await import(name)) as {
      default: { toString(text: string, options: { type: string; small: boolean }): Promise<string> };
    };
    print(await qrcode.toString(value, { type: 'terminal', small: true }));
  } catch {
    print(`Make a QR code of this and scan it with WeChat (not on a web site: who has it owns the session):\n${value}`); // prettier-ignore
  }
}

/** At most one call in LOG_EVERY_MS, told how many were left out. */
function rateLimited(log: (error: unknown, missed: number) => void): (error: unknown) => void {
  let next = 0;
  let missed = 0;
  return (error) => {
    if (Date.now() < next) {
      missed += 1;
      return;
    }
    next = Date.now() + LOG_EVERY_MS;
    log(error, missed);
    missed = 0;
  };
}
