import { once } from 'node:events';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { synthesise } from '../infra/app.ts';
import { bundlePath } from '../infra/bundling/bundles.ts';
import { chooseEnvironment } from '../infra/environments/index.ts';
import type { LocalChoice } from './synth.ts';

/**
 * Synthesises the app in a process of its own, because the quarter of a gigabyte that the CDK library takes is only
 * given back when its process ends. The parent bundles the functions while this process loads that library.
 */
if (process.send === undefined) throw new Error('synth-process runs as a child of the hub');

const [{ outdir, bundlesDir, strict, gemeenten }] = (await once(process, 'message')) as [
  { readonly outdir: string; readonly bundlesDir: string } & LocalChoice,
];
const { loopback, ...environment } = chooseEnvironment('lokaal');
const directory = synthesise({
  environment: { ...environment, gemeenten, ...(strict || loopback === undefined ? {} : { loopback }) },
  outdir,
  codeFor: (fn) => Code.fromAsset(bundlePath({ dir: bundlesDir }, fn)),
});
process.send(directory, undefined, undefined, () => process.disconnect());
