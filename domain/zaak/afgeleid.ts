import type { Adres, Gemeentecode } from '../../contracts/basistypen.ts';
import type { RedenIntrekking } from '../../contracts/coa.ts';
import { duoCode } from '../duo/codes.ts';
import { gemeenteProfiel } from '../gemeenten/index.ts';
import { grenzen } from '../termijnen/kalender.ts';
import { type Termijn, termijnenVanafInschrijving } from '../termijnen/termijnen.ts';
import { type InschrijvingFeit, type KoppelingFeit, opTijdstip, type VerhuizingFeit } from './feiten.ts';
import { kanInburgeringsplichtigZijn } from './leeftijd.ts';
import { eindeVan, redenGeenPlicht } from './termijneinden.ts';
import type { Zaak } from './zaak.ts';

/** What follows from the facts. Each function looks at the whole set, never at the order of arrival. */

/** The koppeling that counts for this person, and whether it still stands. */
export interface ActueleKoppeling {
  readonly feit: KoppelingFeit;
  readonly gemeentecode: Gemeentecode;
  /** Present when the koppeling ended: withdrawn, or the person left the household. */
  readonly vervallen?: RedenIntrekking;
}

const hoogsteVersie = <Versie>(versies: readonly Versie[], nummer: (versie: Versie) => number) =>
  versies.reduce<Versie | undefined>(
    (hoogste, versie) => (hoogste === undefined || nummer(versie) > nummer(hoogste) ? versie : hoogste),
    undefined,
  );

/** The latest version of each koppeling: a lower or equal version than the one known changes nothing. */
const perKoppeling = (zaak: Zaak): readonly ActueleKoppeling[] =>
  [...new Set(zaak.koppelingen.map((feit) => feit.koppeling.koppelingId))].flatMap((koppelingId) => {
    const feit = hoogsteVersie(
      zaak.koppelingen.filter((ander) => ander.koppeling.koppelingId === koppelingId),
      (ander) => ander.koppeling.versie,
    );
    if (feit === undefined) return [];
    const einde = hoogsteVersie(
      zaak.vervallen.filter((ander) => ander.koppelingId === koppelingId),
      (ander) => ander.versie,
    );
    const isVervallen = einde !== undefined && einde.versie > feit.koppeling.versie;
    return [
      { feit, gemeentecode: feit.koppeling.gemeentecode, ...(isVervallen ? { vervallen: einde.reden } : {}) },
    ];
  });

/** Latest by date of the koppeling; one that still stands goes before one that ended. */
export const actueleKoppeling = (zaak: Zaak): ActueleKoppeling | undefined =>
  perKoppeling(zaak).toSorted(
    (een, ander) =>
      Number(een.vervallen !== undefined) - Number(ander.vervallen !== undefined) ||
      ander.feit.koppeling.datumKoppeling.localeCompare(een.feit.koppeling.datumKoppeling) ||
      ander.feit.koppeling.koppelingId.localeCompare(een.feit.koppeling.koppelingId),
  )[0];

/** Whether this person has a zaak of their own; others are household members (docs/domein.md). */
export const heeftZaak = (zaak: Zaak): boolean =>
  perKoppeling(zaak).some(({ feit: { persoon, koppeling } }) =>
    kanInburgeringsplichtigZijn(persoon.geboortedatum, koppeling.datumKoppeling),
  ) ||
  (zaak.koppelingen.length > 0 &&
    zaak.duo.some(({ notificatie }) => duoCode(notificatie.gebeurtenisId).steltPlichtVast));

/** Died, according to the BRP (a later correction withdrawn) or to DUO (SS111). */
export const isOverleden = (zaak: Zaak): boolean =>
  geldig(zaak, zaak.overlijden).length > 0 ||
  zaak.duo.some(
    ({ notificatie }) => duoCode(notificatie.gebeurtenisId).gebeurtenis === 'overlijden-ontvangen',
  );

export type ZaakStatus = 'actief' | 'vervallen';

/** Why the zaak is no longer active; `undefined` while it is. */
export const redenVervallen = (zaak: Zaak): RedenIntrekking | undefined =>
  isOverleden(zaak) ? 'overleden' : actueleKoppeling(zaak)?.vervallen;

export const statusVan = (zaak: Zaak): ZaakStatus =>
  redenVervallen(zaak) === undefined ? 'actief' : 'vervallen';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a message to compare by: a UUID is the same in capitals, any other id is what it is. */
const idKey = (berichtId: string): string => (UUID.test(berichtId) ? berichtId.toLowerCase() : berichtId);

/** Messages that no later correction replaced (docs/domein.md, case 1). */
export const geldig = <F extends { berichtId: string }>(zaak: Zaak, feiten: readonly F[]): readonly F[] => {
  const vervangen = new Set(
    [...zaak.inschrijvingen, ...zaak.verhuizingen, ...zaak.overlijden].flatMap((feit) =>
      feit.gegevens.vervangtBerichtId === undefined ? [] : [idKey(feit.gegevens.vervangtBerichtId)],
    ),
  );
  return feiten.filter((feit) => !vervangen.has(idKey(feit.berichtId)));
};

const eersteDag = (feit: InschrijvingFeit | VerhuizingFeit): string =>
  grenzen(feit.soort === 'brp-inschrijving' ? feit.gegevens.datumInschrijving : feit.gegevens.datumVerhuizing)
    .eerste;

/**
 * Registrations that stand: not replaced by name, and not put aside by a later correction in the same gemeente that
 * names no message to replace.
 */
export const geldigeInschrijvingen = (zaak: Zaak): readonly InschrijvingFeit[] => {
  const geldige = geldig(zaak, zaak.inschrijvingen);
  const correcties = geldige.filter(
    ({ gegevens }) => gegevens.soort === 'correctie' && gegevens.vervangtBerichtId === undefined,
  );
  return geldige.filter(
    (feit) =>
      !correcties.some(
        (correctie) =>
          correctie.gegevens.gemeentecode === feit.gegevens.gemeentecode && opTijdstip(correctie, feit) > 0,
      ),
  );
};

/** Registrations that count as settling: in the gemeente of the koppeling and not at a COA address. */
export const vestigingen = (zaak: Zaak): readonly InschrijvingFeit[] => {
  const gemeentecode = actueleKoppeling(zaak)?.gemeentecode;
  return geldigeInschrijvingen(zaak).filter(
    ({ gegevens }) => gegevens.gemeentecode === gemeentecode && !gegevens.isCoaLocatie,
  );
};

/**
 * The registration that starts the clock: the earliest that counts since the koppeling, so that an earlier stay in the
 * same gemeente does not; an earlier one only when there is no other.
 */
export const vestiging = (zaak: Zaak): InschrijvingFeit | undefined => {
  const datumKoppeling = actueleKoppeling(zaak)?.feit.koppeling.datumKoppeling ?? '';
  return vestigingen(zaak).toSorted(
    (een, ander) =>
      Number(eersteDag(een) < datumKoppeling) - Number(eersteDag(ander) < datumKoppeling) ||
      eersteDag(een).localeCompare(eersteDag(ander)) ||
      opTijdstip(een, ander),
  )[0];
};

/** The home address: the latest one known, when it lies in the gemeente of the koppeling and is no COA address. */
export const woonadres = (zaak: Zaak): Adres | undefined => {
  const laatste = [...geldigeInschrijvingen(zaak), ...geldig(zaak, zaak.verhuizingen)].toSorted(
    (een, ander) => eersteDag(ander).localeCompare(eersteDag(een)) || opTijdstip(ander, een),
  )[0];
  return laatste !== undefined &&
    laatste.gegevens.gemeentecode === actueleKoppeling(zaak)?.gemeentecode &&
    !laatste.gegevens.isCoaLocatie
    ? laatste.gegevens.adres
    : undefined;
};

/** The terms of the gemeente, from the day of registration in the BRP; they stop when the zaak or the plicht ends. */
export const termijnenVan = (zaak: Zaak): readonly Termijn[] => {
  const koppeling = actueleKoppeling(zaak);
  const inschrijving = vestiging(zaak);
  return koppeling === undefined || inschrijving === undefined || !heeftZaak(zaak)
    ? []
    : termijnenVanafInschrijving(
        gemeenteProfiel(koppeling.gemeentecode),
        inschrijving.gegevens.datumInschrijving,
        { einde: eindeVan(zaak), gestopt: redenVervallen(zaak) ?? redenGeenPlicht(zaak) },
      );
};
