import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { findGemeente, isConnected } from '../gemeenten/index.ts';
import type { GemeenteProfile } from '../gemeenten/profile.ts';
import { dayOf, daySaid, plus } from '../termijnen/calendar.ts';
import { responsibleFor } from '../zaak/access.ts';
import { onMoment } from '../zaak/feiten.ts';
import { namedGemeenten } from '../zaak/gemeente.ts';
import { situationOf } from '../zaak/situation.ts';
import { mergedInto, standingIds, type Zaak, zaakOf } from '../zaak/zaak.ts';
import { type AcceptedType, UNPROCESSED_TERMIJNEN, ZAAK_TERMIJNEN } from './bewaartermijnen.ts';

/** Why a zaak stands ended; undefined while it is open, and while DUO exempts somebody for a time. */
const endedBy = (zaak: Zaak): ReasonIntrekking | undefined => {
  const { redenVervallen, plicht, isOverleden } = situationOf(zaak);
  return plicht === 'tijdelijk vrijgesteld' && !isOverleden ? undefined : redenVervallen;
};

/**
 * The day (`YYYY-MM-DD`) on which a zaak ended: that of the fact since which it stands ended as it does now, as its source dated it, so
 * that neither the order of arrival matters nor what is told after it. A correction by which it ended counts as well, and may be the
 * later of the two: who made it has the whole term to put that right. Undefined as `endedBy`.
 */
export const endedOn = (zaak: Zaak): string | undefined => {
  const reden = endedBy(zaak);
  if (reden === undefined) return undefined;
  const standing = standingIds(zaak);
  const all = [...zaak.feiten.values()].toSorted(onMoment);
  return [all, all.filter(({ feitId }) => standing.has(feitId))]
    .flatMap((feiten) => {
      const open = feiten.findLastIndex((_, place) => endedBy(zaakOf(feiten.slice(0, place))) !== reden);
      return feiten[open] ?? [];
    })
    .map(daySaid)
    .toSorted()
    .at(-1);
};

const termijnOf = (reason: ReasonIntrekking, profile: Pick<GemeenteProfile, 'bewaartermijnen'>): string =>
  profile.bewaartermijnen?.zaak?.[reason] ?? ZAAK_TERMIJNEN[reason].termijn;

/**
 * The day (`YYYY-MM-DD`) from which a zaak is erased, as its gemeente keeps it. Undefined for one that is open: that never ends
 * by itself. One that was taken up in another goes with that one.
 */
export const keepUntil = (
  zaak: Zaak,
  profile: Pick<GemeenteProfile, 'bewaartermijnen'>,
): string | undefined => {
  const ended = endedOn(zaak);
  const { redenVervallen } = situationOf(zaak);
  if (ended === undefined || redenVervallen === undefined || mergedInto(zaak) !== undefined) return undefined;
  return plus(ended, termijnOf(redenVervallen, profile));
};

/** Which gemeente answers for an ended zaak, and the day from which it is erased. */
export interface Kept {
  readonly gemeentecode: Gemeentecode;
  readonly until: string;
}

/** By whom an ended zaak is kept, and until when; undefined for one that is open, or of which no gemeente here answers. */
export const keptBy = (zaak: Zaak): Kept | undefined => {
  const responsible = [responsibleFor(zaak), ...namedGemeenten(zaak)].find(
    (code) => code !== undefined && isConnected(code),
  );
  const profile = responsible === undefined ? undefined : findGemeente(responsible);
  const until = profile && keepUntil(zaak, profile);
  return profile === undefined || until === undefined
    ? undefined
    : { gemeentecode: profile.gemeentecode, until };
};

/** The moment until which a message that is not processed is kept, counted from when it arrived or was last offered. */
export const keepUnprocessedUntil = (
  type: AcceptedType,
  status: 'wacht' | 'quarantaine',
  since: string,
): string => plus(dayOf(new Date(since)), UNPROCESSED_TERMIJNEN[type][status].termijn);

/** The shortest of these terms: what arrived later than that ago is kept whatever its type. */
export const shortestTermijn = (status: 'wacht' | 'quarantaine'): string =>
  Object.values(UNPROCESSED_TERMIJNEN)
    .map((termijnen) => termijnen[status].termijn)
    .toSorted((one, other) => (plus(ANY_DAY, one) < plus(ANY_DAY, other) ? -1 : 1))[0] ?? 'P0D';

/** Durations are compared from one day. */
const ANY_DAY = '2025-01-01';
