import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  // Building the index trains two small models; on a busy machine that alone can take ten seconds.
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/web/**'], // these need the built pages and a browser: npm run test:web
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
