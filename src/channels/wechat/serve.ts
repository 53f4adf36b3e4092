import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { Hono } from 'hono';
import type { Env } from '../api/problem.js';
import type { Generate } from './late-answers.js';
import { authorizedApiOf, wechatRoutes } from './channel.js';
import { withFallback } from './ledger.js';
import { MemoryLedger } from './memory-ledger.js';
import { CONVERSATION, type Record } from './talk.js';
import type { Assistant } from '../../assistant.js';
import type { Config } from '../../config.js';
import type { Store } from '../../storage/store.js';
import { serializeAnswer } from '../api/serialize-answer.js';
import { withPersonalDataMasked } from '../mask-questions.js';
import { recordAnswer } from '../record-answer.js';
import { parseWording, type Wording } from './wording.js';

/** @param root the folder that holds prompts/ */
export function readWording(root: string): Wording {
  return parseWording(readFileSync(join(root, 'prompts', 'wechat.yml'), 'utf8'));
}

export type ServeOptions = {
  readonly wording: Wording;
  readonly assistant: Assistant;
  readonly store: Store;
  readonly config: Config;
  readonly logger: Pick<Logger, 'debug' | 'error'>;
  readonly generate?: Generate;
};

/** The routes under /wechat, counting what is turned away: scanners find every address, so that each is no news. */
export function wechat(options: ServeOptions): (registry: Registry) => Hono<Env> {
  const { wording, store, config, logger, generate } = options;
  const assistant = withPersonalDataMasked(options.assistant);
  return (registry) => {
    const refused = new Counter({
      ...{ name: 'suwen_wechat_refused_total', help: 'Requests that were not WeChat’s, by what was wrong' },
      ...{ labelNames: ['fault'], registers: [registry] },
    });
    return wechatRoutes({
      ...{ assistant, wording, config, api: authorizedApiOf(config) },
      ledger: withFallback(store, new MemoryLedger()),
      ...(generate === undefined ? {} : { generate }),
      record: recorder(assistant, store),
      isOff: () => store.settings.isOff('channel:wechat'),
      onFault: (fault) => {
        refused.inc({ fault });
        logger.debug({ fault }, 'wechat refused');
      },
      onError: (error) => logger.error(describeError(error), 'wechat failed'),
    });
  };
}

/** Keeps answers for review as the other channels do. */
export function recorder(assistant: Assistant, store: Store): Record {
  return (answer, circumstances) =>
    recordAnswer(store, serializeAnswer(answer, assistant, CONVERSATION), {
      ...circumstances,
      requestId: '',
    });
}

/** The kind of error and its place; a message may hold what a person typed, WeChat's own refusals excepted. */
export function describeError(error: unknown): { readonly error: string; readonly at?: string | undefined } {
  if (!(error instanceof Error)) return { error: typeof error };
  if (error.name === 'ApiError') return { error: error.message };
  return { error: error.name, at: error.stack?.split('\n')[1]?.trim() };
}
