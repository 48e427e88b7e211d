import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';

const MINISTACK = join(import.meta.dirname, '../../emulator/ministack.ts');
const STARTER = `
  const { startMiniStack } = await import(process.argv[1]);
  console.log((await startMiniStack(process.argv[2])).url);
`;

it('an emulator ends with the process that started it, also when that is killed, and leaves nothing behind', async () => {
  const { python } = inject('emulator');
  const TMPDIR = await mkdtemp(join(tmpdir(), 'hub-emulator-'));
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', STARTER, MINISTACK, python], {
    env: { ...process.env, TMPDIR },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string];
  const answers = (): Promise<boolean> =>
    fetch(`${url}/_ministack/health`).then(
      (response) => response.ok,
      () => false,
    );
  expect(await answers()).toBe(true);
  expect(await readdir(TMPDIR)).not.toEqual([]);
  starter.kill('SIGKILL');
  for (const begin = Date.now(); (await answers()) && Date.now() - begin < 10_000; ) await pause(100);
  expect(await answers()).toBe(false);
  expect(await readdir(TMPDIR)).toEqual([]);
  await rm(TMPDIR, { recursive: true });
});
