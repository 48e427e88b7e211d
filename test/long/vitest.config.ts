import { LONG_TESTS, settingsOf } from '../settings.ts';

/**
 * `npm run test:long`: what takes minutes for one promise more, before a release and at night. Hubs that are killed or have no
 * disk left, the programmes and pages of partners, weeks on the clock, every page in a browser, and every property as often as
 * its test asks, and every call that can fail.
 */
export default settingsOf([
  {
    name: 'properties',
    include: ['test/unit/**/*.test.ts', 'test/faults/{every-call,falls,order}.test.ts'],
    group: 0,
    maxWorkers: 2,
    timeout: 900_000,
    env: { PROPERTIES: 'all' },
  },
  {
    name: 'long',
    include: [`test/integration/${LONG_TESTS}`],
    group: 1,
    maxWorkers: 4,
    timeout: 1_800_000,
    globalSetup: 'test/integration/keep-assembly.ts',
  },
]);
