import { v5 as uuidFrom } from 'uuid';
import type { InboundType } from '../../contracts/event-types.ts';
import { findOrganisation } from '../../domain/organisations.ts';
import type { DuoStep, EventStep } from '../scenario/parse.ts';
import type { Invented } from './huishouden.ts';

/** Messages of COA, BRP and DUO about invented people, as steps of a scenario. */

/** The moment and gemeente of a message: a day (`YYYY-MM-DD`), the minute of that day, and the gemeentecode. */
export interface Told {
  readonly day: string;
  readonly minute: number;
  readonly gemeente: string;
}

/** The name of the system in the `source` of each sender. A gemeente is not listed: it reports its messages one by one. */
const SYSTEM: Readonly<Record<string, string>> = { coa: 'tvs', brp: 'brp' };

/** The moment is early on the day, so that a clock on the same day has passed it or nearly so. */
const momentAt = ({ day, minute }: Told): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000).toISOString().replace('.000Z', 'Z');

/** Makes the step of an event. The same message has the same id, so that a second replay of a file repeats its messages. */
export const event = (
  van: string,
  type: InboundType,
  told: Told,
  data: Readonly<Record<string, unknown>>,
): EventStep => {
  const time = momentAt(told);
  return {
    van,
    bericht: {
      specversion: '1.0',
      id: uuidFrom(JSON.stringify([type, time, data]), uuidFrom.URL),
      source: `urn:nld:oin:${findOrganisation(van)?.oin}:systeem:${SYSTEM[van] ?? 'melding'}`,
      type,
      time,
      datacontenttype: 'application/json',
      dataschema: `https://hub.example.nl/v1/schemas/${type}`,
      data,
    },
  };
};

/** A household as COA links it. */
export interface Linked {
  readonly koppelingId: string;
  readonly versie: number;
  readonly datumKoppeling: string;
  readonly members: readonly Invented[];
}

const koppelingData = ({ koppelingId, versie, datumKoppeling, members }: Linked, gemeentecode: string) => ({
  koppelingId,
  versie,
  gemeentecode,
  datumKoppeling,
  verblijfplaatsAzc: { naam: 'AZC Voorbeeld' },
  contactpersoonCoa: { naam: 'Regievoerder Proef', emailadres: 'regie@coa.example' },
  personen: members.map(({ persoon }) => persoon),
});

/** COA tells of a koppeling: `geregistreerd` for its first version, `gewijzigd` for a later one. */
export const koppelingStep = (linked: Linked, told: Told): EventStep => {
  const type = linked.versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1';
  return event('coa', type, told, koppelingData(linked, told.gemeente));
};

/** COA withdraws a koppeling. `versie` is the number of the withdrawal itself. */
export const intrekkingStep = (
  { koppelingId, versie }: Pick<Linked, 'koppelingId' | 'versie'>,
  reden: string,
  told: Told,
): EventStep =>
  event('coa', 'nl.tvs.koppeling.ingetrokken.v1', told, {
    koppelingId,
    versie,
    gemeentecode: told.gemeente,
    reden,
  });

export type AdresFields = Readonly<Record<string, unknown>>;

/** The BRP tells of a first registration. */
export const inschrijvingStep = (
  { bsn, persoon: { vNummer } }: Invented,
  adres: AdresFields,
  told: Told,
  replaced?: EventStep,
): EventStep =>
  event('brp', 'nl.brp.persoon.ingeschreven.v1', told, {
    bsn,
    vNummer,
    soort: replaced === undefined ? 'verhuizing' : 'correctie',
    gemeentecode: told.gemeente,
    datumInschrijving: told.day,
    adres,
    isCoaLocatie: false,
    ...(replaced === undefined ? {} : { vervangtBerichtId: replaced.bericht['id'] }),
  });

/** The BRP tells of a move. */
export const verhuizingStep = ({ bsn }: Invented, adres: AdresFields, told: Told): EventStep =>
  event('brp', 'nl.brp.persoon.verhuisd.v1', told, {
    bsn,
    gemeentecode: told.gemeente,
    datumVerhuizing: told.day,
    adres,
    isCoaLocatie: false,
  });

/** The BRP tells of a death. */
export const overlijdenStep = ({ bsn }: Invented, told: Told): EventStep =>
  event('brp', 'nl.brp.persoon.overleden.v1', told, { bsn, datumOverlijden: told.day });

const notification = ({ bsn, persoon }: Invented, gebeurtenisId: string, told: Told) => ({
  registratieDatumTijd: momentAt(told),
  bsn,
  // DUO writes a V-nummer as a number.
  vNummer: Number(persoon.vNummer),
  gebeurtenisId,
});

/** DUO notifies of the inburgeringsplicht. The step also sets the answers that DUO gives to the hub. */
export const plichtStep = (person: Invented, told: Told): DuoStep => ({
  van: 'duo',
  notificatie: notification(person, 'SS101', told),
  duo: {
    inburgeringsplicht: {
      indicatorInburgeringsplicht: true,
      begindatum: told.day,
      datumKennisgevingInburgeringsplicht: told.day,
    },
    doelgroep: {
      indeling: 'Asielstatushouder',
      begindatum: told.day,
      gedetailleerdeDoelgroep: 'Asielstatushouder',
    },
  },
});

/** DUO notifies of the result of the leerbaarheidstoets. The step also sets the answers that DUO gives to the hub. */
export const lbtStep = (person: Invented, isFeasible: boolean, told: Told): DuoStep => ({
  van: 'duo',
  notificatie: notification(person, 'SS131', told),
  duo: {
    'lbt/resultaten': [
      {
        resultaat: isFeasible ? 'B1-route haalbaar' : 'B1-route niet haalbaar',
        behaaldeScore: isFeasible ? '33,00' : '21,50',
        benodigdeScore: '28,00',
        datumAfname: told.day,
      },
    ],
  },
});
