import { defineConfig } from 'vitest/config';

/** `npm run test:cloud`: apart from the other tests, because it needs Python and deploys for every file. */
export default defineConfig({
  test: {
    name: 'cloud',
    dir: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['test/cloud/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
