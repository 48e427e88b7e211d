import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { COMPILE_CACHE } from './compile-cache.ts';
import { LongestFirst } from './longest-first.ts';

/** Tests that are run together. */
export interface Project {
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  /** Projects of one group follow each other without a core that waits for the last file of the one before. */
  readonly group: number;
  readonly maxWorkers: number;
  /** Milliseconds that a test may take. It only ends what hangs. */
  readonly timeout: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Module of which the default export runs before the first test of a run that has tests of this project. */
  readonly globalSetup?: string;
}

/** What every run of tests shares, with its projects. */
export const settingsOf = (projects: readonly Project[]): ViteUserConfig => {
  process.env['NODE_COMPILE_CACHE'] = COMPILE_CACHE;
  // What tests keep on disk is not sealed with the key of who runs them.
  process.env['HUB_DATA_SLEUTEL'] = join(
    import.meta.dirname,
    '../node_modules/.cache/inburgeringshub/data-sleutel',
  );
  return defineConfig({
    test: {
      setupFiles: ['test/setup.ts'],
      expect: {
        // A test without an assertion passes whatever the hub does.
        requireAssertions: true,
        // By itself vitest gives up after a second, which is too soon on a machine that is busy, and asks twenty times a second: a
        // hub that waits for the next try of a delivery then computes answers all the while.
        poll: { timeout: 120_000, interval: 250 },
      },
      sequence: { sequencer: LongestFirst },
      projects: projects.map(
        ({ name, include, exclude = [], group, maxWorkers, timeout, env = {}, globalSetup }) => ({
          extends: true as const,
          test: {
            name,
            include: [...include],
            exclude: [...exclude],
            env: { ...env },
            isolate: false,
            maxWorkers,
            sequence: { groupOrder: group },
            testTimeout: timeout,
            hookTimeout: timeout,
            ...(globalSetup === undefined ? {} : { globalSetup }),
          },
        }),
      ),
    },
  });
};

/** Names the tests of `npm run test:long`. */
export const LONG_TESTS = '**/*.long.test.ts';
