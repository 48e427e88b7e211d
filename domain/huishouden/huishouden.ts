import { isDeepStrictEqual } from 'node:util';
import type { Adres } from '../../contracts/adres.ts';
import type { Gemeentecode, HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import type { Persoon } from '../../contracts/coa.ts';
import { findGemeente } from '../gemeenten/index.ts';
import { known } from '../known.ts';
import { latestReports, type SaidReport, type Stay } from '../routemap/reports.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { type Cause, type Feit, type HuishoudenStandFeit, type LidFeit, onMoment } from '../zaak/feiten.ts';
import { perKoppeling } from '../zaak/koppelingen.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { stayInHuishouden, woningBy, woningMeldingenIn, woningOf } from '../zaak/woning.ts';
import { mergedInto, type Zaak } from '../zaak/zaak.ts';
import type { Huishouden, Lid, Woning } from './lid.ts';
import { meldingenIn } from './meldingen.ts';
import { huishoudenOf } from './outline.ts';
import { woningReportsIn } from './woning-reports.ts';

/**
 * The household: what is for an address and not for a person is told once for all who live there (werkafspraken R00.6f).
 * It has a timeline of its own, on which each member stands as the member's own timeline last had it; of two versions of
 * a member the higher counts, so that the order in which they come does not matter.
 */

/** Every household that any fact of this person names: the one of now, and those of before. */
export const huishoudensOf = (zaak: Zaak): readonly HuishoudenId[] => [
  ...new Set([...zaak.koppelingen, ...zaak.geopend].flatMap(({ huishoudenId }) => huishoudenId ?? [])),
];

/** Those too that only a fact names which was put right since: this person has to leave them. */
export const allHuishoudensOf = (zaak: Zaak): readonly HuishoudenId[] => [
  ...new Set(
    [...zaak.feiten.values()].flatMap((feit) =>
      feit.soort === 'koppeling' || feit.soort === 'casus-geopend' ? (feit.huishoudenId ?? []) : [],
    ),
  ),
];

/** Whether anybody is told of a zaak of this person. */
const isToldOf = ({ hasZaak, status, waitsForPlicht }: Situation): boolean =>
  hasZaak && status === 'actief' && !waitsForPlicht;

/** What this person means for a household. */
export const lidOf = (zaak: Zaak, huishoudenId: HuishoudenId): Lid => {
  const situation = situationOf(zaak);
  const { gemeentecode, woonadres, isGeheim, beschreven, vestiging } = situation;
  // Where somebody lives who has another household by now is the home of that one.
  const isOwn = situation.huishoudenId === huishoudenId;
  const isAanwezig = isOwn && situation.isInHuishouden;
  const { since } = stayOf(situation);
  return {
    relatie: situation.relatie ?? 'hoofdpersoon',
    isAanwezig,
    isActief: isAanwezig && isToldOf(situation),
    ...known({ gemeentecode }),
    ...(isGeheim ? { isGeheim } : isOwn && woonadres && { woonadres }),
    ...(situation.relatie === undefined ? { beschreven } : {}),
    ...(isOwn && vestiging && { isGevestigd: true }),
    ...(isAanwezig && since !== '' ? { sinds: since } : {}),
    ...reportedFor(zaak, huishoudenId),
  };
};

/** What is reported on the zaak of a member and is of the household: its homes, and what was agreed of their furnishing. */
type Reported = Pick<Lid, 'woning' | 'zoekopdracht' | 'beslissingen' | 'meldingen'>;

const isReported = ({ woning, zoekopdracht, beslissingen, meldingen }: Reported): boolean =>
  [woning, zoekopdracht, beslissingen, meldingen].some((one) => one !== undefined);

/**
 * What was reported of this member for a household. It stays with the household when the member dies or leaves. Of a zaak that was
 * taken up in another one that other says it.
 */
const reportedFor = (zaak: Zaak, huishoudenId: HuishoudenId): Reported & Pick<Lid, 'elders'> => {
  if (zaak.meldingen.length === 0 || mergedInto(zaak) !== undefined) return {};
  const stays = stayInHuishouden(zaak, huishoudenId);
  const elders = stays.elders
    .map((stay) => ({
      gemeentecode: stay.gemeentecode,
      ...(stay.gemeentecode === stays.here.gemeentecode && { tot: stay.before }),
      ...reportedInStay(zaak, stay),
    }))
    .filter(isReported);
  const here = { ...stays.here, left: leftBehindOn(zaak, huishoudenId, stays.here) };
  return { ...reportedInStay(zaak, stays.here, here), ...(elders.length > 0 && { elders }) };
};

/**
 * The day on which this person left the gemeente, or another household that goes on without them: what was agreed of its furnishing
 * by then is of who stays there. A koppeling that was withdrawn leaves nobody behind.
 */
const leftBehindOn = (zaak: Zaak, huishoudenId: HuishoudenId, { left = '' }: Stay): string => {
  const koppelingen = perKoppeling(zaak);
  // COA may say late that somebody left: by then they were of this household.
  const begin = koppelingen.find(({ feit }) => feit.huishoudenId === huishoudenId)?.feit.koppeling
    .datumKoppeling;
  return koppelingen
    .flatMap(({ feit, end }) =>
      feit.huishoudenId !== huishoudenId && end?.oorzaakVerval === 'niet meer in huishouden'
        ? [daySaid(end)]
        : [],
    )
    .map((day) => (begin !== undefined && begin < day ? begin : day))
    .reduce((latest, day) => (day > latest ? day : latest), left);
};

const reportedInStay = (zaak: Zaak, stay: Stay, ofFurnishing = stay): Reported => {
  const woning = woningMeldingenIn(zaak, stay);
  return {
    ...(woning.length > 0 && { woning }),
    ...woningReportsIn(zaak, stay),
    ...meldingenIn(zaak, ofFurnishing),
  };
};

/** A member as its own timeline has it in this version. */
export const lidFeit = (cause: Cause, zaakId: ZaakId, versie: number, lid: Lid): Feit => ({
  ...cause,
  feitId: `huishouden-lid:${zaakId}:${versie}`,
  soort: 'huishouden-lid',
  zaakId,
  versie,
  lid,
});

/** Each member by the highest version known of it, in an order that does not depend on arrival. */
const currentLeden = (huishouden: Zaak): readonly LidFeit[] =>
  [...Map.groupBy(huishouden.leden, ({ zaakId }) => zaakId).values()]
    .flatMap((versions) => versions.toSorted((one, other) => other.versie - one.versie)[0] ?? [])
    .toSorted((one, other) => rank(one) - rank(other) || one.zaakId.localeCompare(other.zaakId));

const ORDER: readonly Persoon['relatie'][] = ['hoofdpersoon', 'partner', 'kind', 'overig'];
const rank = ({ lid }: LidFeit): number => ORDER.indexOf(lid.relatie);

/** Whether anything of a member counts for the household: of who left by the first that it hears, still what is of its home. */
const counts = (lid: Lid): boolean =>
  lid.isAanwezig ||
  isReported(lid) ||
  [lid.elders, lid.woonadres].some((one) => one !== undefined) ||
  lid.isGevestigd === true;

/** Whether the household already knows this member so, or in a later version. */
export const knowsLid = (huishouden: Zaak, zaakId: ZaakId, versie: number, lid: Lid): boolean => {
  const known = currentLeden(huishouden).find((one) => one.zaakId === zaakId);
  if (known === undefined) return !counts(lid);
  return known.versie >= versie || isDeepStrictEqual(known.lid, lid);
};

/** The members that live in a gemeente now. */
export const presentIn = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly LidFeit[] =>
  currentLeden(huishouden).filter(({ lid }) => lid.isAanwezig && lid.gemeentecode === gemeentecode);

/** Every gemeente in which a member with an active zaak lives: seldom more than one. */
export const gemeentenOf = (huishouden: Zaak): readonly Gemeentecode[] => [
  ...new Set(
    currentLeden(huishouden).flatMap(({ lid }) =>
      lid.isActief && lid.gemeentecode ? [lid.gemeentecode] : [],
    ),
  ),
];

/** The household in a gemeente in outline; as the gemeente described it while nobody else of it is known. */
export const outlineIn = (huishouden: Zaak, gemeentecode: Gemeentecode): Huishouden => {
  const present = presentIn(huishouden, gemeentecode);
  const [first] = present;
  if (present.length === 1 && first?.lid.beschreven !== undefined) return first.lid.beschreven;
  return huishoudenOf(present.map(({ lid }) => lid));
};

/** Members of whom the home in a gemeente is; one who died or left may be the one on whose zaak it was reported. */
const housedIn = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly Lid[] =>
  currentLeden(huishouden).flatMap(({ lid }) => (lid.gemeentecode === gemeentecode ? [lid] : []));

/**
 * What was reported of a home in a gemeente, also of members who live elsewhere by now, or did: of who came back as long as
 * somebody stayed.
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

/** Whether a member lives in a gemeente who did before this day as well. */
const isStayedIn = (huishouden: Zaak, gemeentecode: Gemeentecode, day: string): boolean =>
  presentIn(huishouden, gemeentecode).some(({ lid: { sinds = '' } }) => sinds < day);

/** What was reported in a gemeente and is told per household: of each event and part the latest, whichever member's zaak it was on. */
export const latestMeldingen = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly SaidReport[] =>
  latestReports(reportsIn(huishouden, gemeentecode).flatMap(({ meldingen = [] }) => meldingen));

const reportedIn = (huishouden: Zaak, gemeentecode: Gemeentecode): Woning =>
  woningBy(reportsIn(huishouden, gemeentecode).flatMap(({ woning = [] }) => woning));

const isGevestigdIn = (huishouden: Zaak, gemeentecode: Gemeentecode): boolean =>
  housedIn(huishouden, gemeentecode).some(
    ({ isGevestigd, woonadres }) => isGevestigd === true || woonadres !== undefined,
  );

/** Those of whom a zaak is active, in their order, and the member who alone heads the household. */
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
 * The order to search a home for the household, whichever member's zaak it was reported of: of the first of those who have a
 * zaak now, and of two orders the last. What the zaak of the hoofdpersoon says itself nobody has to tell it, unless another one heads
 * the household as well, who has to hear whose zaak stands for it.
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

/** What was decided of homes for the household, and who proposed them; who lives there alone says that on their own zaak. */
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

/** Whether the household has a home in a gemeente to go to: one is agreed, or a member lives there already. */
export const hasWoningIn = (huishouden: Zaak, gemeentecode: Gemeentecode): boolean =>
  reportedIn(huishouden, gemeentecode).akkoord || isGevestigdIn(huishouden, gemeentecode);

/** What members have to know of their household, as a fact holds it. */
export type Stand = Pick<HuishoudenStandFeit, 'huishouden' | 'woning'>;

const standWith = (huishouden: Huishouden, woning: Woning): Stand => ({
  huishouden,
  ...(Object.keys(woning).length > 1 || woning.akkoord ? { woning } : {}),
});

/**
 * What the household in a gemeente amounts to. That a member lives there matters only to who waits for a home: the zaak of
 * another member is not written to for it where nobody does.
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

/** The same as the zaak of a member has it. */
export const knownStand = (zaak: Zaak): Stand => standWith(situationOf(zaak).huishouden, woningOf(zaak));

/** Members whose own zaak has to know what the household amounts to now: those of whom it is active. */
export const membersIn = (huishouden: Zaak, gemeentecode: Gemeentecode): readonly ZaakId[] =>
  presentIn(huishouden, gemeentecode).flatMap(({ zaakId, lid }) => (lid.isActief ? [zaakId] : []));

/** What the zaak of a member is told about its household, when it does not say so itself. */
export const standFeit = (cause: Cause, huishoudenId: HuishoudenId, versie: number, stand: Stand): Feit => ({
  ...cause,
  feitId: `huishouden-stand:${huishoudenId}:${versie}`,
  soort: 'huishouden-stand',
  huishoudenId,
  versie,
  ...stand,
});

/** Where a shop delivers to a household: nowhere that it may know of, when the BRP keeps a member's address secret. */
export const afleveradresIn = (huishouden: Zaak, gemeentecode: Gemeentecode): Adres | undefined => {
  const leden = presentIn(huishouden, gemeentecode).map(({ lid }) => lid);
  return leden.some(({ isGeheim }) => isGeheim)
    ? undefined
    : leden.find(({ woonadres }) => woonadres !== undefined)?.woonadres;
};
