import type { CfnTag } from 'aws-cdk-lib';
import type { Environment } from './environments/environment.ts';
import { APP_NAME } from './names.ts';

/** The tags of every resource in an environment. */
export const labelsOf = ({ naam, labels }: Environment): Readonly<Record<string, string>> => ({
  toepassing: APP_NAME,
  omgeving: naam,
  ...labels,
});

/** The same tags for the resource types that the CDK does not tag by itself. */
export const cfnLabels = (environment: Environment): CfnTag[] =>
  Object.entries(labelsOf(environment)).map(([key, value]) => ({ key, value }));
