import type { OntvangstId, ZaakId } from '../../../contracts/basistypen.ts';
import { PersoonIngeschreven } from '../../../contracts/brp.ts';
import { Koppeling, type Persoon } from '../../../contracts/coa.ts';
import type { DuoAntwoorden } from '../../../contracts/duo.ts';
import type { AangenomenNotificatie } from '../../../contracts/intern.ts';
import { type KoppelingVersie, koppelingFeit, vervalFeiten } from '../../../domain/koppeling/koppeling.ts';
import type { DuoFeit, Feit, InschrijvingFeit, Oorzaak } from '../../../domain/zaak/feiten.ts';

/** Invented people and facts for the tests of the domain. */

export const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
export const PARTNER_ZAAK = '4f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6b' as ZaakId;

let teller = 0;

/** A cause with an id of its own; the moment can be given. */
export const oorzaak = (tijdstip = '2025-06-20T08:00:00Z', berichtId?: string): Oorzaak => {
  teller += 1;
  const nummer = String(teller).padStart(12, '0');
  return {
    ontvangstId: `00000000-0000-8000-8000-${nummer}` as OntvangstId,
    berichtId: berichtId ?? `bericht-${nummer}`,
    bron: 'urn:nld:oin:00000099000000002000:systeem:tvs',
    tijdstip,
  };
};

const persoonVelden = {
  vNummer: '2798163871',
  relatie: 'hoofdpersoon',
  naam: { voornamen: 'Yusuf Ali', voorvoegsel: 'el', geslachtsnaam: 'Qasim' },
  geboortedatum: '2002-02-27',
  geslacht: 'man',
  nationaliteit: 'Eritrese',
  talen: [{ taal: 'Tigrinya', schrift: 'Ge’ez', tolkNodig: true }],
  hoogsteOpleiding: 'MBO/HAVO/VWO-niveau',
  werkervaring: 'kok',
  voorinburgering: { instemming: 'ja', deelname: true, voldaan: true },
  contact: { telefoonnummer: '0684212661', emailadres: 'p2013@voorbeeld.example' },
};

/** A koppeling of one adult in Gennep; members can be changed. */
export const koppeling = (
  wijziging: Record<string, unknown> = {},
  persoon: Record<string, unknown> = {},
): Koppeling =>
  Koppeling.parse({
    koppelingId: 'TVS-2025-993909',
    versie: 1,
    gemeentecode: '0907',
    datumKoppeling: '2025-06-20',
    personen: [{ ...persoonVelden, ...persoon }],
    ...wijziging,
  });

const eerste = (personen: readonly Persoon[]): Persoon => {
  const [persoon] = personen;
  if (persoon === undefined) throw new Error('een koppeling heeft minstens één persoon');
  return persoon;
};

export const gekoppeld = (van: Koppeling = koppeling(), door: Oorzaak = oorzaak()): Feit =>
  koppelingFeit(door, van.versie === 1 ? 'geregistreerd' : 'gewijzigd', van, eerste(van.personen));

/** The fact that version `versie` of this koppeling was a withdrawal. */
export const ingetrokken = (
  koppelingId: string,
  versie: number,
  door: Oorzaak = oorzaak(),
): readonly Feit[] => {
  const versies: readonly KoppelingVersie[] = [
    { soort: 'versie', koppelingId, versie: 1, leden: [ZAAK], oorzaak: oorzaak() },
    { soort: 'versie', koppelingId, versie, leden: [], ingetrokken: 'andere gemeente', oorzaak: door },
  ];
  return vervalFeiten(koppelingId, versies, ZAAK);
};

export const ADRES = { straat: 'Brugstraat', huisnummer: 194, postcode: '6591CD', woonplaats: 'Milsbeek' };

export const inschrijving = (
  wijziging: Record<string, unknown> = {},
  door: Oorzaak = oorzaak('2025-08-13T08:00:00Z'),
): InschrijvingFeit => ({
  ...door,
  feitId: `brp:${door.bron}#${door.berichtId}`,
  soort: 'brp-inschrijving',
  gegevens: PersoonIngeschreven.parse({
    bsn: '999966133',
    soort: 'verhuizing',
    gemeentecode: '0907',
    datumInschrijving: '2025-08-13',
    adres: ADRES,
    isCoaLocatie: false,
    ...wijziging,
  }),
});

export const duo = (
  gebeurtenisId: string,
  antwoorden: DuoAntwoorden = {},
  tijdstip = '2025-10-19T07:00:00Z',
): DuoFeit => {
  const notificatie: AangenomenNotificatie = { registratieDatumTijd: tijdstip, gebeurtenisId };
  return {
    ...oorzaak(tijdstip),
    feitId: `duo:${gebeurtenisId}:${Date.parse(tijdstip)}`,
    soort: 'duo',
    notificatie,
    antwoorden,
  };
};
