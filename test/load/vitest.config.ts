import { defineConfig } from 'vitest/config';

/** `npm run test:belasting`: the books under load, with ten thousand messages where `npm test` has a hundred and fifty. */
export default defineConfig({
  test: {
    name: 'belasting',
    include: ['test/integration/hub/balans.test.ts'],
    setupFiles: ['test/setup.ts'],
    env: { BERICHTEN: '10000' },
  },
});
