import { defineConfig } from 'vitest/config';

// Two services, a database and a proxy start for this: it is no part of npm test.
export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: { include: ['test/replicas/*.test.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
});
