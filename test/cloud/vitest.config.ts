import { defineConfig } from 'vitest/config';

/** `npm run test:cloud`: apart from the other tests, because it needs Python and deploys for almost every file. */
export default defineConfig({
  test: {
    name: 'cloud',
    dir: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['test/cloud/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A deployment waits for most of its time: all files that make one run side by side.
    maxWorkers: 3,
  },
});
