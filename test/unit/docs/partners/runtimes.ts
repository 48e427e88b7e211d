import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The runtimes of the example programs for partners. */

export const EXAMPLES = join(import.meta.dirname, '../../../../docs/partners/voorbeelden');

interface Runtime {
  readonly language: string;
  readonly program: string;
  readonly args: (file: string) => readonly string[];
  /** The answer to `--version` of a version that is new enough. */
  readonly version: RegExp;
}

export const NODE: Runtime = {
  language: 'TypeScript',
  program: process.execPath,
  args: (file) => [file],
  version: /^v(2[4-9]|[3-9]\d)\./,
};

/** Python itself: what the path leads to may be a script that looks for it each time, as long as a programme runs. */
const ownPython = (): string => {
  const script = 'import sys; print(sys.executable)';
  const { status, stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'python3';
};
export const PYTHON: Runtime = {
  language: 'Python',
  program: ownPython(),
  args: (file) => [file],
  version: /^Python 3\.(9|\d\d)/,
};
export const PHP: Runtime = {
  language: 'PHP',
  program: 'php',
  args: (file) => [file],
  version: /^PHP [89]/,
};
export const DOTNET: Runtime = {
  language: 'C#',
  program: 'dotnet',
  args: (file) => ['run', file, '--'],
  version: /^[1-9]\d\./,
};

/** Why a program cannot run here; undefined when it can. */
export const missing = ({ program, version }: Runtime): string | undefined => {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `${program} is not on this machine`;
  return version.test(stdout) ? undefined : `${program} is ${stdout.split('\n')[0]?.trim()} here, too old`;
};

/** Why a program in Python cannot read a queue here: it needs a package of AWS. */
export const missingBoto = (): string | undefined =>
  missing(PYTHON) ??
  (spawnSync(PYTHON.program, ['-c', 'import boto3']).status === 0
    ? undefined
    : 'boto3 is not on this machine');

/** Runs a program to its end. */
export const run = (
  { program, args }: Runtime,
  file: string,
  words: readonly string[],
  { secret, input }: { readonly secret: string; readonly input: string },
): SpawnSyncReturns<string> =>
  spawnSync(program, [...args(file), ...words], {
    encoding: 'utf8',
    input: input,
    env: { ...process.env, WEBHOOK_GEHEIM: secret },
  });
