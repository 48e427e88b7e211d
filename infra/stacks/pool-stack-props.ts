import type { StackProps } from 'aws-cdk-lib';
import type { Environment } from '../environments/environment.ts';

/** The properties of a stack with a user pool of the hub's own. */
export type PoolStackProps = StackProps & {
  readonly environment: Environment;
  /** Prefix of the pool's domain, unique in the region. */
  readonly domainPrefix: string;
};
