import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMiniStack } from '../../../emulator/ministack.ts';

describe('an emulator that cannot be started', () => {
  it('leads to an error that names the missing Python', async () => {
    await expect(startMiniStack('/nergens/python3')).rejects.toThrow(/nergens\/python3/);
  });

  it('leads to an error that says that its process ended, for which nobody waits any longer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-emulator-'));
    const python = join(folder, 'python3');
    await writeFile(python, '#!/bin/sh\necho geen ministack\nexit 3\n');
    await chmod(python, 0o755);
    const lines: string[] = [];
    await expect(startMiniStack(python, (line) => lines.push(line))).rejects.toThrow('the emulator ended: 3');
    expect(lines).toEqual(['geen ministack']);
    await rm(folder, { recursive: true });
  });
});
