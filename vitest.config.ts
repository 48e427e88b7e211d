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
 * fault in a pure function ends the run before a hub is started. Projects of one group follow each other without a core
 * that waits for the last file of the one before.
 */
const PROJECTS = [
  // By itself vitest leaves one core idle. The limit is long enough for a property test on a machine that is busy.
  { name: 'unit', group: 0, maxWorkers: 2, timeout: 300_000 },
  { name: 'contract', group: 0, maxWorkers: 2, timeout: 300_000 },
  { name: 'faults', group: 0, maxWorkers: 2, timeout: 600_000 },
  { name: 'template', group: 0, maxWorkers: 2, timeout: 600_000 },
  // A hub waits about as much as it computes, so two for each core; the template tests left them their assembly. What takes
  // half a minute on a machine of its own takes a quarter of an hour on one that has much else to do: the limit only ends what hangs.
  { name: 'integration', group: 1, maxWorkers: 4, timeout: 1_800_000 },
];

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    // By itself vitest gives up after a second, which is too soon on a machine that is busy.
    expect: { poll: { timeout: 120_000 } },
    sequence: { sequencer: LongestFirst },
    projects: PROJECTS.map(({ name, group, maxWorkers, timeout }) => ({
      extends: true as const,
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        isolate: false,
        maxWorkers,
        sequence: { groupOrder: group },
        testTimeout: timeout,
        hookTimeout: timeout,
      },
    })),
  },
});
