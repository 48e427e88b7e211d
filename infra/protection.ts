import { RemovalPolicy } from 'aws-cdk-lib';
import type { Environment } from './environments/environment.ts';

/** True where what the hub remembers must outlive its stack. */
export const keeps = ({ gegevens }: Environment): boolean => gegevens === 'bewaren';

/** What happens to a resource that remembers something when its stack lets go of it. */
export const removalPolicy = (environment: Environment): RemovalPolicy =>
  keeps(environment) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
