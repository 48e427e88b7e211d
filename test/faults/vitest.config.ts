import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';

process.env['FUZZ_REQUESTS'] ??= '100000';
process.env['FUZZ_SEED'] ??= String(randomInt(2 ** 31));

/** Far more strange requests than `npm test` makes, and others each time: `npm run test:fuzz`. */
export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    include: ['test/faults/fuzz.test.ts'],
    testTimeout: 3_600_000,
  },
});
