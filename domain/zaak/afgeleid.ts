import type { Adres, Gemeentecode } from '../../contracts/basistypen.ts';
import type { RedenIntrekking } from '../../contracts/coa.ts';
import { duoCode } from '../duo/codes.ts';
import { gemeenteProfiel } from '../gemeenten/index.ts';
import { grenzen } from '../termijnen/kalender.ts';
import { type Termijn, termijnenVanafInschrijving } from '../termijnen/termijnen.ts';
import {
  type InschrijvingFeit,
  type KoppelingFeit,
  type OverlijdenFeit,
  opTijdstip,
  type VerhuizingFeit,
} from './feiten.ts';
import { kanInburgeringsplichtigZijn } from './leeftijd.ts';
import { eindeVan, redenGeenPlicht } from './termijneinden.ts';
import type { Zaak } from './zaak.ts';

/**
 * What follows from the facts: `situationOf`, at the end, puts the parts together, once per state. Each part looks at the
 * whole set of facts, never at the order of arrival.
 */

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
const actueleKoppeling = (koppelingen: readonly ActueleKoppeling[]): ActueleKoppeling | undefined =>
  koppelingen.toSorted(
    (een, ander) =>
      Number(een.vervallen !== undefined) - Number(ander.vervallen !== undefined) ||
      ander.feit.koppeling.datumKoppeling.localeCompare(een.feit.koppeling.datumKoppeling) ||
      ander.feit.koppeling.koppelingId.localeCompare(een.feit.koppeling.koppelingId),
  )[0];

/** Whether this person has a zaak of their own; others are household members (docs/domein.md). */
const heeftZaak = (zaak: Zaak, koppelingen: readonly ActueleKoppeling[]): boolean =>
  koppelingen.some(({ feit: { persoon, koppeling } }) =>
    kanInburgeringsplichtigZijn(persoon.geboortedatum, koppeling.datumKoppeling),
  ) ||
  (zaak.koppelingen.length > 0 &&
    zaak.duo.some(({ notificatie }) => duoCode(notificatie.gebeurtenisId).steltPlichtVast));

/** BRP messages that no later correction replaced. */
interface GeldigeFeiten {
  readonly inschrijvingen: readonly InschrijvingFeit[];
  readonly verhuizingen: readonly VerhuizingFeit[];
  readonly overlijden: readonly OverlijdenFeit[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a message to compare by: a UUID is the same in capitals, any other id is what it is. */
const idKey = (berichtId: string): string => (UUID.test(berichtId) ? berichtId.toLowerCase() : berichtId);

/** Messages that no later correction replaced (docs/domein.md, case 1). */
const geldigeFeiten = (zaak: Zaak): GeldigeFeiten => {
  const vervangen = new Set(
    [...zaak.inschrijvingen, ...zaak.verhuizingen, ...zaak.overlijden].flatMap((feit) =>
      feit.gegevens.vervangtBerichtId === undefined ? [] : [idKey(feit.gegevens.vervangtBerichtId)],
    ),
  );
  const nietVervangen = (feit: { readonly berichtId: string }): boolean =>
    !vervangen.has(idKey(feit.berichtId));
  return {
    inschrijvingen: geldigeInschrijvingen(zaak.inschrijvingen.filter(nietVervangen)),
    verhuizingen: zaak.verhuizingen.filter(nietVervangen),
    overlijden: zaak.overlijden.filter(nietVervangen),
  };
};

/** Died, according to the BRP (a later correction withdrawn) or to DUO (SS111). */
const isOverleden = (zaak: Zaak, { overlijden }: GeldigeFeiten): boolean =>
  overlijden.length > 0 ||
  zaak.duo.some(
    ({ notificatie }) => duoCode(notificatie.gebeurtenisId).gebeurtenis === 'overlijden-ontvangen',
  );

const eersteDag = (feit: InschrijvingFeit | VerhuizingFeit): string =>
  grenzen(feit.soort === 'brp-inschrijving' ? feit.gegevens.datumInschrijving : feit.gegevens.datumVerhuizing)
    .eerste;

/**
 * Registrations that stand: not replaced by name, and not put aside by a later correction in the same gemeente that
 * names no message to replace.
 */
const geldigeInschrijvingen = (geldige: readonly InschrijvingFeit[]): readonly InschrijvingFeit[] => {
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
const vestigingen = (
  { inschrijvingen }: GeldigeFeiten,
  koppeling: ActueleKoppeling | undefined,
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
  koppeling: ActueleKoppeling | undefined,
): InschrijvingFeit | undefined => {
  const datumKoppeling = koppeling?.feit.koppeling.datumKoppeling ?? '';
  return kandidaten.toSorted(
    (een, ander) =>
      Number(eersteDag(een) < datumKoppeling) - Number(eersteDag(ander) < datumKoppeling) ||
      eersteDag(een).localeCompare(eersteDag(ander)) ||
      opTijdstip(een, ander),
  )[0];
};

/** The home address: the latest one known, when it lies in the gemeente of the koppeling and is no COA address. */
const woonadres = (
  { inschrijvingen, verhuizingen }: GeldigeFeiten,
  koppeling: ActueleKoppeling | undefined,
): Adres | undefined => {
  const laatste = [...inschrijvingen, ...verhuizingen].toSorted(
    (een, ander) => eersteDag(ander).localeCompare(eersteDag(een)) || opTijdstip(ander, een),
  )[0];
  return laatste !== undefined &&
    laatste.gegevens.gemeentecode === koppeling?.gemeentecode &&
    !laatste.gegevens.isCoaLocatie
    ? laatste.gegevens.adres
    : undefined;
};

export type ZaakStatus = 'actief' | 'vervallen';

/** Where a person stands according to all facts together. Notices, lists, terms and views take it from here. */
export interface Situation {
  /** The koppeling that counts; its fact holds the household. */
  readonly koppeling: ActueleKoppeling | undefined;
  /** Whether this person has a zaak of their own; others are household members (docs/domein.md). */
  readonly heeftZaak: boolean;
  readonly isOverleden: boolean;
  /** Why the zaak is no longer active; `undefined` while it is. */
  readonly redenVervallen: RedenIntrekking | undefined;
  readonly status: ZaakStatus;
  readonly geldig: GeldigeFeiten;
  /** Registrations that count as settling in the gemeente of the koppeling. */
  readonly vestigingen: readonly InschrijvingFeit[];
  /** The registration that starts the clock. */
  readonly vestiging: InschrijvingFeit | undefined;
  /** The home address, when it lies in the gemeente of the koppeling. */
  readonly woonadres: Adres | undefined;
}

const deriveSituation = (zaak: Zaak): Situation => {
  const koppelingen = perKoppeling(zaak);
  const koppeling = actueleKoppeling(koppelingen);
  const geldig = geldigeFeiten(zaak);
  const overleden = isOverleden(zaak, geldig);
  const redenVervallen = overleden ? 'overleden' : koppeling?.vervallen;
  const gevestigd = vestigingen(geldig, koppeling);
  return {
    koppeling,
    heeftZaak: heeftZaak(zaak, koppelingen),
    isOverleden: overleden,
    redenVervallen,
    status: redenVervallen === undefined ? 'actief' : 'vervallen',
    geldig,
    vestigingen: gevestigd,
    vestiging: vestiging(gevestigd, koppeling),
    woonadres: woonadres(geldig, koppeling),
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
export function termijnenVan(zaak: Zaak): readonly Termijn[] {
  const situation = situationOf(zaak);
  const { koppeling, redenVervallen } = situation;
  if (koppeling === undefined || situation.vestiging === undefined || !situation.heeftZaak) return [];
  return termijnenVanafInschrijving(
    gemeenteProfiel(koppeling.gemeentecode),
    situation.vestiging.gegevens.datumInschrijving,
    { einde: eindeVan(zaak), gestopt: redenVervallen ?? redenGeenPlicht(zaak) },
  );
}
