import { v5 as uuidFrom, validate } from 'uuid';
import { todayInNederland } from '../../contracts/base-types.ts';
import {
  fieldsOfEvent,
  nameOfField,
  ROUTEMAP,
  type RoutemapEvent,
  typeOfEvent,
} from '../../contracts/routemap.ts';
import type { RoutemapFieldName } from '../../contracts/routemap-data.ts';
import { routemapField } from '../../contracts/routemap-data.ts';
import { findGemeente } from '../../domain/gemeenten/index.ts';
import { gemeenteKey, partnerKey } from '../../domain/organisation-keys.ts';
import type { EventStep } from '../scenario/parse.ts';
import { later } from './days.ts';
import { event, type Told } from './messages.ts';

/** The reports along the routemap, as steps of a scenario. A gemeente may report every event. */

/** The zaak of a report: by its id, or by the V-nummer of its person. */
export type About = { readonly zaakId: string } | { readonly zaak: { readonly vNummer: string } };

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The example that the contract gives for a field. A date becomes `day`, and an id becomes another id for each seed. */
const exampleOf = (name: RoutemapFieldName, day: string, seed: number): unknown => {
  const { examples } = routemapField(name).meta() ?? {};
  const [example]: readonly unknown[] = Array.isArray(examples) ? examples : [];
  if (example === undefined) throw new Error(`the contract gives no example of ${name}`);
  if (typeof example !== 'string') return example;
  if (DAY.test(example)) return day;
  return validate(example) ? uuidFrom(`${seed} ${example}`, uuidFrom.URL) : example;
};

const DAYS_BETWEEN = 1;

/** The fields whose date lies after the day of the report, in days: appointments, and ends of periods that begin now. */
const DAYS_AHEAD: Readonly<Partial<Record<RoutemapFieldName, number>>> = {
  afspraakdatum: 7,
  intakedatum: 7,
  toetsdatum: 7,
  leverdatum: 14,
  verhuisdatum: 14,
  ingangsdatumHuur: 14,
  beschikbaarVanaf: 14,
  gewensteDatum: 28,
  evaluatiedatum: 91,
  ontzorgingTot: 182,
  begeleidingTot: 182,
};

/** The events that usually come right before an event, and the events that it requires. */
const earlierOf = (kind: RoutemapEvent): readonly RoutemapEvent[] => {
  const { meestalNa = [], nietZonder = {} } = ROUTEMAP[kind];
  return [...new Set([...meestalNa, ...Object.values(nietZonder)])];
};

/**
 * The organisation that reports an event after its earlier events. It is a partner that hears of one of those earlier events, so
 * that the corporatie that proposed a home also reports the rest about that home. Otherwise it is the gemeente.
 */
const reporterOf = (kind: RoutemapEvent, gemeente: string): string => {
  const role = ROUTEMAP[kind].rollen?.find((one) =>
    earlierOf(kind).some((earlier) => ROUTEMAP[earlier].horen?.[one] !== undefined),
  );
  const partner = findGemeente(gemeente)?.partners.find(({ rol }) => rol === role);
  return partner === undefined ? gemeenteKey(gemeente) : partnerKey(partner.sleutel, gemeente);
};

/** The report of an event with all its fields, so that every partner that may hear of the event is told. */
const reportStep = (
  kind: RoutemapEvent,
  about: About,
  told: Told,
  seed: number,
  van = gemeenteKey(told.gemeente),
): EventStep => {
  const after = new Set(Object.keys(ROUTEMAP[kind].nietZonder ?? {}));
  const said = fieldsOfEvent(kind).map((field) => {
    const name = nameOfField(field);
    const day = later(told.day, after.has(name) ? -DAYS_BETWEEN : (DAYS_AHEAD[name] ?? 0));
    return [name, exampleOf(name, day, seed)] as const;
  });
  const zaak = 'zaakId' in about ? { zaakId: about.zaakId } : {};
  const step = event(van, typeOfEvent(kind), told, {
    ...zaak,
    ...Object.fromEntries(said),
  });
  // The same event of two people gives two messages, so the id also depends on the person.
  const id = uuidFrom(`${String(step.bericht['id'])} ${JSON.stringify(about)} ${seed}`, uuidFrom.URL);
  return { ...step, ...('zaak' in about ? about : {}), bericht: { ...step.bericht, id } };
};

/** The report of an event at the moment `now`, by the gemeente of the zaak. */
export const reportAt = (
  kind: RoutemapEvent,
  about: About,
  gemeente: string,
  now: Date,
  seed: number,
): EventStep => {
  const day = todayInNederland(now);
  return reportStep(kind, about, { day, minute: (now.getTime() - Date.parse(day)) / 60_000, gemeente }, seed);
};

/** The report of an event, and `before` it the reports of its earlier events, each earlier event a day before the next. */
export const reportedWith = (
  kind: RoutemapEvent,
  about: About,
  told: Told,
  seed: number,
): { readonly before: readonly EventStep[]; readonly steps: readonly EventStep[] } => {
  const dayBefore = { ...told, day: later(told.day, -DAYS_BETWEEN) };
  const before = earlierOf(kind).flatMap((earlier) => {
    const { before: first, steps } = reportedWith(earlier, about, dayBefore, seed);
    return [...first, ...steps];
  });
  return { before, steps: [reportStep(kind, about, told, seed, reporterOf(kind, told.gemeente))] };
};

/**
 * Whether an event belongs to the steps of the routemap before the person lives in the gemeente: finding a home, and the first
 * visits.
 */
export const isBeforeVerhuizing = (kind: RoutemapEvent): boolean =>
  ROUTEMAP[kind].rows.some((row) => /^R0[0-2]\./.test(row));
