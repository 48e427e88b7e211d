import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMiniStack } from '../../../emulator/ministack.ts';

describe('an emulator that cannot be started', () => {
  it('is an error that names the Python that is not there', async () => {
    await expect(startMiniStack('/nergens/python3')).rejects.toThrow(/nergens\/python3/);
  });

  it('is an error as soon as it ends, not after a minute', async () => {
    const map = await mkdtemp(join(tmpdir(), 'hub-emulator-'));
    const python = join(map, 'python3');
    await writeFile(python, '#!/bin/sh\necho geen ministack\nexit 3\n');
    await chmod(python, 0o755);
    const rules: string[] = [];
    const start = Date.now();
    await expect(startMiniStack(python, (rule) => rules.push(rule))).rejects.toThrow('does not answer');
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(rules).toEqual(['geen ministack']);
    await rm(map, { recursive: true });
  });
});
