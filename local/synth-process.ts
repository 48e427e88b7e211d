import { once } from 'node:events';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { synthesise } from '../infra/app.ts';
import { bundleMap } from '../infra/bundling/bundles.ts';
import { chooseEnvironment } from '../infra/environments/index.ts';
import type { LocalChoice } from './synth.ts';

/**
 * Synthesises the app in a process of its own. A thread would leave a quarter of a gigabyte with the hub: what the CDK
 * library took is only given back when its process ends. By the time the library is loaded here, the functions have
 * been bundled elsewhere.
 */
if (process.send === undefined) throw new Error('synth-process runs as a child of the hub');

const [{ outdir, bundlesDir, strict, gemeenten }] = (await once(process, 'message')) as [
  { readonly outdir: string; readonly bundlesDir: string } & LocalChoice,
];
const { loopback, ...environment } = chooseEnvironment('lokaal');
const directory = synthesise({
  omgeving: { ...environment, gemeenten, ...(strict || loopback === undefined ? {} : { loopback }) },
  outdir,
  codeFor: (fn) => Code.fromAsset(bundleMap({ dir: bundlesDir }, fn)),
});
process.send(directory, undefined, undefined, () => process.disconnect());
