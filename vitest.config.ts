import { LONG_TESTS, settingsOf } from './test/settings.ts';

/**
 * Five projects, from pure to whole, in that order: `npm test -- --project unit` runs one of them. With `--bail 1` a
 * fault in a pure function ends the run before a hub is started.
 */
const PROJECTS = [
  // By itself vitest leaves one core idle. The limit is long enough for a property test on a machine that is busy.
  { name: 'unit', group: 0, maxWorkers: 2, timeout: 300_000 },
  { name: 'contract', group: 0, maxWorkers: 2, timeout: 300_000 },
  { name: 'faults', group: 0, maxWorkers: 2, timeout: 600_000 },
  { name: 'template', group: 0, maxWorkers: 2, timeout: 600_000 },
  // A hub waits about as much as it computes, so two for each core. What takes half a minute on a machine of its own takes a
  // quarter of an hour on one that has much else to do.
  {
    name: 'integration',
    group: 1,
    maxWorkers: 4,
    timeout: 1_800_000,
    globalSetup: 'test/integration/keep-assembly.ts',
  },
];

export default settingsOf(
  PROJECTS.map((project) => ({
    ...project,
    include: [`test/${project.name}/**/*.test.ts`],
    exclude: [LONG_TESTS],
  })),
);
