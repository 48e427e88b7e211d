import { defineConfig } from 'vitest/config';

/** `npm run test:belasting`: the books under load, with ten thousand messages where `npm run test:long` has eighty. */
export default defineConfig({
  test: {
    name: 'belasting',
    include: ['test/integration/hub/balans.long.test.ts'],
    setupFiles: ['test/setup.ts'],
    env: { BERICHTEN: '10000' },
  },
});
