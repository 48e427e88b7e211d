import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import type { Environment } from '../../infra/environments/environment.ts';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp } from './support.ts';

/**
 * The commands of these pages must be complete, because CloudFormation refuses a stack with a parameter without a
 * value.
 */
const PAGES = [
  ['infra/README.md', 'as its files come', trialEnvironment({ budget: { dollarsPerMaand: 25 } })],
  ['docs/deploy.md', 'whose file its first step filled in', trialEnvironment(COMPLETE)],
] as const;

const COMMAND = /(?:npm exec -- |npx )cdk deploy --all -c omgeving=\w+((?:\s*\\\n\s*--parameters \S+)*)/g;

const parametersIn = (options: string): readonly string[] =>
  [...options.matchAll(/--parameters ([^=\s]+)=/g)].map(([, name = '']) => name).toSorted();

/** Every parameter without a default, as `Stack:Parameter`. */
const needed = (environment: Environment): readonly string[] => {
  const { data, gemeenten, processing, archive, costs } = createTrialApp({ environment });
  return [data, ...gemeenten, processing, archive, ...(costs === undefined ? [] : [costs])]
    .flatMap((stack) => {
      const parameters: Record<string, { Default?: unknown }> =
        Template.fromStack(stack).toJSON()['Parameters'] ?? {};
      return Object.entries(parameters).flatMap(([parameter, { Default }]) =>
        Default === undefined ? [`${stack.stackName}:${parameter}`] : [],
      );
    })
    .toSorted();
};

it.each(PAGES)(
  '%s has a command with every parameter that has no default, for an environment %s',
  (page, _, environment) => {
    const text = readFileSync(join(import.meta.dirname, '../..', page), 'utf8');
    const commands = [...text.matchAll(COMMAND)];
    expect(commands.length).toBeGreaterThan(0);
    const expected = needed(environment);
    for (const [, options = ''] of commands) expect(parametersIn(options)).toEqual(expected);
  },
);
