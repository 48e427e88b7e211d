import type { Bsn } from '../../contracts/base-types.ts';
import { known } from '../known.ts';
import { type Cause, type Feit, type HerstelFeit, isReported, onMoment } from './feiten.ts';
import { countedKoppelingen, latestKoppelingFirst, perKoppeling } from './koppelingen.ts';
import { bsnIn, vNummerIn } from './numbers.ts';
import type { Zaak } from './zaak.ts';

/**
 * The BSN of the person, as soon as any message named it beside the V-nummer (docs/domein/cases.md, case 4). A person who put it
 * right goes first. Then comes the highest version of the latest koppeling, and of that what COA itself said before what a gemeente
 * typed over. Then comes any message that named it. A BSN that a higher version of the koppeling names with another member is not
 * of this person.
 */
export const bsnOf = (zaak: Zaak): Bsn | undefined => {
  const putRight = zaak.herstel
    .filter(({ bsn }) => bsn !== undefined)
    .toSorted(onMoment)
    .at(-1)?.bsn;
  if (putRight !== undefined) return putRight;
  const [latest] = perKoppeling(zaak)
    .map(({ feit }) => feit)
    .filter(({ persoon }) => persoon.bsn !== undefined)
    .toSorted(latestKoppelingFirst);
  if (latest !== undefined) return latest.persoon.bsn;
  const counting = countedKoppelingen(zaak);
  const ofOther = new Set([...numbersOfOther(zaak), ...counting.map(({ persoon }) => persoon.bsn)]);
  return bySources(zaak)
    .map(bsnIn)
    .find((bsn) => bsn !== undefined && !ofOther.has(bsn));
};

const bySources = (zaak: Zaak): readonly Feit[] => [
  ...zaak.duo,
  ...zaak.inschrijvingen,
  ...zaak.verhuizingen,
  ...zaak.overlijden,
  ...zaak.geopend,
  ...zaak.meldingen,
  ...zaak.bsn,
];

/**
 * BSNs that a gemeente typed over beside the V-nummer in a version that does not count, and that no other message names beside it.
 * What came by such a BSN alone is about somebody else.
 */
export const numbersOfOther = (zaak: Zaak): ReadonlySet<Bsn> => {
  const counting = countedKoppelingen(zaak);
  const said = zaak.koppelingen.filter((feit) => !counting.includes(feit));
  if (said.length === 0) return new Set();
  const both = [...counting, ...zaak.herstel, ...bySources(zaak)].filter(
    (feit) => feit.soort === 'bsn' || feit.soort === 'herstel' || vNummerIn(feit) !== undefined,
  );
  const named = new Set(both.map(bsnIn));
  return new Set(said.flatMap((feit) => bsnIn(feit) ?? []).filter((bsn) => !named.has(bsn)));
};

/** Whether DUO, the BRP or a gemeente named this BSN beside the V-nummer, whatever a koppeling says. */
export const isLinkedBySources = (zaak: Zaak, bsn: Bsn): boolean =>
  bySources(zaak).some(
    (feit) => bsnIn(feit) === bsn && (feit.soort === 'bsn' || vNummerIn(feit) !== undefined),
  );

/** Ids of the facts of versions of a koppeling that a gemeente typed over with this BSN. */
export const typedOverWith = (zaak: Zaak, koppelingId: string, bsn: Bsn): readonly string[] =>
  zaak.koppelingen
    .filter(
      (feit) => isReported(feit) && feit.koppeling.koppelingId === koppelingId && feit.persoon.bsn === bsn,
    )
    .map(({ feitId }) => feitId);

/** Whether a gemeente typed over any version of a koppeling of this person. A version that the hub put aside counts as well. */
export const hasTypedOver = (zaak: Zaak): boolean =>
  zaak.koppelingen.some(isReported) || putAsideByHub(zaak).length > 0;

/** Ids of the facts on this timeline that the hub put aside (`numberOfOtherFeiten`), and no person put back. */
export const putAsideByHub = (zaak: Zaak): readonly string[] =>
  zaak.herstel.filter(({ door }) => door === 'hub').flatMap(({ vervalt }) => vervalt);

/**
 * Puts versions of a koppeling aside of which the BSN turned out to be of somebody else. The result is a fact like a correction by
 * a person, so that a person can put it aside in turn. It is of the gemeente that typed the version over, whichever message
 * (`cause`) showed the mistake.
 */
export const numberOfOtherFeiten = (
  { gemeldDoor: _gemeldDoor, medewerker: _medewerker, ...cause }: Cause,
  zaak: Zaak,
  feitIds: readonly string[],
): readonly HerstelFeit[] =>
  feitIds.flatMap((feitId) => {
    const feit = zaak.feiten.get(feitId);
    return feit === undefined
      ? []
      : [
          {
            ...cause,
            ...known({ gemeldDoor: feit.gemeldDoor }),
            feitId: `nummer-van-ander:${feitId}`,
            soort: 'herstel',
            door: 'hub',
            reden: 'het BSN in deze koppeling is van iemand anders',
            vervalt: [feitId],
          },
        ];
  });
