import { RemovalPolicy } from 'aws-cdk-lib';
import type { Environment } from './environments/environment.ts';

/** Whether the data of this environment must outlive its stack. */
export const keeps = ({ gegevens }: Environment): boolean => gegevens === 'bewaren';

/** What CloudFormation does with a resource that holds data when it leaves its stack. */
export const removalPolicy = (environment: Environment): RemovalPolicy =>
  keeps(environment) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
