import { join } from 'node:path';
import { chooseEnvironment } from '../infra/environments/index.ts';
import { readAssembly } from '../local/template/assembly.ts';
import { run } from './run.ts';

const PROJECT = join(import.meta.dirname, '..');
const CDK = join(PROJECT, 'node_modules/aws-cdk/bin/cdk');
/** The account number of the emulator. */
const ACCOUNT = '000000000000';

/** Resource types that the emulator refuses. A stack with one of these is not deployed (docs/emulators.md). */
const REFUSED_TYPES: ReadonlySet<string> = new Set(['AWS::Budgets::Budget', 'AWS::Events::Archive']);

const cdk = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> =>
  run(process.execPath, [CDK, ...args], env);

/**
 * The environment to deploy: `productie`, or `lokaal` once the file of productie names an account, a domain or
 * addresses that an emulator does not have.
 */
const emulatedEnvironment = (): 'productie' | 'lokaal' => {
  const { account, domein, tokens, duo } = chooseEnvironment('productie');
  return [account, domein, tokens, duo].every((own) => own === undefined) ? 'productie' : 'lokaal';
};

/** Synthesises the app of an environment into `folder` as `cdk deploy` would. */
export const synthesiseInto = async (folder: string, environment = emulatedEnvironment()): Promise<void> => {
  const app = `${process.execPath} ${join(PROJECT, 'bin/app.ts')}`;
  const context = ['--context', `omgeving=${environment}`];
  await cdk(process.env, 'synth', '--quiet', '--app', app, '--output', folder, ...context);
};

/** Names of the stacks that the emulator can deploy. */
export const deployableStacks = (assembly: string): readonly string[] =>
  readAssembly(assembly)
    .stacks.filter(
      ({ template }) => !Object.values(template.Resources ?? {}).some(({ Type }) => REFUSED_TYPES.has(Type)),
    )
    .map(({ name }) => name);

/** `cdk bootstrap` and `cdk deploy` of a synthesised app, by the ordinary command. */
export const deploy = async (
  assembly: string,
  parameters: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Promise<void> => {
  await cdk(env, 'bootstrap', '--app', assembly, `aws://${ACCOUNT}/${env['AWS_REGION']}`);
  await cdk(
    env,
    'deploy',
    ...deployableStacks(assembly),
    ...['--app', assembly, '--require-approval', 'never', '--concurrency', '4'],
    ...Object.entries(parameters).flatMap(([name, value]) => ['--parameters', `${name}=${value}`]),
  );
};
