import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    include: ['test/web/**/*.test.ts'],
    globalSetup: ['test/web/support/start-servers.ts'],
    // One browser at a time: two would wait for each other on a small machine.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
