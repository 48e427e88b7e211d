import type { Bus } from '../../adapters/bus/bus.ts';
import { once } from './once.ts';

/** The bus, of which the client is loaded when there is something to say on it: not every invocation has that. */
export const busAtRequest = (name: string): Bus => {
  const bus = once(async () => {
    const { createBus } = await import('../../adapters/bus/bus.ts');
    return createBus(name);
  });
  return {
    publish: async (berichten) => (await bus()).publish(berichten),
    announceUpdated: async (zaken) => (await bus()).announceUpdated(zaken),
  };
};
