/** The service with answers that take as long as SLOW_MS says, as a model's may: a program for scenarios that need open streams. */
import { openStore } from '../../../src/storage/open-store.js';
import { readConfig } from '../../../src/config.js';
import { serve } from '../../../src/server/serve.js';
import { smallAssistant } from '../../support/small-assistant.js';

const config = readConfig(process.env);
const slowMs = Number(process.env['SLOW_MS'] ?? 0);
const assistant = await smallAssistant();
await serve({
  source: {
    root: `${import.meta.dirname}/../../..`,
    open: async () => ({
      ...assistant,
      ask: async (messages) => {
        await new Promise((resolve) => setTimeout(resolve, slowMs).unref());
        return assistant.ask(messages);
      },
    }),
    prepare: async () => undefined,
  },
  store: await openStore({ dataDirectory: config.DATA_DIR }),
  config,
});
