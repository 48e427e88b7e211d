import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_GEMEENTEN, readProfiles } from '../infra/gemeenten/profiles.ts';
import { type AssemblyCache, assemblyKey, createAssemblyCache } from './assembly-cache.ts';

/** A cloud assembly in a temporary folder. */
export interface TemporaryAssembly {
  readonly directory: string;
  /** The file that a function's thread runs, as JavaScript. */
  readonly worker: string;
  remove(): Promise<void>;
}

const PROJECT = join(import.meta.dirname, '..');
const PROCESS = join(import.meta.dirname, 'synth-process.ts');
const WORKER = join(import.meta.dirname, 'functions', 'worker.ts');
const CACHE = join(PROJECT, 'node_modules', '.cache', 'inburgeringshub', 'assemblies');

/** What differs between two hubs of the same sources. */
export interface LocalChoice {
  /** Webhooks go nowhere but where they would in an account. */
  readonly strict: boolean;
  /** Folder with the profiles of the gemeenten. */
  readonly gemeenten: string;
}

const startProcess = (): ChildProcess =>
  fork(PROCESS, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    // `cdk synth` and the tests hold the templates against CloudFormation's schemas, so the start of a hub does not.
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });

const outcomeOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let directory: string | undefined;
    child.on('message', (message) => {
      if (typeof message === 'string') directory = message;
    });
    child.once('error', reject);
    child.once('exit', () => {
      if (directory === undefined) reject(new Error('the app could not be synthesised'));
      else resolve(directory);
    });
  });

/** Lies in the assembly, so that it is cached with it. */
const workerIn = (directory: string): string => join(directory, 'worker.mjs');

/**
 * Makes JavaScript of the code of a thread. As TypeScript every thread of every function would load the parser for that
 * anew, which takes longer than to load the function.
 */
const bundleWorker = async (directory: string): Promise<void> => {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [WORKER],
    outfile: workerIn(directory),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'error',
  });
};

/** Synthesises and bundles into `folder`. The child process loads the CDK library while this process bundles. */
const synthesiseInto = async (folder: string, choice: LocalChoice): Promise<void> => {
  const child = startProcess();
  const outcome = outcomeOf(child);
  const bundlesDir = join(folder, 'functions');
  const outdir = join(folder, 'cdk.out');
  try {
    const { bundleFunctions } = await import('../infra/bundling/bundles.ts');
    bundleFunctions({ bundlesDir, profiles: readProfiles(choice.gemeenten) });
    child.send({ outdir, bundlesDir, ...choice });
    await outcome;
    await bundleWorker(outdir);
  } catch (error) {
    child.kill();
    await outcome.catch(() => undefined); // the first error is thrown
    throw error;
  }
  await rm(bundlesDir, { recursive: true });
};

/** The key of the assembly. Beside the sources it holds the context, which the CDK also reads from the environment. */
const keyOf = ({ strict, gemeenten }: LocalChoice): string =>
  assemblyKey(PROJECT, [
    process.version,
    strict ? 'strict' : 'loopback',
    JSON.stringify(readProfiles(gemeenten)),
    process.env['CDK_CONTEXT_JSON'] ?? '',
  ]);

/**
 * Synthesises and bundles the app into a temporary folder, so that no two hubs share one. An assembly of the same
 * sources and profiles comes from the cache.
 */
export const synthesiseApart = async (
  choice: LocalChoice = { strict: false, gemeenten: LOCAL_GEMEENTEN },
  cache: AssemblyCache = createAssemblyCache(CACHE),
): Promise<TemporaryAssembly> => {
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const directory = join(folder, 'cdk.out');
  try {
    const key = keyOf(choice);
    if (!(await cache.take(key, directory))) {
      await synthesiseInto(folder, choice);
      // When a source was saved meanwhile, the assembly belongs to neither key.
      if (keyOf(choice) === key) await cache.keep(key, directory);
    }
    return { directory, worker: workerIn(directory), remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
