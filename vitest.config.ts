import { defineConfig } from 'vitest/config';

/**
 * Four projects, from pure to whole, in that order: `npm test -- --project unit` runs one of them. With `--bail 1` a
 * fault in a pure function ends the run before a hub is started.
 */
const PROJECTS = [
  // Long enough for a property test on a machine that is busy with something else.
  { name: 'unit', isolate: false, testTimeout: 60_000 },
  { name: 'contract', isolate: false, testTimeout: 60_000 },
  { name: 'template', testTimeout: 120_000, hookTimeout: 120_000 },
  // A hub waits as much as it computes; more at a time would outrun the visibility timeouts on two cores.
  { name: 'integration', maxWorkers: 2, testTimeout: 120_000, hookTimeout: 120_000 },
];

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    projects: PROJECTS.map(({ name, ...options }, groupOrder) => ({
      extends: true as const,
      test: { name, include: [`test/${name}/**/*.test.ts`], sequence: { groupOrder }, ...options },
    })),
  },
});
