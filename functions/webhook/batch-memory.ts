import type { State } from '../../adapters/table/kanalen.ts';
import { HEALTHY, type ReceiverHealth } from '../../domain/delivery/circuit.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { createPlaces, type Places } from './places.ts';

/** What the lanes of one batch read together. */
export interface LaneDependencies extends WebhookDependencies {
  /**
   * How the receiver of an abonnement does: what this batch wrote itself at once, what others wrote after a second at
   * most.
   */
  readonly receiverHealth: (abonnementId: string) => Promise<ReceiverHealth>;
  /** The abonnementen of which a lane asks at this moment to find out whether the receiver is back. */
  readonly onTrial: Set<string>;
  /** Gives the place that the rate of a receiver leaves for one message more. */
  readonly reserve: Places;
}

/**
 * How long an answer serves. An order is sent after the change that it is about, and a batch reads after it got its orders:
 * what it reads holds those changes.
 */
const FRESH_MS = 1000;

/** Reads once for all calls within a second. A failure is that of all of them too, and is not kept. */
const oncePerSecond = <Value>(read: (key: string) => Promise<Value>, now: () => Date) => {
  const answers = new Map<string, { readonly until: number; readonly value: Promise<Value> }>();
  return {
    read: (key: string): Promise<Value> => {
      const moment = now().getTime();
      const earlier = answers.get(key);
      if (earlier !== undefined && earlier.until > moment) return earlier.value;
      const value = read(key);
      answers.set(key, { until: moment + FRESH_MS, value });
      value.catch(() => answers.delete(key));
      return value;
    },
    forget: (key: string): void => {
      answers.delete(key);
    },
  };
};

/** The dependencies of one batch: its lanes read the doors of a gemeente and the state of a receiver together. */
export const forBatch = (dependencies: WebhookDependencies): LaneDependencies => {
  const { kanalen, now } = dependencies;
  const perGemeente = oncePerSecond((code) => kanalen.settingsOfAll([`${code}/` as KanaalId]), now);
  const receiverHealth = oncePerSecond(async (id) => {
    const noted: State<ReceiverHealth> | undefined = await kanalen.state(id, 'GEZONDHEID');
    return noted?.waarde ?? HEALTHY;
  }, now);
  return {
    ...dependencies,
    receiverHealth: receiverHealth.read,
    onTrial: new Set(),
    reserve: createPlaces(dependencies),
    kanalen: {
      ...kanalen,
      settings: async (partner) => (await perGemeente.read(partner.slice(0, 4)))(partner),
      // When a receiver asks for rest or fails, the other lanes of this batch must know at once.
      async putState(abonnementId, kind, value, before) {
        const succeeded = await kanalen.putState(abonnementId, kind, value, before);
        if (kind === 'GEZONDHEID') receiverHealth.forget(abonnementId);
        return succeeded;
      },
    },
  };
};
