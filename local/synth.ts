import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundelFuncties } from '../infra/bundles.ts';

/** A cloud assembly in a temporary folder. */
export interface TemporaryAssembly {
  readonly directory: string;
  remove(): Promise<void>;
}

const WORKER = new URL('./synth-worker.ts', import.meta.url);

const startWorker = (): Worker =>
  new Worker(WORKER, {
    name: 'synth',
    // The template is held against CloudFormation's schemas by `cdk synth` and the tests; here that only costs time.
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });

const outcomeOf = (worker: Worker): Promise<string> =>
  new Promise((resolve, reject) => {
    let directory: string | undefined;
    worker.on('message', (message: string) => {
      directory = message;
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      if (directory === undefined) reject(new Error('the app could not be synthesised'));
      else resolve(directory);
    });
  });

/**
 * Synthesises and bundles the app into a folder of its own, so that two hubs never share one. The worker loads the
 * CDK library while this thread bundles.
 */
export const synthesiseApart = async (): Promise<TemporaryAssembly> => {
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-'));
  const worker = startWorker();
  const outcome = outcomeOf(worker);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const bundels = bundelFuncties({ bundlesDir: join(folder, 'functions') });
    worker.postMessage({ outdir: join(folder, 'cdk.out'), bundlesDir: bundels.dir });
    return { directory: await outcome, remove };
  } catch (error) {
    await worker.terminate();
    await outcome.catch(() => undefined); // the first error is the one to tell
    await remove();
    throw error;
  }
};
