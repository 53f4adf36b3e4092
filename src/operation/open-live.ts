import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { createApp, type AppOptions } from '../app.js';
import type { Assistant, AssistantOptions } from '../assistant.js';
import { withClausesHidden } from '../channels/hide-clauses.js';
import { withValidityNotice } from '../channels/validity.js';
import { readSiteFiles, type SiteFiles } from '../channels/web/site.js';
import { readWording, wechat } from '../channels/wechat/serve.js';
import type { Wording } from '../channels/wechat/wording.js';
import type { Config } from '../config.js';
import { generatorFor, openModel, readPrompts, type GeneratorPrompts } from '../generator.js';
import type { Store } from '../storage/store.js';
import { collectGarbage } from './collect-garbage.js';
import { RetrievalClock, withMetrics } from './count-answers.js';
import { LiveService, type Content } from './live-service.js';
import { operationMetrics } from './metrics.js';
import { watchFiles } from './watch-files.js';

// By then the version before is in use no more, and goes with what reading left behind.
const REPLACED_MS = 10_000;

/** Where versions come from. */
export type AssistantSource = {
  /** The folder that holds corpus/, prompts/ and dist/. */
  readonly root: string;
  readonly open: (options: AssistantOptions) => Promise<Assistant>;
  /** Reads everything in a process of its own, which builds and saves the index that is missing. */
  readonly prepare: () => Promise<void>;
};
type Read = Content & {
  readonly site: SiteFiles;
  readonly wording: Wording;
  readonly prompts: GeneratorPrompts;
};

export type OpenLiveOptions = {
  readonly source: AssistantSource;
  readonly store: Store;
  readonly config: Config;
  readonly logger: Logger;
  /** What every version of the app is given. */
  readonly app: Omit<AppOptions, 'store' | 'logger' | 'site' | 'generator' | 'wechat' | 'operation'>;
};

/** Reads all that is read, and keeps it up to date: on SIGHUP, on switches of clauses, and when files change if that is set. */
export async function openLive(options: OpenLiveOptions): Promise<LiveService<Read>> {
  const { source, store, config, logger, app } = options;
  const { root } = source;
  // Without a listener the signal would end a service that is still starting.
  const started: { service?: LiveService<Read> } = {};
  process.on('SIGHUP', () => void started.service?.reload());
  const clock = new RetrievalClock();
  const read = async (mayBuild: boolean): Promise<Read> => ({
    assistant: await source.open({ mayBuild, observeRetrieval: clock.add }),
    site: readSiteFiles(root),
    wording: readWording(root),
    prompts: await readPrompts(root),
  });
  const model = await openModel(config);
  const isOff = () => store.settings.isOff('mode:generated');
  const first = await read(true);
  collectGarbage();
  const registry = new Registry();
  const metrics = operationMetrics(registry, first.assistant, {
    version: versionIn(root),
    hiddenClauses: () => service.hidden.length,
    isDegraded: () => service.degraded.length > 0 || store.health().status === 'degraded',
  });
  const service: LiveService<Read> = new LiveService(first, {
    open: async () => {
      await source.prepare();
      const content = await read(false);
      setTimeout(collectGarbage, REPLACED_MS).unref();
      return content;
    },
    isOff: (clause) => store.settings.isOff(`clause:${clause}`),
    build: ({ assistant: plain, site, wording, prompts }, hidden) => {
      // The model is given this assistant, which does not know what is hidden.
      const assistant = withMetrics(withClausesHidden(withValidityNotice(plain), hidden), metrics, clock);
      const generator = model && generatorFor(model, { prompts, assistant, isOff });
      return createApp(assistant, {
        ...{ ...app, store, logger, site, generator },
        wechat: wechat({ wording, assistant, store, config, logger, generator }),
        operation: { registry, degraded: () => service.degraded },
      });
    },
    ...{ logger, metrics },
  });
  started.service = service;
  if (config.RELOAD === 'watch') watchFiles(root, ['corpus', 'prompts'], () => void service.reload());
  return service;
}

function versionIn(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
