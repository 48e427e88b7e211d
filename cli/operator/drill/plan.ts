import { METRIC_NAMESPACE, METRICS } from '../../../contracts/internal/metrics.ts';
import type { Alarm } from './alarms.ts';

/** How one alarm is made to happen. What is real comes first; a state that is set only tests alarm, topic and mail. */
export type Means =
  | { readonly kind: 'dead letter'; readonly queue: string }
  | { readonly kind: 'failed invocation'; readonly functionName: string }
  | {
      readonly kind: 'measurement';
      readonly metric: string;
      readonly dimensions: Readonly<Record<string, string>>;
      readonly value: number;
    }
  | { readonly kind: 'set state'; readonly why: string };

/** Why a metric cannot be caused without harm. */
const NOT_TO_CAUSE: Readonly<Record<string, string>> = {
  ApproximateAgeOfOldestMessage: 'nothing grows old in a few minutes',
  Throttles: 'throttling a function would hold up real messages',
  Invocations: 'standing still would be a real standstill',
  '4XXError': 'so many refused calls look like somebody who tries doors',
  '5XXError': 'the API answers no harmless request with 5xx',
};

const isOwn = (name: string): name is keyof typeof METRICS => Object.hasOwn(METRICS, name);

/** The gentlest real cause of an alarm, given the namespaces in which anything is published here. */
export const meansFor = (
  { namespace, metriek, dimensions, drempel }: Alarm,
  living: ReadonlySet<string>,
  anyFunction?: string,
): Means => {
  if (namespace === METRIC_NAMESPACE && isOwn(metriek)) {
    return { kind: 'measurement', metric: metriek, dimensions, value: drempel };
  }
  const why = NOT_TO_CAUSE[metriek];
  if (why !== undefined) return { kind: 'set state', why };
  if (!living.has(namespace)) return { kind: 'set state', why: `nothing here publishes ${namespace}` };
  // An alarm on the errors of all functions names none: any of them may fail for it.
  const { QueueName: queue, FunctionName: fn = anyFunction } = dimensions;
  if (metriek === 'ApproximateNumberOfMessagesVisible' && queue !== undefined) {
    return { kind: 'dead letter', queue };
  }
  if (metriek === 'Errors' && fn !== undefined) return { kind: 'failed invocation', functionName: fn };
  return { kind: 'set state', why: `the drill knows no cause of ${metriek}` };
};

/** In words for who reads the outcome. */
export const inWords = (means: Means): string => {
  switch (means.kind) {
    case 'dead letter':
      return 'a drill message among the dead letters, removed afterwards';
    case 'failed invocation':
      return 'an invocation with an event that fails';
    case 'measurement':
      return 'a measurement at its threshold';
    case 'set state':
      return `a state that was set: ${means.why}`;
  }
};

/** The name without what CloudFormation put around it: `Verwerking-CoaLeeftijdAlarm`. */
export const shortName = (name: string): string =>
  name.replace(/^Inburgeringshub/, '').replace(/[0-9A-F]{8}-[A-Za-z0-9]+$/, '');

/** What came of one alarm. */
export interface Outcome {
  readonly alarm: string;
  readonly middel: string;
  readonly afgegaan: boolean;
  /** How it came back, or what the drill could not take away again. */
  readonly terug: 'by itself' | 'set back' | 'DRILL MESSAGE LEFT';
}

/** Whether every alarm went off and came back; one that was on already was not drilled. */
export const isSuccessful = (outcomes: readonly Outcome[], alreadyOn: readonly string[]): boolean =>
  alreadyOn.length === 0 &&
  outcomes.every(({ afgegaan, terug }) => afgegaan && terug !== 'DRILL MESSAGE LEFT');
