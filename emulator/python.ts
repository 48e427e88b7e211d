import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, run } from './run.ts';

/** MiniStack needs at least this Python. */
const OLDEST = [3, 10] as const;

const CANDIDATES = ['python3', 'python'] as const;

/** Prints the version, and fails when it cannot make a virtual environment with pip in it. */
const PROBE = 'import ensurepip, sys, venv; print("%d.%d" % sys.version_info[:2])';

/** A Python that can run the emulator, or why there is none. */
export type Python = { readonly command: string } | { readonly missing: string };

const recentEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

/** Looks for a Python on the path. */
export const findPython = async (
  answer: (command: string, args: readonly string[]) => Promise<string | undefined> = ask,
): Promise<Python> => {
  const oldest = OLDEST.join('.');
  let missing = `no Python on this machine (${oldest} or newer is needed)`;
  for (const command of CANDIDATES) {
    const version = await answer(command, ['-c', PROBE]);
    if (version !== undefined && recentEnough(version)) return { command };
    if (version !== undefined) missing = `Python ${version} is too old (${oldest} or newer is needed)`;
    else if ((await answer(command, ['--version'])) !== undefined)
      missing = `${command} has no venv with pip (on Debian: the package python3-venv)`;
  }
  return { missing };
};

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
/** The cache is in node_modules, so that a fresh `npm ci` also installs the emulator afresh. */
const CACHE = join(import.meta.dirname, '../node_modules/.cache/inburgeringshub');

/**
 * Makes a virtual environment with the pinned packages, once for each list of packages. It returns the path of its
 * Python.
 */
export const installEmulator = async (command: string): Promise<string> => {
  const list = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `emulator-${list}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  // The folder has another name until it is complete, so that an install that was cut off is not used.
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(CACHE, { recursive: true });
  try {
    await run(command, ['-m', 'venv', unfinished]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
    await run(join(unfinished, 'bin', 'python'), [...pip, '--requirement', REQUIREMENTS]);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return python;
};
