import { AGAIN, retry } from '../../adapters/retry.ts';
import type { Kanalen, StateKind } from '../../adapters/table/kanalen.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import { HEALTHY, mayTry, type ReceiverHealth, withoutRest } from '../../domain/delivery/circuit.ts';
import { HubError } from '../../domain/errors.ts';

/** The state of a receiver beside its abonnement, which several instances may change at once. */

export interface StateNeeded {
  readonly kanalen: Pick<Kanalen, 'state' | 'putState'>;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** How often another instance may write first before the caller has to come again. */
const ATTEMPTS = 25;

/** Decides on the stored state and writes the result. It decides again when another instance wrote meanwhile. */
export const appendState = async <Value, Outcome>(
  { kanalen, chance, sleep }: StateNeeded,
  abonnementId: string,
  kind: StateKind,
  decide: (value: Value | undefined) => { readonly next: Value | undefined; readonly outcome: Outcome },
): Promise<Outcome> =>
  retry(
    async () => {
      const before = await kanalen.state<Value>(abonnementId, kind);
      const { next, outcome } = decide(before?.waarde);
      if (next === undefined) return outcome;
      return (await kanalen.putState(abonnementId, kind, next, before)) ? outcome : AGAIN;
    },
    {
      times: ATTEMPTS,
      pauseMs: (failed) => 20 * failed * chance(),
      sleep,
      exhausted: () => new HubError('retry', 'de toestand van een ontvanger bleef veranderen'),
    },
  );

/**
 * Lets the next message find out at once whether the receiver is back. The result is its state. When its partner did something
 * (`byPartner`: it verified, resumed or moved the abonnement), the rest that the receiver asked for ends too; it does not when
 * another message succeeded.
 */
export const letTry = (
  dependencies: StateNeeded & { readonly now: () => Date },
  { id }: Pick<Abonnement, 'id'>,
  { byPartner }: { readonly byPartner: boolean },
): Promise<ReceiverHealth> =>
  appendState<ReceiverHealth, ReceiverHealth>(dependencies, id, 'GEZONDHEID', (receiverHealth = HEALTHY) => {
    const rested = byPartner ? withoutRest(receiverHealth, dependencies.now().getTime()) : receiverHealth;
    const after = mayTry(rested);
    return { next: after === receiverHealth ? undefined : after, outcome: after };
  });
