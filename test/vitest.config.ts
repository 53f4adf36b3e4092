import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/web/**'], // these need the built pages and a browser: npm run test:web
    globalSetup: ['test/support/build-index.ts'],
    // On a busy machine an index that is built anew can take most of a minute.
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
});
