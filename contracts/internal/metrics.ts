/** Namespace of the hub's own metrics. Functions get it as `POWERTOOLS_METRICS_NAMESPACE`. */
export const METRIC_NAMESPACE = 'Inburgeringshub';

/** The sources of messages, as organisations are called (`domain/organisations.ts`). */
export const SOURCES = ['coa', 'brp', 'duo'] as const;
export type Source = (typeof SOURCES)[number];

/** The value of the dimension `service` of every metric: CloudWatch charges for each value, so the whole hub is one. */
export const METRIC_SERVICE = 'inburgeringshub';

/** One metric, as CloudWatch gets it. */
export interface Metric {
  /**
   * A `counter` counts what happens: an alarm takes its sum. A `gauge` says how it is now: an alarm takes its maximum.
   */
  readonly kind: 'counter' | 'gauge';
  /**
   * In which hours it is sent, for CloudWatch charges by the hour: only when something is the matter, or whenever people read.
   */
  readonly sent: 'seldom' | 'by reading';
}

/**
 * Every metric of the hub. The key is its name in CloudWatch.
 *
 * Each has the dimension `service`, and is sent only when there is something to count: what it is about (a gemeente, a
 * queue, a source) stands in the log line beside it, where a search costs nothing. It is a dimension only where a sum over all
 * would hide the one that matters. Alarms and the dashboard take their names from this record, so a new metric begins here.
 */
export const METRICS = {
  /** Messages that cannot be processed and are kept with their reason. One is enough for an alarm. */
  InQuarantaine: { kind: 'counter', sent: 'seldom' },
  /** What a gemeente reads and searches, weighed by what a team does by hand (`domain/logboek/own-work.ts`). */
  Raadplegingen: { kind: 'counter', sent: 'by reading' },
  /**
   * Warnings that a receiver is out of order, that it stopped, or that a message to it was parked. One is enough for
   * an alarm.
   */
  AbonnementGewaarschuwd: { kind: 'counter', sent: 'seldom' },
  /** Messages in the dead-letter queues that the watch looks into. */
  DodeBrieven: { kind: 'gauge', sent: 'seldom' },
  /**
   * What stays lying: accepted messages, those that wait for a person, queues, tasks of the clock that did not run, and a secret of the
   * lookup keys that is in use for a year.
   */
  BlijftLiggen: { kind: 'gauge', sent: 'seldom' },
  /** Sources that sent nothing new for longer than the environment says. */
  StilleBronnen: { kind: 'gauge', sent: 'seldom' },
  /** Zaken of which yesterday was the last day of a statutory termijn. */
  TermijnenNetOverschreden: { kind: 'gauge', sent: 'seldom' },
  /** Messages that no door tries any more until a partner or an operator asks for it. */
  Geparkeerd: { kind: 'gauge', sent: 'seldom' },
  /** Partners that have not got a message for longer than agreed, through whatever door. */
  TeLangKlaargezet: { kind: 'gauge', sent: 'seldom' },
} as const satisfies Readonly<Record<string, Metric>>;

/** The name of a metric of the hub. */
export type MetricName = keyof typeof METRICS;

/**
 * Metrics with a dimension beside `service`: what each measurement is about names its value. All gemeenten together read
 * more every day than one team ever does. It stands apart from `METRICS`, which a function need not load to count.
 */
export const COUNTED_PER = { Raadplegingen: 'gemeente' } as const satisfies Readonly<
  Partial<Record<MetricName, string>>
>;

/** What the watch finds: it tells what is new, and once a day what is still so (`functions/bewaking/findings.ts`). */
export const FINDINGS = [
  'DodeBrieven',
  'BlijftLiggen',
  'StilleBronnen',
  'TermijnenNetOverschreden',
  'Geparkeerd',
  'TeLangKlaargezet',
] as const satisfies readonly MetricName[];
export type Finding = (typeof FINDINGS)[number];

/**
 * The metrics that each function emits. The compiler holds `createTelemetry('coa')` to the names that stand here, and
 * `test/unit/functions/shared/metrics.test.ts` runs the functions to see that they emit each of them.
 */
export const EMITTERS = {
  api: ['Raadplegingen'],
  ophalen: [],
  loket: ['Raadplegingen'],
  coa: ['InQuarantaine'],
  duo: ['InQuarantaine'],
  duomeldingen: [],
  brp: ['InQuarantaine'],
  meldingen: ['InQuarantaine'],
  partnerberichten: [],
  webhook: ['AbonnementGewaarschuwd'],
  mailen: [],
  // Marked as pure, so that a function that takes no name from here need not carry the list.
  bewaking: /* @__PURE__ */ (['InQuarantaine'] as readonly ('InQuarantaine' | Finding)[]).concat(FINDINGS),
  herstel: [],
  wissen: [],
} as const satisfies Readonly<Record<string, readonly MetricName[]>>;

/** A function that can emit metrics. */
export type Emitter = keyof typeof EMITTERS;

/** The metrics of one function. */
export type MetricOf<Function extends Emitter> = (typeof EMITTERS)[Function][number];
