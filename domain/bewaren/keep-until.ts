import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { findGemeente, isConnected } from '../gemeenten/index.ts';
import type { GemeenteProfile } from '../gemeenten/profile.ts';
import { dayOf, daySaid, plus } from '../termijnen/calendar.ts';
import { responsibleFor } from '../zaak/access.ts';
import { type Feit, onMoment } from '../zaak/feiten.ts';
import { namedGemeenten } from '../zaak/gemeente.ts';
import { situationOf } from '../zaak/situation.ts';
import { mergedInto, standingIds, type Zaak, zaakOf } from '../zaak/zaak.ts';
import { type AcceptedType, UNPROCESSED_TERMIJNEN, ZAAK_TERMIJNEN } from './bewaartermijnen.ts';

/** Why a zaak ended and did not go on; undefined while it is open, and during a temporary exemption. */
const endedBy = (zaak: Zaak): ReasonIntrekking | undefined => {
  const { redenVervallen, plicht, isOverleden } = situationOf(zaak);
  return plicht === 'tijdelijk vrijgesteld' && !isOverleden ? undefined : redenVervallen;
};

/**
 * Kinds of facts by which a person comes, or comes back. DUO may say months later that the plicht holds again: until then the zaak
 * counts as ended, and the fact by which it goes on is not erased.
 */
const ARRIVES: ReadonlySet<Feit['soort']> = new Set<Feit['soort']>([
  'koppeling',
  'brp-inschrijving',
  'casus-geopend',
]);

/** Kinds of facts by which a zaak can end. What other members of the household do, or a message that only waits, ends none. */
const CAN_END: ReadonlySet<Feit['soort']> = new Set<Feit['soort']>([
  ...ARRIVES,
  'koppeling-vervallen',
  'brp-verhuizing',
  'brp-overlijden',
  'duo',
  'herstel',
]);

const canEnd = (feit: Feit): boolean =>
  CAN_END.has(feit.soort) || (feit.soort === 'melding' && feit.antwoorden.inburgeringsplicht !== undefined);

/** The fact since which a zaak with these facts, in their order, is ended for a reason. */
const endIn = (feiten: readonly Feit[], reden: ReasonIntrekking): Feit | undefined =>
  feiten.findLast((feit, place) => canEnd(feit) && endedBy(zaakOf(feiten.slice(0, place))) !== reden);

/**
 * The day (`YYYY-MM-DD`) on which a zaak ended. It is the day, as its source dated it, of the fact since which the zaak is ended as
 * it is now, so that neither the order of arrival nor what is told after it matters; or a later day on which the person came back.
 * A correction by which it ended counts as well, also when it comes last, so that there is the whole term to put that correction
 * right. Undefined as `endedBy`.
 */
export const endedOn = (zaak: Zaak): string | undefined => {
  const reden = endedBy(zaak);
  if (reden === undefined) return undefined;
  const ids = standingIds(zaak);
  const all = [...zaak.feiten.values()].toSorted(onMoment);
  const standing = all.filter(({ feitId }) => ids.has(feitId));
  return [endIn(all, reden), endIn(standing, reden), standing.findLast(({ soort }) => ARRIVES.has(soort))]
    .filter((feit) => feit !== undefined)
    .map(daySaid)
    .toSorted()
    .at(-1);
};

const termijnOf = (reason: ReasonIntrekking, profile: Pick<GemeenteProfile, 'bewaartermijnen'>): string =>
  profile.bewaartermijnen?.zaak?.[reason] ?? ZAAK_TERMIJNEN[reason].termijn;

/**
 * The day (`YYYY-MM-DD`) from which a zaak is erased, by the terms of its gemeente. Undefined for a zaak that is open. A zaak that
 * was taken up in another one goes with that one.
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

/**
 * The gemeente that keeps an ended zaak, and until when; undefined for a zaak that is open, or for which no gemeente here answers.
 */
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

/** The moment until which a message that is not processed is kept. It counts from its arrival or its last offer. */
export const keepUnprocessedUntil = (
  type: AcceptedType,
  status: 'wacht' | 'quarantaine',
  since: string,
): string => plus(dayOf(new Date(since)), UNPROCESSED_TERMIJNEN[type][status].termijn);

/** The shortest of these terms: a message that arrived later than that ago is kept, whatever its type. */
export const shortestTermijn = (status: 'wacht' | 'quarantaine'): string =>
  Object.values(UNPROCESSED_TERMIJNEN)
    .map((termijnen) => termijnen[status].termijn)
    .toSorted((one, other) => (plus(ANY_DAY, one) < plus(ANY_DAY, other) ? -1 : 1))[0] ?? 'P0D';

/** Durations are compared from one day. */
const ANY_DAY = '2025-01-01';
