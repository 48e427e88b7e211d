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

/** What the zaak of a member says to the household: which households the person is or was of, and what the person means for each. */

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
export type Reported = Pick<Lid, 'woning' | 'zoekopdracht' | 'beslissingen' | 'meldingen'>;

export const isReported = ({ woning, zoekopdracht, beslissingen, meldingen }: Reported): boolean =>
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
