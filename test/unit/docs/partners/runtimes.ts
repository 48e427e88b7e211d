import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The example programs for partners, and what is needed to run them. */

export const EXAMPLES = join(import.meta.dirname, '../../../../docs/partners/voorbeelden');

interface Runtime {
  readonly taal: string;
  readonly program: string;
  readonly args: (file: string) => readonly string[];
  /** What must stand in the answer to `--version`. */
  readonly versie: RegExp;
}

export const NODE: Runtime = {
  taal: 'TypeScript',
  program: process.execPath,
  args: (file) => [file],
  versie: /^v(2[4-9]|[3-9]\d)\./,
};
export const PYTHON: Runtime = {
  taal: 'Python',
  program: 'python3',
  args: (file) => [file],
  versie: /^Python 3\.(9|\d\d)/,
};
export const PHP: Runtime = {
  taal: 'PHP',
  program: 'php',
  args: (file) => [file],
  versie: /^PHP [89]/,
};
export const DOTNET: Runtime = {
  taal: 'C#',
  program: 'dotnet',
  args: (file) => ['run', file, '--'],
  versie: /^[1-9]\d\./,
};

/** Why a program cannot run here; undefined when it can. */
export const missing = ({ program, versie }: Runtime): string | undefined => {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `${program} is not on this machine`;
  return versie.test(stdout) ? undefined : `${program} is ${stdout.split('\n')[0]?.trim()} here, too old`;
};

/** Runs a program to its end. */
export const run = (
  { program, args }: Runtime,
  file: string,
  words: readonly string[],
  { geheim, input }: { readonly geheim: string; readonly input: string },
): SpawnSyncReturns<string> =>
  spawnSync(program, [...args(file), ...words], {
    encoding: 'utf8',
    input: input,
    env: { ...process.env, WEBHOOK_GEHEIM: geheim },
  });
