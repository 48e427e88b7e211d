import { v5 } from 'uuid';
import type { Step } from '../bin/commands/scenario/parse.ts';
import { inschrijvingVan, koppelingVan, testBsn, toeval, vNummer } from './huishoudens.ts';

/** The life of one zaak over three years, as steps of a scenario: each message of it becomes one commit. */

const NAAMRUIMTE = '8d1f4c92-55a0-5f0e-8b57-0f6a7c0c9e11';
const BEGIN = Date.parse('2022-02-01T08:00:00Z');
const DUUR_MS = 3 * 365 * 86_400_000;

/** How often something of COA or the BRP comes between what DUO reports. */
const PER_VERHUIZING = 12;
const PER_CORRECTIE = 27;
const PER_KOPPELING = 31;

/** Codes that say what they have to say: nothing is fetched for them. */
const ZONDER_VRAAG = ['SS102', 'SS199', 'SS126', 'SS112', 'SS113', 'SS199', 'SS103', 'SS140', 'SS142'];

const moment = (plaats: number, aantal: number): string =>
  new Date(BEGIN + Math.floor((DUUR_MS * plaats) / aantal)).toISOString();

const notificatie = (
  n: number,
  tijd: string,
  gebeurtenisId: string,
  duo?: Record<string, unknown>,
): Step => ({
  van: 'duo',
  notificatie: { registratieDatumTijd: tijd, bsn: testBsn(n), vNummer: Number(vNummer(n)), gebeurtenisId },
  ...(duo === undefined ? {} : { duo }),
});

/** `aantal` messages about the n-th person; the same numbers give the same messages. */
export const levensloop = (n: number, aantal: number): readonly Step[] => {
  const eerste = koppelingVan(n, toeval(n));
  const koppeling = {
    ...eerste,
    time: moment(0, aantal),
    data: { ...eerste.data, datumKoppeling: moment(0, aantal).slice(0, 10) },
  };
  const inschrijving = inschrijvingVan(n, koppeling);
  const event = (plaats: number, bericht: typeof koppeling | typeof inschrijving, data: object): object => ({
    ...bericht,
    id: v5(`${n} ${plaats}`, NAAMRUIMTE),
    time: moment(plaats, aantal),
    data: { ...bericht.data, ...data },
  });

  const verhuizing = (plaats: number): Step => {
    const type = 'nl.brp.persoon.verhuisd.v1';
    const { datumInschrijving: _, soort: __, ...gegevens } = inschrijving.data;
    const bericht = {
      ...inschrijving,
      id: v5(`${n} ${plaats}`, NAAMRUIMTE),
      time: moment(plaats, aantal),
      type,
      dataschema: `https://hub.example.nl/v1/schemas/${type}`,
      data: {
        ...gegevens,
        datumVerhuizing: moment(plaats, aantal).slice(0, 10),
        adres: { ...gegevens.adres, straat: 'Brugstraat', huisnummer: 1 + (plaats % 900) },
      },
    };
    return { van: 'brp', bericht };
  };

  const stap = (plaats: number): Step => {
    const tijd = moment(plaats, aantal);
    if (plaats === 0) return { van: 'coa', bericht: koppeling };
    if (plaats === 1) return { van: 'brp', bericht: inschrijving };
    if (plaats === 2) {
      return notificatie(n, tijd, 'SS139', {
        inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: tijd.slice(0, 10) },
        doelgroep: { indeling: 'Asielstatushouder', gedetailleerdeDoelgroep: 'Asielstatushouder' },
      });
    }
    if (plaats === 3) return notificatie(n, tijd, 'SS137', { 'lbt/examennummer': { examennummer: `E${n}` } });
    if (plaats === 4) {
      const uitslag = { resultaat: 'B1-route haalbaar', behaaldeScore: '33,00', benodigdeScore: '28,00' };
      return notificatie(n, tijd, 'SS131', {
        'lbt/resultaten': [{ ...uitslag, datumAfname: tijd.slice(0, 10) }],
      });
    }
    if (plaats % PER_KOPPELING === 0) {
      const type = 'nl.tvs.koppeling.gewijzigd.v1';
      const gewijzigd = {
        ...koppeling,
        type,
        dataschema: `https://hub.example.nl/v1/schemas/${type}`,
      };
      return { van: 'coa', bericht: { ...event(plaats, gewijzigd, { versie: 1 + plaats / PER_KOPPELING }) } };
    }
    if (plaats % PER_CORRECTIE === 0) {
      return { van: 'brp', bericht: { ...event(plaats, inschrijving, { soort: 'correctie' }) } };
    }
    if (plaats % PER_VERHUIZING === 0) return verhuizing(plaats);
    return notificatie(n, tijd, ZONDER_VRAAG[plaats % ZONDER_VRAAG.length] ?? 'SS102');
  };
  return Array.from({ length: aantal }, (_, plaats) => stap(plaats));
};
