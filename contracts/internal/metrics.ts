import type { Gemeentecode } from '../base-types.ts';

/** Namespace of the hub's own metrics. Functions get it as `POWERTOOLS_METRICS_NAMESPACE`. */
export const METRIC_NAMESPACE = 'Inburgeringshub';

/** The sources of messages, as organisations are called (`domain/organisations.ts`). */
export const SOURCES = ['coa', 'brp', 'duo'] as const;
export type Source = (typeof SOURCES)[number];

/** The second dimensions that a metric can have beside `service`, with the values that each takes. */
export interface Dimensions {
  readonly bron: Source;
  readonly gemeente: Gemeentecode;
}

/** One metric, as CloudWatch gets it. */
export interface Metric {
  readonly unit: 'Count' | 'Seconds';
  /**
   * A `counter` counts what happens: an alarm takes its sum. A `gauge` says how it is now: an alarm takes its maximum.
   */
  readonly kind: 'counter' | 'gauge';
  /** The second dimension; every measurement of this metric names a value of it. */
  readonly dimension?: keyof Dimensions;
}

/**
 * Every metric of the hub. The key is its name in CloudWatch.
 *
 * Each has the dimension `service`, the `POWERTOOLS_SERVICE_NAME` of the function that emits it, and at most one other.
 * Alarms and dashboards take their names from this record, so a new metric begins here.
 */
export const METRICS = {
  /** Messages that cannot be processed and are kept with their reason. One is enough for an alarm. */
  InQuarantaine: {
    unit: 'Count',
    kind: 'counter',
  },
  /** Messages that wait longer than agreed for a person whom the hub does not know yet. */
  LangWachtend: {
    unit: 'Count',
    kind: 'gauge',
  },
  /** Members of DUO's answers that the contract does not name. They show that DUO extended its interface. */
  GenegeerdeDuoVelden: {
    unit: 'Count',
    kind: 'counter',
  },
  /** What DUO refused of what a gemeente decided. The gemeente hears why, so no alarm looks at it. */
  DuoWeigert: {
    unit: 'Count',
    kind: 'counter',
  },
  /** All messages that wait now, however briefly. No alarm looks at it. */
  Wachtend: {
    unit: 'Count',
    kind: 'gauge',
  },
  /** Accepted messages that stayed unprocessed for an hour and were offered to their queue again. */
  OnverwerkteOntvangsten: {
    unit: 'Count',
    kind: 'gauge',
  },
  /**
   * How long ago a source last sent something new. The hub measures it because CloudWatch looks back one week at most.
   */
  Stilte: {
    unit: 'Seconds',
    kind: 'gauge',
    dimension: 'bron',
  },
  /** How long the secret of the lookup keys is in use: it is replaced once a year. */
  SleutelInGebruik: {
    unit: 'Seconds',
    kind: 'gauge',
  },
  /** The hub could not record that a source sent something. The message itself was accepted. */
  BronNietBijgehouden: {
    unit: 'Count',
    kind: 'counter',
    dimension: 'bron',
  },
  /** Calls without a valid token, without the right, or for what is not the caller's own. */
  GeweigerdeVerzoeken: {
    unit: 'Count',
    kind: 'counter',
  },
  /** Searches for a person, whether or not somebody was found. */
  Zoekvragen: {
    unit: 'Count',
    kind: 'counter',
    dimension: 'gemeente',
  },
  /** Zaken that a gemeente read one by one. */
  GelezenZaken: {
    unit: 'Count',
    kind: 'counter',
    dimension: 'gemeente',
  },
  /** Zaken that a gemeente read while it has no work in them (`domain/logboek/own-work.ts`). */
  GelezenBuitenWerk: {
    unit: 'Count',
    kind: 'counter',
    dimension: 'gemeente',
  },
  /** All zaken of a gemeente, also those that ended. */
  Zaken: {
    unit: 'Count',
    kind: 'gauge',
    dimension: 'gemeente',
  },
  /** Zaken of which a statutory termijn is exceeded now. The number does not go down, so no alarm looks at it. */
  TermijnenOverschreden: {
    unit: 'Count',
    kind: 'gauge',
    dimension: 'gemeente',
  },
  /**
   * Zaken of which yesterday was the last day of a statutory termijn. One is enough for an alarm, which ends after a
   * day.
   */
  TermijnenNetOverschreden: {
    unit: 'Count',
    kind: 'gauge',
    dimension: 'gemeente',
  },
  /** Zaken of which a local termijn has passed. */
  TermijnenVerstreken: {
    unit: 'Count',
    kind: 'gauge',
    dimension: 'gemeente',
  },
  /** Messages that no door tries any more until a partner or an operator asks for it. One is enough for an alarm. */
  Geparkeerd: {
    unit: 'Count',
    kind: 'gauge',
    dimension: 'gemeente',
  },
  /** How long the oldest message lies ready that its partner has not got yet, over all doors. */
  OudsteKlaargezet: {
    unit: 'Seconds',
    kind: 'gauge',
    dimension: 'gemeente',
  },
  /** Messages that a receiver accepted at its webhook. No alarm looks at it. */
  BezorgdBijWebhook: {
    unit: 'Count',
    kind: 'counter',
  },
  /**
   * Warnings that a receiver is out of order, that it stopped, or that a message to it was parked. One is enough for
   * an alarm.
   */
  AbonnementGewaarschuwd: {
    unit: 'Count',
    kind: 'counter',
  },
} as const satisfies Readonly<Record<string, Metric>>;

/** The name of a metric of the hub. */
export type MetricName = keyof typeof METRICS;

/**
 * The metrics that each function emits. The compiler holds `createTelemetry('coa')` to the names that stand here, and
 * `test/unit/functions/shared/metrics.test.ts` runs the functions to see that they emit each of them.
 */
export const EMITTERS = {
  api: ['BronNietBijgehouden', 'GeweigerdeVerzoeken', 'Zoekvragen', 'GelezenZaken', 'GelezenBuitenWerk'],
  ophalen: ['GeweigerdeVerzoeken'],
  loket: ['GeweigerdeVerzoeken', 'Zoekvragen', 'GelezenZaken', 'GelezenBuitenWerk'],
  coa: ['InQuarantaine'],
  duo: ['InQuarantaine', 'GenegeerdeDuoVelden'],
  duomeldingen: ['DuoWeigert'],
  brp: ['InQuarantaine'],
  meldingen: ['InQuarantaine'],
  partnerberichten: [],
  webhook: ['BezorgdBijWebhook', 'AbonnementGewaarschuwd'],
  bewaking: [
    'OnverwerkteOntvangsten',
    'LangWachtend',
    'Wachtend',
    'Stilte',
    'SleutelInGebruik',
    'Zaken',
    'TermijnenOverschreden',
    'TermijnenNetOverschreden',
    'TermijnenVerstreken',
    'Geparkeerd',
    'OudsteKlaargezet',
  ],
  herstel: [],
  wissen: [],
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
