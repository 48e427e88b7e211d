import type { Bus } from '../../adapters/bus/bus.ts';
import { atFirstCall } from './at-first-call.ts';

/** The bus, of which the client is loaded when there is something to say on it: not every invocation has that. */
export const busAtRequest = (name: string): Bus =>
  atFirstCall(['publish', 'announceUpdated'], async () => {
    const { createBus } = await import('../../adapters/bus/bus.ts');
    return createBus(name);
  });
