import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

/** Only this test runs the measurements of the hub, so that they still work when somebody needs them. */

const ROOT = join(import.meta.dirname, '../../..');

/** Each script with the words that make it small. */
const SMALL: Readonly<Record<string, readonly string[]>> = {
  bench: ['--quick', '--json'],
  kosten: ['--json'],
  schaal: ['--sizes', '20', '--json'],
  daglijst: ['--sizes', '100,200'],
  nacht: ['--sizes', '100,200'],
  cijfers: ['--sizes', '100,200'],
  wachten: [],
  land: [],
  bladzijden: ['--json'],
};

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

const programmes = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /^node (bench\/\S+)$/.exec(line)?.[1];
  return file === undefined ? [] : [{ name, file }];
});

describe('what measures the hub', () => {
  it('has a small run here, each script of it', () => {
    expect(programmes.map(({ name }) => name).sort()).toEqual(Object.keys(SMALL).sort());
  });

  it.each(programmes)('comes to its end and prints figures: npm run $name', async ({ name, file }) => {
    const words = SMALL[name] ?? [];
    const { stdout } = await promisify(execFile)(process.execPath, [file, ...words], {
      cwd: ROOT,
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(stdout).toMatch(/\d/);
    if (words.includes('--json')) expect(() => JSON.parse(stdout)).not.toThrow();
  });
});
