import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMiniStack } from '../../../emulator/ministack.ts';

describe('an emulator that cannot be started', () => {
  it('leads to an error that names the missing Python', async () => {
    await expect(startMiniStack('/nergens/python3')).rejects.toThrow(/nergens\/python3/);
  });

  it('leads to an error as soon as its process ends, not after a minute', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-emulator-'));
    const python = join(folder, 'python3');
    await writeFile(python, '#!/bin/sh\necho geen ministack\nexit 3\n');
    await chmod(python, 0o755);
    const lines: string[] = [];
    const start = Date.now();
    await expect(startMiniStack(python, (line) => lines.push(line))).rejects.toThrow('does not answer');
    expect(Date.now() - start).toBeLessThan(50_000);
    expect(lines).toEqual(['geen ministack']);
    await rm(folder, { recursive: true });
  });
});
