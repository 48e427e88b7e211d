import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findPython } from '../../emulator/python.ts';

/** `npm run test:cloud`: the end-to-end tests on an emulator of AWS, where there is a Python to run it. */

const VITEST = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const CONFIG = join(import.meta.dirname, 'vitest.config.ts');

const python = await findPython();
if ('missing' in python) {
  process.stdout.write(`test:cloud skipped: ${python.missing}\n`);
} else {
  const args = [VITEST, 'run', '--config', CONFIG, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
