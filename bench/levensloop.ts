import { v5 } from 'uuid';
import type { Step } from '../client/scenario/parse.ts';
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

/** What a message of COA or the BRP looks like here: its type can change, its content is added to. */
type Bericht = Readonly<Record<string, unknown>> & { readonly data: object };

/** The same message of another type, later, with other content. */
const later = (
  bericht: Bericht,
  { type, id, time, data }: { type: string; id: string; time: string; data: object },
): Bericht => ({
  ...bericht,
  id: v5(id, NAAMRUIMTE),
  time,
  type,
  dataschema: `https://hub.example.nl/v1/schemas/${type}`,
  data: { ...bericht.data, ...data },
});

/** `aantal` messages about the n-th person; the same numbers give the same messages. */
export const levensloop = (n: number, aantal: number): readonly Step[] => {
  const tijdVan = (plaats: number): string => moment(plaats, aantal);
  const eerste = koppelingVan(n, toeval(n));
  const datumKoppeling = tijdVan(0).slice(0, 10);
  const koppeling = { ...eerste, time: tijdVan(0), data: { ...eerste.data, datumKoppeling } };
  const inschrijving = inschrijvingVan(n, koppeling);
  const { datumInschrijving: _, soort: __, ...bewoner } = inschrijving.data;

  const wijziging = (plaats: number, type: string, van: Bericht, data: object): Bericht =>
    later(van, { type, id: `${n} ${plaats}`, time: tijdVan(plaats), data });

  const begin: readonly ((tijd: string) => Step)[] = [
    () => ({ van: 'coa', bericht: koppeling }),
    () => ({ van: 'brp', bericht: inschrijving }),
    (tijd) =>
      notificatie(n, tijd, 'SS139', {
        inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: tijd.slice(0, 10) },
        doelgroep: { indeling: 'Asielstatushouder', gedetailleerdeDoelgroep: 'Asielstatushouder' },
      }),
    (tijd) => notificatie(n, tijd, 'SS137', { 'lbt/examennummer': { examennummer: `E${n}` } }),
    (tijd) =>
      notificatie(n, tijd, 'SS131', {
        'lbt/resultaten': [
          {
            resultaat: 'B1-route haalbaar',
            behaaldeScore: '33,00',
            benodigdeScore: '28,00',
            datumAfname: tijd.slice(0, 10),
          },
        ],
      }),
  ];

  const daarna = (plaats: number): Step => {
    const tijd = tijdVan(plaats);
    if (plaats % PER_KOPPELING === 0) {
      const versie = 1 + plaats / PER_KOPPELING;
      return {
        van: 'coa',
        bericht: wijziging(plaats, 'nl.tvs.koppeling.gewijzigd.v1', koppeling, { versie }),
      };
    }
    if (plaats % PER_CORRECTIE === 0) {
      const correctie = wijziging(plaats, inschrijving.type, inschrijving, { soort: 'correctie' });
      return { van: 'brp', bericht: correctie };
    }
    if (plaats % PER_VERHUIZING === 0) {
      const adres = { ...bewoner.adres, straat: 'Brugstraat', huisnummer: 1 + (plaats % 900) };
      const verhuisd = { ...inschrijving, data: bewoner };
      const gegevens = { datumVerhuizing: tijd.slice(0, 10), adres };
      return { van: 'brp', bericht: wijziging(plaats, 'nl.brp.persoon.verhuisd.v1', verhuisd, gegevens) };
    }
    return notificatie(n, tijd, ZONDER_VRAAG[plaats % ZONDER_VRAAG.length] ?? 'SS102');
  };
  return Array.from({ length: aantal }, (_lid, plaats) => begin[plaats]?.(tijdVan(plaats)) ?? daarna(plaats));
};
