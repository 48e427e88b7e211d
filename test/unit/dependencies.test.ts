import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

/** What comes from others: its licences, and what it may run when it is installed (docs/release.md). */

const PROJECT = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      dev: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      /** What its maker says of a version that is given up, often because of a known fault. */
      deprecated: z.string().optional(),
    }),
  ),
});
const Manifest = z.object({ license: z.string(), allowScripts: z.record(z.string(), z.boolean()) });

const manifest = Manifest.parse(JSON.parse(read('package.json')));
const packages = Object.entries(Lock.parse(JSON.parse(read('package-lock.json'))).packages)
  .filter(([path]) => path !== '')
  .map(([path, rest]) => ({ name: path.split('node_modules/').at(-1) ?? path, ...rest }));
const ships = packages.filter(({ dev }) => dev !== true);

/**
 * Licences of what may be part of a work under EUPL-1.2, with its notice: permissive ones, and MPL-2.0, which the appendix of the
 * EUPL names. What has that licence ships unchanged, and its notice says where its source is.
 */
const MAY_SHIP = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Unlicense',
];

/**
 * What is used to build and test may ask for more, because nothing of it is handed on. The stylesheet of the pages is made of
 * packages under the hub's own licence, EUPL-1.2, and says so at its head.
 */
const MAY_BE_USED = [
  ...MAY_SHIP,
  '(MIT OR GPL-3.0-or-later)',
  'AGPL-3.0-or-later',
  'BlueOak-1.0.0',
  'EUPL-1.2',
  'MIT OR Apache-2.0',
];

const others = (from: typeof packages, allowed: readonly string[]): readonly string[] =>
  from
    .filter(({ license }) => license === undefined || !allowed.includes(license))
    .map(({ name, license }) => `${name}: ${license}`);

describe('the packages of others', () => {
  it('that ship have a licence that goes with EUPL-1.2', () => {
    expect(manifest.license).toBe('EUPL-1.2');
    expect(ships.length).toBeGreaterThan(20);
    expect(others(ships, MAY_SHIP)).toEqual([]);
  });

  it('that build and test have a licence that was looked at', () => {
    expect(others(packages, MAY_BE_USED)).toEqual([]);
  });

  it('that ship are of no version that its maker gave up', () => {
    expect(ships.filter(({ deprecated }) => deprecated !== undefined)).toEqual([]);
  });

  it('that run something when they are installed are named with whether they may, and no other is', () => {
    const scripts = packages.filter(({ hasInstallScript }) => hasInstallScript === true);
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual(scripts.map(({ name }) => name).toSorted());
  });

  it('that run something when they are installed stand in docs/release.md with the reason', () => {
    const page = read('docs/release.md');
    for (const [name, may] of Object.entries(manifest.allowScripts)) {
      expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| ${may ? 'yes' : 'no'} \\| .{20,} \\|$`, 'm'));
    }
  });
});
