import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './test/compile-cache.ts';
import { LongestFirst } from './test/longest-first.ts';

process.env['NODE_COMPILE_CACHE'] = COMPILE_CACHE;
// What tests keep on disk is not sealed with the key of who runs them.
process.env['HUB_DATA_SLEUTEL'] = join(
  import.meta.dirname,
  'node_modules',
  '.cache',
  'inburgeringshub',
  'data-sleutel',
);

/**
 * Five projects, from pure to whole, in that order: `npm test -- --project unit` runs one of them. With `--bail 1` a
 * fault in a pure function ends the run before a hub is started.
 */
const PROJECTS = [
  // By itself vitest leaves one core idle. The limit is long enough for a property test on a machine that is busy.
  { name: 'unit', isolate: false, maxWorkers: 2, testTimeout: 300_000, hookTimeout: 300_000 },
  { name: 'contract', isolate: false, maxWorkers: 2, testTimeout: 300_000, hookTimeout: 300_000 },
  { name: 'faults', isolate: false, maxWorkers: 2, testTimeout: 600_000, hookTimeout: 600_000 },
  { name: 'template', isolate: false, maxWorkers: 2, testTimeout: 600_000, hookTimeout: 600_000 },
  // A hub waits about as much as it computes, so two for each core; the template tests left them their assembly. What takes
  // half a minute on a machine of its own takes a quarter of an hour on one that has much else to do: the limit only ends what hangs.
  { name: 'integration', isolate: false, maxWorkers: 4, testTimeout: 1_800_000, hookTimeout: 1_800_000 },
];

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    // By itself vitest gives up after a second, which is too soon on a machine that is busy.
    expect: { poll: { timeout: 120_000 } },
    sequence: { sequencer: LongestFirst },
    projects: PROJECTS.map(({ name, ...options }, groupOrder) => ({
      extends: true as const,
      test: { name, include: [`test/${name}/**/*.test.ts`], sequence: { groupOrder }, ...options },
    })),
  },
});
