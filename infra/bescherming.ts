import { RemovalPolicy } from 'aws-cdk-lib';
import type { Omgeving } from './omgevingen/omgeving.ts';

/** True where what the hub remembers must outlive its stack. */
export const bewaart = ({ gegevens }: Omgeving): boolean => gegevens === 'bewaren';

/** What happens to a resource that remembers something when its stack lets go of it. */
export const verwijderbeleid = (omgeving: Omgeving): RemovalPolicy =>
  bewaart(omgeving) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
