import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { OWN_GEMEENTEN } from '../../infra/gemeenten/profiles.ts';
import { FUNCTIONS } from '../../infra/names.ts';
import type { LocalChoice } from '../../local/synth.ts';
import { temporaryFolder } from '../temporary.ts';
import { environmentOf, type Source } from './support.ts';

/** The template of the functions as the process makes it that a local hub starts for that, with code of one line each. */
const templateOf = async (choice: LocalChoice): Promise<Template> => {
  const folder = temporaryFolder();
  const bundlesDir = join(folder, 'functions');
  for (const name of FUNCTIONS) {
    mkdirSync(join(bundlesDir, name), { recursive: true });
    writeFileSync(join(bundlesDir, name, 'index.mjs'), 'export const handler = async () => {};');
  }
  const child = fork(join(import.meta.dirname, '../../local/synth-process.ts'), {
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  child.send({ outdir: join(folder, 'cdk.out'), bundlesDir, ...choice });
  const [directory] = (await once(child, 'message')) as [string];
  const text = readFileSync(join(directory, 'InburgeringshubVerwerking.template.json'), 'utf8');
  return Template.fromString(text);
};

/** The functions of a local hub that may call this machine. */
const mayLoopback = async (strict: boolean): Promise<readonly unknown[]> => {
  const template = await templateOf({ strict, gemeenten: OWN_GEMEENTEN });
  return Object.values(template.findResources('AWS::Lambda::Function'))
    .map((source) => environmentOf(source as Source))
    .filter((variables) => variables['LOOPBACK_TOEGESTAAN'] === 'ja')
    .map((variables) => variables['POWERTOOLS_SERVICE_NAME']);
};

it('a local hub may deliver webhooks to this machine, and a strict one may not', async () => {
  expect(await mayLoopback(false)).toEqual(
    expect.arrayContaining(['inburgeringshub-api', 'inburgeringshub-webhook']),
  );
  expect(await mayLoopback(true)).toEqual([]);
});
