import type { Bus } from '../../adapters/bus/bus.ts';
import { atFirstCall } from './at-first-call.ts';

/** The bus. Its client is loaded when there is something to publish, because not every invocation publishes. */
export const busAtRequest = (name: string): Bus =>
  atFirstCall(['publish', 'announceUpdated'], async () => {
    const { createBus } = await import('../../adapters/bus/bus.ts');
    return createBus(name);
  });
