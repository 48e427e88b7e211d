import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesiseInto } from '../../emulator/deploy.ts';
import { findPython, installEmulator } from '../../emulator/python.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    emulator: {
      /** The Python of the virtual environment that has the emulator. */
      readonly python: string;
      /** The synthesised app of productie. */
      readonly assembly: string;
    };
  }
}

/** Once for all files: the emulator is installed and the app synthesised. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const found = await findPython();
  if ('missing' in found) throw new Error(found.missing);
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-cloud-'));
  const assembly = join(folder, 'cdk.out');
  const [python] = await Promise.all([installEmulator(found.command), synthesiseInto(assembly)]);
  project.provide('emulator', { python, assembly });
  return () => rm(folder, { recursive: true, force: true });
};
