import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { findGemeente, isConnected } from '../gemeenten/index.ts';
import type { GemeenteProfile } from '../gemeenten/profile.ts';
import { dayOf, daySaid, plus } from '../termijnen/calendar.ts';
import { responsibleFor } from '../zaak/access.ts';
import { type Feit, onMoment } from '../zaak/feiten.ts';
import { namedGemeenten } from '../zaak/gemeente.ts';
import { situationOf } from '../zaak/situation.ts';
import { mergedInto, standingIds, type Zaak } from '../zaak/zaak.ts';
import { type AcceptedType, UNPROCESSED_TERMIJNEN, ZAAK_TERMIJNEN } from './bewaartermijnen.ts';

/** Kinds of facts by which a zaak can end. What others of the household do, or what only waits, ends none. */
const CAN_END: ReadonlySet<Feit['soort']> = new Set<Feit['soort']>([
  'koppeling',
  'koppeling-vervallen',
  'brp-inschrijving',
  'brp-verhuizing',
  'brp-overlijden',
  'duo',
  'melding',
  'casus-geopend',
  'herstel',
]);

/**
 * The day (`YYYY-MM-DD`) on which a zaak ended: that of the last fact by which one can, as its source dated it, so that the
 * order of arrival does not matter. Undefined while it is open, and while DUO exempts somebody for a time.
 */
export const endedOn = (zaak: Zaak): string | undefined => {
  const { redenVervallen, plicht, isOverleden } = situationOf(zaak);
  if (redenVervallen === undefined || (plicht === 'tijdelijk vrijgesteld' && !isOverleden)) return undefined;
  const standing = standingIds(zaak);
  const last = [...zaak.feiten.values()]
    .filter(({ feitId, soort }) => CAN_END.has(soort) && (standing.has(feitId) || soort === 'herstel'))
    .toSorted(onMoment)
    .at(-1);
  return last && daySaid(last);
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
