import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The example programs for partners, and what is needed to run them. */

export const VOORBEELDEN = join(import.meta.dirname, '../../../docs/partners/voorbeelden');

interface Runtime {
  readonly taal: string;
  readonly programma: string;
  readonly argumenten: (bestand: string) => readonly string[];
  /** What must stand in the answer to `--version`. */
  readonly versie: RegExp;
}

export const NODE: Runtime = {
  taal: 'TypeScript',
  programma: process.execPath,
  argumenten: (bestand) => [bestand],
  versie: /^v(2[4-9]|[3-9]\d)\./,
};
export const PYTHON: Runtime = {
  taal: 'Python',
  programma: 'python3',
  argumenten: (bestand) => [bestand],
  versie: /^Python 3\.(9|\d\d)/,
};
export const PHP: Runtime = {
  taal: 'PHP',
  programma: 'php',
  argumenten: (bestand) => [bestand],
  versie: /^PHP [89]/,
};
export const DOTNET: Runtime = {
  taal: 'C#',
  programma: 'dotnet',
  argumenten: (bestand) => ['run', bestand, '--'],
  versie: /^[1-9]\d\./,
};

/** Why a program cannot run here; undefined when it can. */
export const ontbreekt = ({ programma, versie }: Runtime): string | undefined => {
  const { status, stdout } = spawnSync(programma, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `${programma} is not on this machine`;
  return versie.test(stdout) ? undefined : `${programma} is ${stdout.split('\n')[0]?.trim()} here, too old`;
};

/** Runs a program to its end. */
export const voerUit = (
  { programma, argumenten }: Runtime,
  bestand: string,
  woorden: readonly string[],
  { geheim, invoer }: { readonly geheim: string; readonly invoer: string },
): SpawnSyncReturns<string> =>
  spawnSync(programma, [...argumenten(bestand), ...woorden], {
    encoding: 'utf8',
    input: invoer,
    env: { ...process.env, WEBHOOK_GEHEIM: geheim },
  });
