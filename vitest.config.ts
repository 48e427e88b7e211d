import { defineConfig } from 'vitest/config';

/** Four projects, from pure to whole: `npm test -- --project unit` runs one of them. */
const project = (name: string, extra: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], ...extra },
});

export default defineConfig({
  test: {
    projects: [
      // Long enough for a property test on a machine that is busy with something else.
      project('unit', { testTimeout: 60_000 }),
      project('contract', { testTimeout: 30_000 }),
      project('integration', { testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false }),
      project('template', { testTimeout: 120_000, hookTimeout: 120_000 }),
    ],
  },
});
