import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundelFuncties } from '../infra/bundles.ts';

/** A cloud assembly in a temporary folder. */
export interface TemporaryAssembly {
  readonly directory: string;
  remove(): Promise<void>;
}

const PROCESS = join(import.meta.dirname, 'synth-process.ts');

const startProcess = (): ChildProcess =>
  fork(PROCESS, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    // The template is held against CloudFormation's schemas by `cdk synth` and the tests; here that only costs time.
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

/**
 * Synthesises and bundles the app into a folder of its own, so that two hubs never share one. The child process loads
 * the CDK library while this one bundles. `strict`: webhooks go nowhere but where they would in an account.
 */
export const synthesiseApart = async (strict = false): Promise<TemporaryAssembly> => {
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const child = startProcess();
  const outcome = outcomeOf(child);
  try {
    const bundels = bundelFuncties({ bundlesDir: join(folder, 'functions') });
    child.send({ outdir: join(folder, 'cdk.out'), bundlesDir: bundels.dir, strict });
    return { directory: await outcome, remove };
  } catch (error) {
    child.kill();
    await outcome.catch(() => undefined); // the first error is the one to tell
    await remove();
    throw error;
  }
};
