import type { CfnTag } from 'aws-cdk-lib';
import { APP_NAAM } from './namen.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';

/** The tags of everything in an environment. */
export const labelsVan = ({ naam, labels }: Omgeving): Readonly<Record<string, string>> => ({
  toepassing: APP_NAAM,
  omgeving: naam,
  ...labels,
});

/** The same for the resource types that the CDK does not tag by itself. */
export const cfnLabels = (omgeving: Omgeving): CfnTag[] =>
  Object.entries(labelsVan(omgeving)).map(([key, value]) => ({ key, value }));
