import type { Entrance } from '../../../../adapters/table/limits.ts';
import { PACE } from '../../../../domain/limits.ts';
import type { Organisation } from '../../../../domain/organisations.ts';
import {
  LEASE_MS,
  type Lease,
  type Taken,
  takeOne,
  withoutReserve,
  withReserve,
} from '../../../../domain/pace.ts';
import type { Dependencies } from '../dependencies.ts';
import { safeError } from '../safe-log.ts';
import { isTemporary, problem } from './problems.ts';

/** What keeping a pace needs from outside. */
export interface PaceDependencies {
  readonly limits: Pick<Dependencies['limits'], 'reserve'>;
  readonly clock: Pick<Dependencies['clock'], 'now'>;
  readonly log: Pick<Dependencies['log'], 'error'>;
}

type Refill = Extract<Taken, { readonly let: false }>;

/** Who was refused is refused this long without looking again, which is the shortest wait that an answer names. */
const REFUSED_MS = 1000;

const OF_ORGANISATION = 'Deze organisatie stuurt meer verzoeken dan de hub van haar aanneemt.';

/** The answer to whoever asks more than its pace. */
export const tooMany = (waitMs: number, detail: string) =>
  problem('te-veel-verzoeken', detail, {
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) },
  });

/**
 * Keeps each organisation to its pace before any work is done for it, over all instances of the function together: an instance
 * reserves some requests of what they share, and lets those through without a call. The first of them go in advance, and who is
 * refused is refused again without a call until there is room.
 *
 * When the pace cannot be reserved because the table is throttled or away, the requests are let through and the log says so: the
 * limit protects others from a flood, and must not be what keeps a message of COA out. A flood cannot bring that about itself, for
 * an instance asks at most once a second of who is refused; and the throttling of the gateway still holds.
 */
export const createPace = ({ limits, clock, log }: PaceDependencies, entrance: Entrance) => {
  const leases = new Map<string, Lease>();
  const refusedUntil = new Map<string, number>();
  /** Those who come while an organisation's pace is being reserved wait for that one reservation. */
  const underway = new Map<string, Promise<void>>();
  const nowMs = (): number => clock.now().getTime();

  const reserve = async ({ sleutel, rol }: Organisation, { lease, wanted }: Refill): Promise<void> => {
    try {
      const reserved = await limits.reserve(sleutel, entrance, { pace: PACE[rol], wanted, now: nowMs() });
      if ('waitMs' in reserved) {
        refusedUntil.set(sleutel, nowMs() + Math.max(REFUSED_MS, reserved.waitMs));
      } else {
        leases.set(sleutel, withReserve(lease, reserved.count, nowMs()));
      }
    } catch (error) {
      if (!isTemporary(error)) throw error;
      log.error('tempo niet bijgehouden', { organisatie: sleutel, ...safeError(error) });
      leases.set(sleutel, withoutReserve(lease, wanted, nowMs()));
    }
  };

  const reserveOnce = (organisation: Organisation, refill: Refill): Promise<void> => {
    const { sleutel } = organisation;
    const begun =
      underway.get(sleutel) ?? reserve(organisation, refill).finally(() => underway.delete(sleutel));
    underway.set(sleutel, begun);
    return begun;
  };

  return async (organisation: Organisation): Promise<void> => {
    const { sleutel } = organisation;
    for (;;) {
      const now = nowMs();
      const waitMs = (refusedUntil.get(sleutel) ?? 0) - now;
      // No pace makes anybody wait for a whole lease: who would was refused by a clock that went back since.
      if (waitMs > 0 && waitMs < LEASE_MS) throw tooMany(waitMs, OF_ORGANISATION);
      const taken = takeOne(leases.get(sleutel), now);
      if (!taken.let) {
        await reserveOnce(organisation, taken);
        continue;
      }
      leases.set(sleutel, taken.lease);
      return;
    }
  };
};
