import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { Hono } from 'hono';
import type { Env } from '../api/problem.js';
import { authorizedApiOf, wechatRoutes, type WeChatOptions } from './channel.js';
import { parseWording, type Wording } from './wording.js';

/** @param root the folder that holds prompts/ */
export function readWording(root: string): Wording {
  return parseWording(readFileSync(join(root, 'prompts', 'wechat.yml'), 'utf8'));
}

/** The routes, counting what is turned away: scanners find every address, so that each of them is no news. */
export function countedWeChatRoutes(
  options: Omit<WeChatOptions, 'api' | 'onFault' | 'onError'>,
  logger: Pick<Logger, 'debug' | 'error'>,
): (registry: Registry) => Hono<Env> {
  return (registry) => {
    const refused = new Counter({
      ...{ name: 'suwen_wechat_refused_total', help: 'Requests that were not WeChat’s, by what was wrong' },
      ...{ labelNames: ['fault'], registers: [registry] },
    });
    return wechatRoutes({
      ...options,
      api: authorizedApiOf(options.config),
      onFault: (fault) => {
        refused.inc({ fault });
        logger.debug({ fault }, 'wechat refused');
      },
      onError: (error) => logger.error(describe(error), 'wechat failed'),
    });
  };
}

/** The kind of error and its place; a message may hold what a person typed, WeChat's own refusals excepted. */
function describe(error: unknown): { readonly error: string; readonly at?: string | undefined } {
  if (!(error instanceof Error)) return { error: typeof error };
  if (error.name === 'ApiError') return { error: error.message };
  return { error: error.name, at: error.stack?.split('\n')[1]?.trim() };
}
