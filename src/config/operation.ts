import { z } from 'zod';

/** How the service is run. */
export const operationSettings = {
  RELOAD: z
    .enum(['signal', 'watch'])
    .default('signal')
    .describe('Take up changed corpus and wording on SIGHUP only, or also when the files change'),
};
