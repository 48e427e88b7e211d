import { defineConfig } from 'vitest/config';

/** `npm run test:belasting`: the books under load, with the ten thousand messages that `npm test` does not take time for. */
export default defineConfig({
  test: {
    name: 'belasting',
    include: ['test/integration/hub/balans.test.ts'],
    setupFiles: ['test/setup.ts'],
    env: { BERICHTEN: '10000' },
  },
});
