import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const mappen: string[] = [];

// Each test file has this module to itself, so this runs when that file is done.
afterAll(() => {
  for (const map of mappen) rmSync(map, { recursive: true, force: true });
});

/** A folder that is gone when the tests of the file are done. */
export const tijdelijkeMap = (): string => {
  const map = mkdtempSync(join(tmpdir(), 'hub-test-'));
  mappen.push(map);
  return map;
};
