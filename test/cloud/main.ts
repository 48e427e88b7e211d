import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../emulator/python.ts';
import { COMPILE_CACHE } from '../compile-cache.ts';

/** `npm run test:cloud`: the end-to-end tests on an emulator of AWS, where there is a Python to run it. */

const VITEST = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const CONFIG = join(import.meta.dirname, 'vitest.config.ts');

const runTests = async (args: readonly string[]): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-cloud-'));
  // Ctrl-C reaches the tests as well: they end, and after them this removes what they left.
  process.on('SIGINT', () => undefined);
  const child = spawn(process.execPath, [VITEST, 'run', '--config', CONFIG, ...args], {
    env: { ...process.env, TMPDIR: folder, NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  return code ?? 1;
};

const python = await findPython();
if ('missing' in python) process.stdout.write(`test:cloud skipped: ${python.missing}\n`);
else process.exitCode = await runTests(process.argv.slice(2));
