import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { gemeenteProfielen } from '../domain/gemeenten/index.ts';
import { synthesise } from '../infra/app.ts';
import { bundelMap } from '../infra/bundles.ts';

/**
 * Synthesises the app in a thread of its own: the CDK library and everything it built are given back to the machine
 * when the thread ends. By the time the library is loaded here, the functions have been bundled elsewhere.
 */
if (parentPort === null) throw new Error('synth-worker runs as a worker thread');

const [{ outdir, bundlesDir }] = (await once(parentPort, 'message')) as [
  { readonly outdir: string; readonly bundlesDir: string },
];
const directory = synthesise({
  gemeenten: gemeenteProfielen,
  outdir,
  codeFor: (functie) => Code.fromAsset(bundelMap({ dir: bundlesDir }, functie)),
});
parentPort.postMessage(directory);
parentPort.close();
