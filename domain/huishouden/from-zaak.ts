import type { HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import { known } from '../known.ts';
import type { Stay } from '../routemap/reports.ts';
import { daySaid } from '../termijnen/calendar.ts';
import type { Cause, Feit } from '../zaak/feiten.ts';
import { perKoppeling } from '../zaak/koppelingen.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { stayInHuishouden, woningMeldingenIn } from '../zaak/woning.ts';
import { mergedInto, type Zaak } from '../zaak/zaak.ts';
import type { Lid } from './lid.ts';
import { meldingenIn } from './meldingen.ts';
import { woningReportsIn } from './woning-reports.ts';

/**
 * Takes from the zaak of a member the data for the household: the households that the person belongs or belonged to, and the `Lid`
 * of the person in each.
 */

/** Every household that any fact of this person names: the present one, and those of before. */
export const huishoudensOf = (zaak: Zaak): readonly HuishoudenId[] => [
  ...new Set([...zaak.koppelingen, ...zaak.geopend].flatMap(({ huishoudenId }) => huishoudenId ?? [])),
];

/**
 * Every household that a fact names, also a fact that was corrected since. The person has to leave a household that only such a
 * fact names.
 */
export const allHuishoudensOf = (zaak: Zaak): readonly HuishoudenId[] => [
  ...new Set(
    [...zaak.feiten.values()].flatMap((feit) =>
      feit.soort === 'koppeling' || feit.soort === 'casus-geopend' ? (feit.huishoudenId ?? []) : [],
    ),
  ),
];

/** Whether partners are told of a zaak of this person. */
const isToldOf = ({ hasZaak, status, waitsForPlicht }: Situation): boolean =>
  hasZaak && status === 'actief' && !waitsForPlicht;

/** The data of this person as a member of a household. */
export const lidOf = (zaak: Zaak, huishoudenId: HuishoudenId): Lid => {
  const situation = situationOf(zaak);
  const { gemeentecode, woonadres, isGeheim, beschreven, vestiging } = situation;
  // The home of a person who has another household by now belongs to that household.
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

/** What is reported on the zaak of a member and belongs to the household: its homes, and what was agreed of their furnishing. */
export type Reported = Pick<Lid, 'woning' | 'zoekopdracht' | 'beslissingen' | 'meldingen'>;

export const isReported = ({ woning, zoekopdracht, beslissingen, meldingen }: Reported): boolean =>
  [woning, zoekopdracht, beslissingen, meldingen].some((one) => one !== undefined);

/**
 * What was reported of this member for a household. It stays with the household when the member dies or leaves. A zaak that was
 * taken up in another one says nothing: the other zaak says it.
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
 * The day on which this person left the gemeente, or left for another household while this one goes on. What was agreed by then of
 * the furnishing belongs to the members who stay. A koppeling that was withdrawn leaves nobody behind.
 */
const leftBehindOn = (zaak: Zaak, huishoudenId: HuishoudenId, { left = '' }: Stay): string => {
  const koppelingen = perKoppeling(zaak);
  // COA may say late that a person left: until it did, they were of this household.
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

/** A member as this version of its own timeline has it. */
export const lidFeit = (cause: Cause, zaakId: ZaakId, versie: number, lid: Lid): Feit => ({
  ...cause,
  feitId: `huishouden-lid:${zaakId}:${versie}`,
  soort: 'huishouden-lid',
  zaakId,
  versie,
  lid,
});
