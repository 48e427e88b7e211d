import type { Gemeentecode } from '../base-types.ts';

/** Namespace of all metrics of our own; functions get it as `POWERTOOLS_METRICS_NAMESPACE`. */
export const METRIC_NAMESPACE = 'Inburgeringshub';

/** The sources of messages, as organisations are called (`domain/organisations.ts`). */
export const SOURCES = ['coa', 'brp', 'duo'] as const;
export type Source = (typeof SOURCES)[number];

/** What can tell the series of a metric apart beside `service`, with the values that it takes. */
export interface Dimensions {
  readonly bron: Source;
  readonly gemeente: Gemeentecode;
}

/** One metric: its unit as CloudWatch knows it, how it adds up, what tells its series apart beside `service`. */
export interface Metric {
  readonly eenheid: 'Count' | 'Seconds';
  /** `teller`: happenings, that add up; `stand`: how it is now, of which the highest counts. */
  readonly soort: 'teller' | 'stand';
  /** A second dimension; every measurement then names its value. */
  readonly dimension?: keyof Dimensions;
  readonly description: string;
}

/**
 * Every metric of our own. The key is the name in CloudWatch.
 *
 * Each has the dimension `service`, the `POWERTOOLS_SERVICE_NAME` of the function that emits it, and at most one other.
 * Alarms and dashboards take their names from this record, so a new name belongs here first.
 */
export const METRICS = {
  /** Messages that cannot be processed and are kept with their reason. One is enough for an alarm. */
  InQuarantaine: {
    eenheid: 'Count',
    soort: 'teller',
    description: 'Berichten die met een reden in quarantaine zijn gezet',
  },
  /** Messages that have waited longer than agreed for a person whom the hub does not know yet. */
  LangWachtend: {
    eenheid: 'Count',
    soort: 'stand',
    description: 'Berichten die langer dan WACHT_ALARM_NA wachten op een bekende persoon',
  },
  /** Members of DUO's answers that the contract does not know: a sign that DUO extended its interface. */
  GenegeerdeDuoVelden: {
    eenheid: 'Count',
    soort: 'teller',
    description: 'Onbekende velden in antwoorden van DUO',
  },
  /** All messages that wait now, however briefly. Only to follow. */
  Wachtend: {
    eenheid: 'Count',
    soort: 'stand',
    description: 'Berichten die wachten op een bekende persoon',
  },
  /** Accepted messages that stayed unprocessed for an hour and were offered to their queue again. */
  OnverwerkteOntvangsten: {
    eenheid: 'Count',
    soort: 'stand',
    description: 'Aangenomen berichten die hun wachtrij niet bereikten en opnieuw zijn aangeboden',
  },
  /** How long ago a source last sent something new. CloudWatch itself cannot look back further than a week. */
  Stilte: {
    eenheid: 'Seconds',
    soort: 'stand',
    dimension: 'bron',
    description: 'Tijd sinds het laatste nieuwe bericht van een bron',
  },
  /** Writing down that a source was heard failed; the message itself was accepted. */
  BronNietBijgehouden: {
    eenheid: 'Count',
    soort: 'teller',
    dimension: 'bron',
    description: 'Keren dat niet kon worden vastgelegd dat een bron iets stuurde',
  },
  /** Zaken, ended ones among them. */
  Zaken: {
    eenheid: 'Count',
    soort: 'stand',
    dimension: 'gemeente',
    description: 'Zaken in de lijst van een gemeente',
  },
  /** Zaken with a statutory term that is exceeded now; goes up and stays up, so only to follow. */
  TermijnenOverschreden: {
    eenheid: 'Count',
    soort: 'stand',
    dimension: 'gemeente',
    description: 'Zaken waarvan nu een wettelijke termijn is overschreden',
  },
  /** Those of which yesterday was the last day: one is enough for an alarm, which ends by itself after a day. */
  TermijnenNetOverschreden: {
    eenheid: 'Count',
    soort: 'stand',
    dimension: 'gemeente',
    description: 'Zaken waarvan gisteren de laatste dag van een wettelijke termijn was',
  },
  /** Zaken with a local term that has passed: a warning. */
  TermijnenVerstreken: {
    eenheid: 'Count',
    soort: 'stand',
    dimension: 'gemeente',
    description: 'Zaken waarvan nu een lokale termijn is verstreken',
  },
  /** Messages that no door tries any more until somebody asks for it. One is enough for an alarm. */
  Geparkeerd: {
    eenheid: 'Count',
    soort: 'stand',
    dimension: 'gemeente',
    description: 'Berichten aan partners die nu geparkeerd zijn',
  },
  /** How long the oldest message lies ready that its partner has not got, through whatever door. */
  OudsteKlaargezet: {
    eenheid: 'Seconds',
    soort: 'stand',
    dimension: 'gemeente',
    description: 'Tijd sinds het oudste bericht is klaargezet dat zijn partner nog niet heeft',
  },
  /** Messages that a receiver accepted at its webhook. Only to follow. */
  BezorgdBijWebhook: {
    eenheid: 'Count',
    soort: 'teller',
    description: 'Berichten die een ontvanger op zijn webhook aannam',
  },
  /** A receiver is out of order, stopped, or lost the patience of the hub. One is enough for an alarm. */
  AbonnementGewaarschuwd: {
    eenheid: 'Count',
    soort: 'teller',
    description: 'Waarschuwingen over de ontvanger van een abonnement',
  },
} as const satisfies Readonly<Record<string, Metric>>;

/** The name of a metric of our own. */
export type MetricName = keyof typeof METRICS;

/**
 * Which metrics each function emits. The type carries it: `createTelemetry('coa')` counts nothing that does not stand
 * here, and `test/unit/functions/shared/metrics.test.ts` runs the functions to see each one leave.
 */
export const EMITTERS = {
  api: ['BronNietBijgehouden'],
  coa: ['InQuarantaine'],
  duo: ['InQuarantaine', 'GenegeerdeDuoVelden'],
  brp: ['InQuarantaine'],
  partnerberichten: [],
  webhook: ['BezorgdBijWebhook', 'AbonnementGewaarschuwd'],
  bewaking: [
    'OnverwerkteOntvangsten',
    'LangWachtend',
    'Wachtend',
    'Stilte',
    'Zaken',
    'TermijnenOverschreden',
    'TermijnenNetOverschreden',
    'TermijnenVerstreken',
    'Geparkeerd',
    'OudsteKlaargezet',
  ],
  herstel: [],
} as const satisfies Readonly<Record<string, readonly MetricName[]>>;

/** A function that can emit metrics. */
export type Emitter = keyof typeof EMITTERS;

/** The metrics of one function. */
export type MetricOf<Function extends Emitter> = (typeof EMITTERS)[Function][number];

/** The metrics that have a second dimension. */
export type WithDimension = {
  [Name in MetricName]: (typeof METRICS)[Name] extends { readonly dimension: string } ? Name : never;
}[MetricName];

/** The values that the second dimension of a metric can have. */
export type DimensionValue<Name extends WithDimension> = Dimensions[(typeof METRICS)[Name]['dimension']];

/** The second dimension of a metric, if it has one. */
export const dimensionOf = (name: MetricName): Metric['dimension'] => {
  const metric: Metric = METRICS[name];
  return metric.dimension;
};
