import { METRIEK_NAAMRUIMTE, METRIEKEN, type Metriek } from '../../../contracts/metrieken.ts';
import type { Alarm } from './alarms.ts';

/** How one alarm is made to happen. What is real comes first; a state that is set only tests alarm, topic and mail. */
export type Middel =
  | { readonly soort: 'dode brief'; readonly wachtrij: string }
  | { readonly soort: 'mislukte aanroep'; readonly functie: string }
  | {
      readonly soort: 'meting';
      readonly metriek: string;
      readonly dimensies: Readonly<Record<string, string>>;
      readonly waarde: number;
      readonly eenheid: Metriek['eenheid'];
    }
  | { readonly soort: 'gezette stand'; readonly waarom: string };

/** Why a metric cannot be caused without harm. */
const NIET_TE_VEROORZAKEN: Readonly<Record<string, string>> = {
  ApproximateAgeOfOldestMessage: 'nothing grows old in a few minutes',
  Throttles: 'throttling a function would hold up real messages',
  Invocations: 'standing still would be a real standstill',
  '5XXError': 'the API answers no harmless request with 5xx',
};

const isEigen = (naam: string): naam is keyof typeof METRIEKEN => Object.hasOwn(METRIEKEN, naam);

/** The gentlest real cause of an alarm, given the namespaces in which anything is published here. */
export const middelVoor = (
  { naamruimte, metriek, dimensies, drempel }: Alarm,
  levend: ReadonlySet<string>,
): Middel => {
  if (naamruimte === METRIEK_NAAMRUIMTE && isEigen(metriek)) {
    return { soort: 'meting', metriek, dimensies, waarde: drempel, eenheid: METRIEKEN[metriek].eenheid };
  }
  const waarom = NIET_TE_VEROORZAKEN[metriek];
  if (waarom !== undefined) return { soort: 'gezette stand', waarom };
  if (!levend.has(naamruimte))
    return { soort: 'gezette stand', waarom: `nothing here publishes ${naamruimte}` };
  const { QueueName: wachtrij, FunctionName: functie } = dimensies;
  if (metriek === 'ApproximateNumberOfMessagesVisible' && wachtrij !== undefined) {
    return { soort: 'dode brief', wachtrij };
  }
  if (metriek === 'Errors' && functie !== undefined) return { soort: 'mislukte aanroep', functie };
  return { soort: 'gezette stand', waarom: `the drill knows no cause of ${metriek}` };
};

/** In words for who reads the outcome. */
export const inWoorden = (middel: Middel): string => {
  switch (middel.soort) {
    case 'dode brief':
      return 'a drill message among the dead letters, removed afterwards';
    case 'mislukte aanroep':
      return 'an invocation with an event that fails';
    case 'meting':
      return 'a measurement at its threshold';
    case 'gezette stand':
      return `a state that was set: ${middel.waarom}`;
  }
};

/** The name without what CloudFormation put around it: `Verwerking-CoaLeeftijdAlarm`. */
export const korteNaam = (naam: string): string =>
  naam.replace(/^Inburgeringshub/, '').replace(/[0-9A-F]{8}-[A-Za-z0-9]+$/, '');

/** What came of one alarm. */
export interface Uitkomst {
  readonly alarm: string;
  readonly middel: string;
  readonly afgegaan: boolean;
  /** How it came back, or what the drill could not take away again. */
  readonly terug: 'by itself' | 'set back' | 'DRILL MESSAGE LEFT';
}

/** Whether every alarm went off and came back; one that was on already was not drilled. */
export const isGeslaagd = (uitkomsten: readonly Uitkomst[], alAan: readonly string[]): boolean =>
  alAan.length === 0 && uitkomsten.every(({ afgegaan, terug }) => afgegaan && terug !== 'DRILL MESSAGE LEFT');
