import type { Adres, Gemeentecode } from '../../contracts/base-types.ts';
import type { ReasonIntrekking } from '../../contracts/coa.ts';
import { duoCode } from '../duo/codes.ts';
import { gemeenteProfile } from '../gemeenten/index.ts';
import { bounds } from '../termijnen/calendar.ts';
import { type Termijn, termijnenFromInschrijving } from '../termijnen/termijnen.ts';
import { canBeInburgeringsplichtig } from './age.ts';
import {
  type InschrijvingFeit,
  type KoppelingFeit,
  type OverlijdenFeit,
  onMoment,
  type VerhuizingFeit,
} from './feiten.ts';
import { wasPlichtig } from './plicht.ts';
import { endOf, reasonWithoutPlicht } from './termijn-ends.ts';
import type { Zaak } from './zaak.ts';

/**
 * What follows from the facts: `situationOf`, at the end, puts the parts together, once per state. Each part looks at the
 * whole set of facts, never at the order of arrival.
 */

/** The koppeling that counts for this person, and whether it still stands. */
export interface CurrentKoppeling {
  readonly feit: KoppelingFeit;
  readonly gemeentecode: Gemeentecode;
  /** Present when the koppeling ended: withdrawn, or the person left the household. */
  readonly vervallen?: ReasonIntrekking;
}

const highestVersion = <Version>(versions: readonly Version[], number: (version: Version) => number) =>
  versions.reduce<Version | undefined>(
    (highest, version) => (highest === undefined || number(version) > number(highest) ? version : highest),
    undefined,
  );

/** The latest version of each koppeling: a lower or equal version than the one known changes nothing. */
const perKoppeling = (zaak: Zaak): readonly CurrentKoppeling[] =>
  [...new Set(zaak.koppelingen.map((feit) => feit.koppeling.koppelingId))].flatMap((koppelingId) => {
    const feit = highestVersion(
      zaak.koppelingen.filter((other) => other.koppeling.koppelingId === koppelingId),
      (other) => other.koppeling.versie,
    );
    if (feit === undefined) return [];
    const end = highestVersion(
      zaak.vervallen.filter((other) => other.koppelingId === koppelingId),
      (other) => other.versie,
    );
    const isVervallen = end !== undefined && end.versie > feit.koppeling.versie;
    return [
      { feit, gemeentecode: feit.koppeling.gemeentecode, ...(isVervallen ? { vervallen: end.reden } : {}) },
    ];
  });

/** Latest by date of the koppeling; one that still stands goes before one that ended. */
const currentKoppeling = (koppelingen: readonly CurrentKoppeling[]): CurrentKoppeling | undefined =>
  koppelingen.toSorted(
    (one, other) =>
      Number(one.vervallen !== undefined) - Number(other.vervallen !== undefined) ||
      other.feit.koppeling.datumKoppeling.localeCompare(one.feit.koppeling.datumKoppeling) ||
      other.feit.koppeling.koppelingId.localeCompare(one.feit.koppeling.koppelingId),
  )[0];

/** Whether this person has a zaak of their own; others are household members (docs/domein.md). */
const hasZaak = (zaak: Zaak, koppelingen: readonly CurrentKoppeling[]): boolean =>
  koppelingen.some(({ feit: { persoon, koppeling } }) =>
    canBeInburgeringsplichtig(persoon.geboortedatum, koppeling.datumKoppeling),
  ) ||
  (zaak.koppelingen.length > 0 && wasPlichtig(zaak));

/** BRP messages that no later correction replaced. */
interface ValidFeiten {
  readonly inschrijvingen: readonly InschrijvingFeit[];
  readonly verhuizingen: readonly VerhuizingFeit[];
  readonly overlijden: readonly OverlijdenFeit[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a message to compare by: a UUID is the same in capitals, any other id is what it is. */
const idKey = (berichtId: string): string => (UUID.test(berichtId) ? berichtId.toLowerCase() : berichtId);

/** Messages that no later correction replaced (docs/domein.md, case 1). */
const validFeiten = (zaak: Zaak): ValidFeiten => {
  const replaced = new Set(
    [...zaak.inschrijvingen, ...zaak.verhuizingen, ...zaak.overlijden].flatMap((feit) =>
      feit.gegevens.vervangtBerichtId === undefined ? [] : [idKey(feit.gegevens.vervangtBerichtId)],
    ),
  );
  const notReplaced = (feit: { readonly berichtId: string }): boolean => !replaced.has(idKey(feit.berichtId));
  return {
    inschrijvingen: validInschrijvingen(zaak.inschrijvingen.filter(notReplaced)),
    verhuizingen: zaak.verhuizingen.filter(notReplaced),
    overlijden: zaak.overlijden.filter(notReplaced),
  };
};

/** Died, according to the BRP (a later correction withdrawn) or to DUO (SS111). */
const isOverleden = (zaak: Zaak, { overlijden }: ValidFeiten): boolean =>
  overlijden.length > 0 ||
  zaak.duo.some(
    ({ notificatie }) => duoCode(notificatie.gebeurtenisId).gebeurtenis === 'overlijden-ontvangen',
  );

const firstDay = (feit: InschrijvingFeit | VerhuizingFeit): string =>
  bounds(feit.soort === 'brp-inschrijving' ? feit.gegevens.datumInschrijving : feit.gegevens.datumVerhuizing)
    .first;

/**
 * Registrations that stand: not replaced by name, and not put aside by a later correction in the same gemeente that
 * names no message to replace.
 */
const validInschrijvingen = (valid: readonly InschrijvingFeit[]): readonly InschrijvingFeit[] => {
  const correcties = valid.filter(
    ({ gegevens }) => gegevens.soort === 'correctie' && gegevens.vervangtBerichtId === undefined,
  );
  return valid.filter(
    (feit) =>
      !correcties.some(
        (correctie) =>
          correctie.gegevens.gemeentecode === feit.gegevens.gemeentecode && onMoment(correctie, feit) > 0,
      ),
  );
};

/** Registrations that count as settling: in the gemeente of the koppeling and not at a COA address. */
const vestigingen = (
  { inschrijvingen }: ValidFeiten,
  koppeling: CurrentKoppeling | undefined,
): readonly InschrijvingFeit[] =>
  inschrijvingen.filter(
    ({ gegevens }) => gegevens.gemeentecode === koppeling?.gemeentecode && !gegevens.isCoaLocatie,
  );

/**
 * The registration that starts the clock: the earliest that counts since the koppeling, so that an earlier stay in the
 * same gemeente does not; an earlier one only when there is no other.
 */
const vestiging = (
  kandidaten: readonly InschrijvingFeit[],
  koppeling: CurrentKoppeling | undefined,
): InschrijvingFeit | undefined => {
  const datumKoppeling = koppeling?.feit.koppeling.datumKoppeling ?? '';
  return kandidaten.toSorted(
    (one, other) =>
      Number(firstDay(one) < datumKoppeling) - Number(firstDay(other) < datumKoppeling) ||
      firstDay(one).localeCompare(firstDay(other)) ||
      onMoment(one, other),
  )[0];
};

/** The home address: the latest one known, when it lies in the gemeente of the koppeling and is no COA address. */
const woonadres = (
  { inschrijvingen, verhuizingen }: ValidFeiten,
  koppeling: CurrentKoppeling | undefined,
): Adres | undefined => {
  const latest = [...inschrijvingen, ...verhuizingen].toSorted(
    (one, other) => firstDay(other).localeCompare(firstDay(one)) || onMoment(other, one),
  )[0];
  return latest !== undefined &&
    latest.gegevens.gemeentecode === koppeling?.gemeentecode &&
    !latest.gegevens.isCoaLocatie
    ? latest.gegevens.adres
    : undefined;
};

export type ZaakStatus = 'actief' | 'vervallen';

/** Where a person stands according to all facts together. Notices, lists, terms and views take it from here. */
export interface Situation {
  /** The koppeling that counts; its fact holds the household. */
  readonly koppeling: CurrentKoppeling | undefined;
  /** Whether this person has a zaak of their own; others are household members (docs/domein.md). */
  readonly hasZaak: boolean;
  readonly isOverleden: boolean;
  /** Why the zaak is no longer active; `undefined` while it is. */
  readonly redenVervallen: ReasonIntrekking | undefined;
  readonly status: ZaakStatus;
  readonly valid: ValidFeiten;
  /** Registrations that count as settling in the gemeente of the koppeling. */
  readonly vestigingen: readonly InschrijvingFeit[];
  /** The registration that starts the clock. */
  readonly vestiging: InschrijvingFeit | undefined;
  /** The home address, when it lies in the gemeente of the koppeling. */
  readonly woonadres: Adres | undefined;
}

const deriveSituation = (zaak: Zaak): Situation => {
  const koppelingen = perKoppeling(zaak);
  const koppeling = currentKoppeling(koppelingen);
  const valid = validFeiten(zaak);
  const overleden = isOverleden(zaak, valid);
  const redenVervallen = overleden ? 'overleden' : koppeling?.vervallen;
  const gevestigd = vestigingen(valid, koppeling);
  return {
    koppeling,
    hasZaak: hasZaak(zaak, koppelingen),
    isOverleden: overleden,
    redenVervallen,
    status: redenVervallen === undefined ? 'actief' : 'vervallen',
    valid,
    vestigingen: gevestigd,
    vestiging: vestiging(gevestigd, koppeling),
    woonadres: woonadres(valid, koppeling),
  };
};

/** A state never changes, so what follows from it is kept for as long as the state itself is. */
const known = new WeakMap<Zaak, Situation>();

/** What follows from the facts of a zaak, worked out once per state. */
export function situationOf(zaak: Zaak): Situation {
  const earlier = known.get(zaak);
  if (earlier !== undefined) return earlier;
  const situation = deriveSituation(zaak);
  known.set(zaak, situation);
  return situation;
}

/** The terms of the gemeente, from the day of registration in the BRP; they stop when the zaak or the plicht ends. */
export function termijnenOf(zaak: Zaak): readonly Termijn[] {
  const situation = situationOf(zaak);
  const { koppeling, redenVervallen } = situation;
  if (koppeling === undefined || situation.vestiging === undefined || !situation.hasZaak) return [];
  return termijnenFromInschrijving(
    gemeenteProfile(koppeling.gemeentecode),
    situation.vestiging.gegevens.datumInschrijving,
    { end: endOf(zaak), gestopt: redenVervallen ?? reasonWithoutPlicht(zaak) },
  );
}
