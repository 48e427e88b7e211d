import { isDeepStrictEqual } from 'node:util';
import type { Adres } from '../../contracts/adres.ts';
import type { Gemeentecode, HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import type { Persoon } from '../../contracts/coa.ts';
import { findGemeente } from '../gemeenten/index.ts';
import { known } from '../known.ts';
import { latestReports, type SaidReport } from '../routemap/reports.ts';
import { type Cause, type Feit, type HuishoudenStandFeit, type LidFeit, onMoment } from '../zaak/feiten.ts';
import { situationOf } from '../zaak/situation.ts';
import { woningBy, woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { isReported, type Reported } from './from-zaak.ts';
import type { Huishouden, Lid, Woning } from './lid.ts';
import { huishoudenOf } from './outline.ts';

/**
 * The household: what is for an address and not for a person is told once for all who live there (werkafspraken R00.6f). It has a
 * timeline of its own, on which each member stands as the member's own timeline last had it. The highest version of a member
 * counts, so that the order in which versions come does not matter.
 */

/** Each member in its highest known version, in an order that does not depend on arrival. */
const currentLeden = (huishouden: Zaak): readonly LidFeit[] =>
  [...Map.groupBy(huishouden.leden, ({ zaakId }) => zaakId).values()]
    .flatMap((versions) => versions.toSorted((one, other) => other.versie - one.versie)[0] ?? [])
    .toSorted((one, other) => rank(one) - rank(other) || one.zaakId.localeCompare(other.zaakId));

const ORDER: readonly Persoon['relatie'][] = ['hoofdpersoon', 'partner', 'kind', 'overig'];

const rank = ({ lid }: LidFeit): number => ORDER.indexOf(lid.relatie);

/**
 * Whether anything of a member counts for the household. When the first that the household hears of a member is that they left,
 * their reports about its home still count.
 */
const counts = (lid: Lid): boolean =>
  lid.isAanwezig ||
  isReported(lid) ||
  [lid.elders, lid.woonadres].some((one) => one !== undefined) ||
  lid.isGevestigd === true;

/** Whether the household knows this member in this version, or in a later one. */
export const knowsLid = (huishouden: Zaak, zaakId: ZaakId, versie: number, lid: Lid): boolean => {
  const known = currentLeden(huishouden).find((one) => one.zaakId === zaakId);
  if (known === undefined) return !counts(lid);
  return known.versie >= versie || isDeepStrictEqual(known.lid, lid);
};

/** The members that live in a gemeente now. */
export const presentIn = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly LidFeit[] =>
  currentLeden(huishouden).filter(({ lid }) => lid.isAanwezig && lid.gemeentecode === gemeentecode);

/** Every gemeente in which a member with an active zaak lives: mostly one. */
export const gemeentenOf = (huishouden: Zaak): readonly Gemeentecode[] => [
  ...new Set(
    currentLeden(huishouden).flatMap(({ lid }) =>
      lid.isActief && lid.gemeentecode ? [lid.gemeentecode] : [],
    ),
  ),
];

/** The outline of the household in a gemeente. While no other member is known, it is as the gemeente described it. */
export const outlineIn = (huishouden: Zaak, gemeentecode: Gemeentecode): Huishouden => {
  const present = presentIn(huishouden, gemeentecode);
  const [first] = present;
  if (present.length === 1 && first?.lid.beschreven !== undefined) return first.lid.beschreven;
  return huishoudenOf(present.map(({ lid }) => lid));
};

/** Members to whom the home in a gemeente belongs. The home may have been reported on the zaak of a member who died or left. */
const housedIn = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly Lid[] =>
  currentLeden(huishouden).flatMap(({ lid }) => (lid.gemeentecode === gemeentecode ? [lid] : []));

/**
 * The reports for the household in a gemeente, also on the zaak of a member who now lives elsewhere, or who lived elsewhere in
 * between. Earlier reports on the zaak of a member who came back only count when another member stayed in the meantime.
 */
const reportsIn = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly Reported[] => [
  ...housedIn(huishouden, gemeentecode),
  ...currentLeden(huishouden).flatMap(({ lid: { elders = [] } }) =>
    elders.filter(
      (one) =>
        one.gemeentecode === gemeentecode &&
        (one.tot === undefined || isStayedIn(huishouden, gemeentecode, one.tot)),
    ),
  ),
];

/** Whether a member lives in a gemeente now, and lived there before this day as well. */
const isStayedIn = (huishouden: Zaak, gemeentecode: Gemeentecode, day: string): boolean =>
  presentIn(huishouden, gemeentecode).some(({ lid: { sinds = '' } }) => sinds < day);

/** The reports in a gemeente that are told per household: for each event and part the latest report, on the zaak of any member. */
export const latestMeldingen = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly SaidReport[] =>
  latestReports(reportsIn(huishouden, gemeentecode).flatMap(({ meldingen = [] }) => meldingen));

const reportedIn = (huishouden: Zaak, gemeentecode: Gemeentecode): Woning =>
  woningBy(reportsIn(huishouden, gemeentecode).flatMap(({ woning = [] }) => woning));

const isGevestigdIn = (huishouden: Zaak, gemeentecode: Gemeentecode): boolean =>
  housedIn(huishouden, gemeentecode).some(
    ({ isGevestigd, woonadres }) => isGevestigd === true || woonadres !== undefined,
  );

/** The members with an active zaak, in their order, and the one hoofdpersoon among them when there is only one. */
const activeIn = (huishouden: Zaak, gemeentecode: Gemeentecode) => {
  const active = presentIn(huishouden, gemeentecode).filter(({ lid }) => lid.isActief);
  const heads = active.filter(({ lid }) => lid.relatie === 'hoofdpersoon');
  return {
    first: active[0],
    head: heads.length === 1 ? heads[0]?.lid : undefined,
    isAlone: active.length === 1,
  };
};

/**
 * The order to search a home for the household, whichever member's zaak it was reported on, with the zaak that stands for the
 * household: that of the first member who has a zaak now. Of two orders the last counts. The zaak of the only hoofdpersoon knows
 * its own order. With two hoofdpersonen both have to hear whose zaak stands for the household.
 */
const searchFor = (huishouden: Zaak, gemeentecode: Gemeentecode): Pick<Woning, 'zoekopdracht'> => {
  const { first, head } = activeIn(huishouden, gemeentecode);
  const last = reportsIn(huishouden, gemeentecode)
    .flatMap(({ zoekopdracht }) => zoekopdracht ?? [])
    .toSorted(onMoment)
    .at(-1);
  if (first === undefined || last === undefined || head?.zoekopdracht !== undefined) return {};
  const { melding, datum, routemap } = last;
  return { zoekopdracht: { namens: first.zaakId, melding: { melding, ...known({ datum }), routemap } } };
};

/**
 * The decisions about homes for the household, and the corporaties that proposed these homes. The only hoofdpersoon is left out
 * when no other member has an active zaak, because that zaak has these reports itself.
 */
const decidedFor = (
  huishouden: Zaak,
  gemeentecode: Gemeentecode,
): Pick<Woning, 'beslissingen' | 'voorstellen'> => {
  const { head, isAlone } = activeIn(huishouden, gemeentecode);
  const reports = reportsIn(huishouden, gemeentecode).filter((one) => !(isAlone && one === head));
  const beslissingen = latestReports(reports.flatMap((one) => one.beslissingen ?? []));
  const proposed = reports.flatMap(({ woning = [] }) =>
    woning.flatMap(({ woningId, corporatie, op }) =>
      woningId !== undefined && corporatie !== undefined ? [[woningId, { corporatie, op }] as const] : [],
    ),
  );
  return {
    ...(beslissingen.length > 0 && { beslissingen }),
    ...(proposed.length > 0 && { voorstellen: Object.fromEntries(proposed) }),
  };
};

/** Whether the household has a home to go to in a gemeente: one is agreed, or a member lives there already. */
export const hasWoningIn = (huishouden: Zaak, gemeentecode: Gemeentecode): boolean =>
  reportedIn(huishouden, gemeentecode).akkoord || isGevestigdIn(huishouden, gemeentecode);

/** The data about the household that the zaak of each member gets, as a fact holds them. */
export type Stand = Pick<HuishoudenStandFeit, 'huishouden' | 'woning'>;

const standWith = (huishouden: Huishouden, woning: Woning): Stand => ({
  huishouden,
  ...(Object.keys(woning).length > 1 || woning.akkoord ? { woning } : {}),
});

/**
 * The present state of the household in a gemeente. `isGevestigd` only matters to partners that wait for a home. Without such a
 * partner it is left out, so that the zaken of the other members need not be written.
 */
export const standIn = (huishouden: Zaak, gemeentecode: Gemeentecode): Stand => {
  const isAwaited = findGemeente(gemeentecode)?.partners.some(({ hoort }) => hoort === 'na-akkoord-woning');
  return standWith(outlineIn(huishouden, gemeentecode), {
    ...reportedIn(huishouden, gemeentecode),
    ...searchFor(huishouden, gemeentecode),
    ...decidedFor(huishouden, gemeentecode),
    ...(isAwaited === true && isGevestigdIn(huishouden, gemeentecode) ? { isGevestigd: true } : {}),
  });
};

/** The state of the household as the zaak of a member has it. */
export const knownStand = (zaak: Zaak): Stand => standWith(situationOf(zaak).huishouden, woningOf(zaak));

/** The members with an active zaak, which has to know the state of the household. */
export const membersIn = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly ZaakId[] =>
  presentIn(huishouden, gemeentecode).flatMap(({ zaakId, lid }) => (lid.isActief ? [zaakId] : []));

/** The fact that gives the zaak of a member the state of its household. */
export const standFeit = (cause: Cause, huishoudenId: HuishoudenId, versie: number, stand: Stand): Feit => ({
  ...cause,
  feitId: `huishouden-stand:${huishoudenId}:${versie}`,
  soort: 'huishouden-stand',
  huishoudenId,
  versie,
  ...stand,
});

/**
 * The address at which a shop delivers to a household. There is none that it may know when the BRP keeps a member's address secret.
 */
export const afleveradresIn = (huishouden: Zaak, gemeentecode: Gemeentecode): Adres | undefined => {
  const leden = presentIn(huishouden, gemeentecode).map(({ lid }) => lid);
  return leden.some(({ isGeheim }) => isGeheim)
    ? undefined
    : leden.find(({ woonadres }) => woonadres !== undefined)?.woonadres;
};
