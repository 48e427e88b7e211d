import type { Step } from '../../../client/scenario/parse.ts';
import {
  fieldsOfEvent,
  GESPREKSPARTNERS,
  nameOfField,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  typeOfEvent,
} from '../../../contracts/routemap.ts';
import { type RoutemapFieldName, routemapField } from '../../../contracts/routemap-data.ts';
import { event, mark, PEOPLE, phoneOf } from './marked-people.ts';

/** What is reported of the ten along the routemap: every event of one of them, with a mark in every text. */

const pad = (number: number): string => String(number).padStart(2, '0');

/** A mark where a contract takes no letters, or only those of a number. */
const woningOf = (number: number): string => `5eed${pad(number)}00-7c35-4d0a-8e61-2f5a7b9c0d13`;
const examOf = (number: number): string => `M7700${pad(number)}0077`;

/** The fields that hold a text, or a number by which somebody is found, each with a mark of the person. */
const MARKED: Readonly<Partial<Record<RoutemapFieldName, (number: number, event: string) => string>>> = {
  plaats: (number, name) => mark(number, `Plaats ${name}`),
  naam: (number, name) => mark(number, `Medewerker ${name}`),
  emailadres: (number) => `${mark(number, 'rol')}@voorbeeld.example`,
  telefoonnummer: phoneOf,
  instellingsnummer: (number) => mark(number, 'Inst'),
  examennummer: examOf,
  woningId: woningOf,
};

/** The person whose PIP is reported with its content, which the hub passes to DUO. */
const WITH_PIP = 3;

/** Days on which something was, and what may not lie before the day of the report. */
const LIVED: Readonly<Partial<Record<RoutemapFieldName, string>>> = {
  datum: '2025-10-20',
  startdatum: '2025-10-20',
  procedureGestartOp: '2025-10-01',
};

/** Fields of the routemap that take any text, and that no mark is put in. */
export const UNMARKED = ROUTEMAP_EVENTS.flatMap(fieldsOfEvent)
  .map(nameOfField)
  .filter((name) => MARKED[name] === undefined && routemapField(name).safeParse(mark(1, 'Inst')).success);

const exampleOf = (name: RoutemapFieldName): unknown => {
  const { examples } = routemapField(name).meta() ?? {};
  return Array.isArray(examples) ? examples[0] : undefined;
};

const toldIn = (name: RoutemapFieldName, number: number, about: RoutemapEvent): unknown =>
  MARKED[name]?.(number, about) ?? LIVED[name] ?? exampleOf(name);

const wholeReport = (name: RoutemapEvent, number: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fieldsOfEvent(name)
      .map(nameOfField)
      .map((field) => [field, toldIn(field, number, name)]),
  );

/** Every event of the routemap with all its fields, and of whom it is reported. */
const EVENTS = ROUTEMAP_EVENTS.map((name, place) => {
  const number = PEOPLE[place % PEOPLE.length] ?? 1;
  return { name, number, data: wholeReport(name, number) };
});

/** Every mark in those reports by itself. */
export const REPORTED_MARKS = EVENTS.flatMap(({ data }) =>
  Object.keys(data).flatMap((field) => {
    const value = data[field];
    return MARKED[field as RoutemapFieldName] !== undefined && typeof value === 'string' ? [value] : [];
  }),
);

/** How many of those reports this role hears of, whatever they say. */
export const heardAlways = (role: 'intos'): number =>
  EVENTS.filter(
    ({ name, data }) => ROUTEMAP[name].horen?.[role] !== undefined && data['onderdeel'] === undefined,
  ).length;

const reported = (type: string, data: object): Step =>
  event('gemeente', '00000099000009070000:systeem:zaaksysteem', type, '2025-10-21T08:00:00Z', data);

/** The reports of the gemeente about a zaak: its casusregisseur, two appointments, and the events of this person. */
export const reports = (number: number, zaakId: string): readonly Step[] => [
  reported('nl.inburgeringszaken.regievoerder.toegewezen.v1', {
    zaakId,
    regisseurId: mark(number, 'Regisseur'),
    naam: mark(number, 'Regisseur'),
    functie: mark(number, 'Functie'),
    emailadres: `${mark(number, 'regie')}@voorbeeld.example`,
    ingangsdatum: '2025-10-21',
  }),
  reported(typeOfEvent('brede-intake-uitgenodigd'), {
    ...wholeReport('brede-intake-uitgenodigd', number),
    zaakId,
    onderdeel: 'participatie',
  }),
  reported(typeOfEvent('kennismaking-gepland'), {
    ...wholeReport('kennismaking-gepland', number),
    zaakId,
    met: GESPREKSPARTNERS[number % GESPREKSPARTNERS.length],
  }),
  ...EVENTS.filter((one) => one.number === number).map(({ name, data }) =>
    reported(typeOfEvent(name), { zaakId, ...data }),
  ),
  ...(number === WITH_PIP
    ? [
        reported('nl.inburgeringszaken.pip.vastgesteld.v1', {
          zaakId,
          dagtekening: '2025-10-20',
          pip: {
            leerroute: 'B',
            niveau: 'B1',
            geschatteIntensiteitB1Route: 600,
            indicatorMagOpleidingAfmaken: false,
            indicatorAlfabetiseringsonderwijs: 'NVT',
          },
          gemotiveerd: true,
        }),
      ]
    : []),
];
