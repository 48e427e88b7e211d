import { v5 } from 'uuid';
import type { Step } from '../client/scenario/parse.ts';
import { known } from '../domain/known.ts';
import { chance, inschrijvingOf, koppelingOf, testBsn, vNummer } from './huishoudens.ts';

/** The life of one zaak over three years, as steps of a scenario: each message of it becomes one commit. */

const NAMESPACE = '8d1f4c92-55a0-5f0e-8b57-0f6a7c0c9e11';
const BEGIN = Date.parse('2022-02-01T08:00:00Z');
const DURATION_MS = 3 * 365 * 86_400_000;

/** How often a message of COA or the BRP comes between those of DUO. */
const PER_VERHUIZING = 12;
const PER_CORRECTIE = 27;
const PER_KOPPELING = 31;

/** Codes of DUO for which the hub fetches nothing. */
const WITHOUT_QUERY = ['SS102', 'SS199', 'SS126', 'SS112', 'SS113', 'SS199', 'SS103', 'SS140', 'SS142'];

const moment = (place: number, count: number): string =>
  new Date(BEGIN + Math.floor((DURATION_MS * place) / count)).toISOString();

const notificatie = (
  n: number,
  time: string,
  gebeurtenisId: string,
  duo?: Record<string, unknown>,
): Step => ({
  van: 'duo',
  notificatie: { registratieDatumTijd: time, bsn: testBsn(n), vNummer: Number(vNummer(n)), gebeurtenisId },
  ...known({ duo }),
});

/** A message of COA or the BRP as this file makes it: its type is replaced and its data are added to. */
type Bericht = Readonly<Record<string, unknown>> & { readonly data: object };

/** The same message of another type, later, with other content. */
const later = (
  bericht: Bericht,
  { type, id, time, data }: { type: string; id: string; time: string; data: object },
): Bericht => ({
  ...bericht,
  id: v5(id, NAMESPACE),
  time,
  type,
  dataschema: `https://hub.example.nl/v1/schemas/${type}`,
  data: { ...bericht.data, ...data },
});

/** `count` messages about the n-th person. The same arguments give the same messages. */
export const lifeCourse = (n: number, count: number): readonly Step[] => {
  const timeOf = (place: number): string => moment(place, count);
  const first = koppelingOf(n, chance(n));
  const datumKoppeling = timeOf(0).slice(0, 10);
  const koppeling = { ...first, time: timeOf(0), data: { ...first.data, datumKoppeling } };
  const inschrijving = inschrijvingOf(n, koppeling);
  const { datumInschrijving: _, soort: __, ...resident } = inschrijving.data;

  const change = (place: number, type: string, of: Bericht, data: object): Bericht =>
    later(of, { type, id: `${n} ${place}`, time: timeOf(place), data });

  const begin: readonly ((time: string) => Step)[] = [
    () => ({ van: 'coa', bericht: koppeling }),
    () => ({ van: 'brp', bericht: inschrijving }),
    (time) =>
      notificatie(n, time, 'SS139', {
        inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: time.slice(0, 10) },
        doelgroep: { indeling: 'Asielstatushouder', gedetailleerdeDoelgroep: 'Asielstatushouder' },
      }),
    (time) => notificatie(n, time, 'SS137', { 'lbt/examennummer': { examennummer: `E${n}` } }),
    (time) =>
      notificatie(n, time, 'SS131', {
        'lbt/resultaten': [
          {
            resultaat: 'B1-route haalbaar',
            behaaldeScore: '33,00',
            benodigdeScore: '28,00',
            datumAfname: time.slice(0, 10),
          },
        ],
      }),
  ];

  const afterwards = (place: number): Step => {
    const time = timeOf(place);
    if (place % PER_KOPPELING === 0) {
      const version = 1 + place / PER_KOPPELING;
      return {
        van: 'coa',
        bericht: change(place, 'nl.tvs.koppeling.gewijzigd.v1', koppeling, { versie: version }),
      };
    }
    if (place % PER_CORRECTIE === 0) {
      const correctie = change(place, inschrijving.type, inschrijving, { soort: 'correctie' });
      return { van: 'brp', bericht: correctie };
    }
    if (place % PER_VERHUIZING === 0) {
      const adres = { ...resident.adres, straat: 'Brugstraat', huisnummer: 1 + (place % 900) };
      const verhuisd = { ...inschrijving, data: resident };
      const data = { datumVerhuizing: time.slice(0, 10), adres };
      return { van: 'brp', bericht: change(place, 'nl.brp.persoon.verhuisd.v1', verhuisd, data) };
    }
    return notificatie(n, time, WITHOUT_QUERY[place % WITHOUT_QUERY.length] ?? 'SS102');
  };
  return Array.from(
    { length: count },
    (_member, place) => begin[place]?.(timeOf(place)) ?? afterwards(place),
  );
};
