import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // These need the built service, a browser, or a proxy: npm run test:web, npm run test:replicas.
    exclude: ['**/node_modules/**', 'test/web/**', 'test/replicas/**'], // peers of the bench bring tests of their own
    globalSetup: ['test/support/build-index.ts'],
    // On a busy machine an index that is built anew can take most of a minute.
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
});
