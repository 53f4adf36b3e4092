import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  // Building the index trains two small models; on a busy machine that alone can take ten seconds.
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // These need the built service, a browser, or a proxy: npm run test:web, npm run test:replicas.
    exclude: ['test/web/**', 'test/replicas/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
