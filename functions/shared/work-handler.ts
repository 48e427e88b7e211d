import middy from '@middy/core';
import type { MetricName } from '../../contracts/internal/metrics.ts';
import { type Observer, perInvocation } from './telemetry.ts';

/**
 * The handler of a function that takes its work from a queue or from the clock. It goes on until its work is done, or until Lambda ends
 * the whole process at its timeout. Middy would end it just before that: the process then lives on, and goes on with what was left in
 * the middle of a later invocation, when its claims have ended and others have taken the same work up.
 */
export const workHandler = <Event, Answer>(telemetry: Pick<Observer<MetricName>, 'begin' | 'publish'>) =>
  middy<Event, Answer>({ timeoutEarlyInMillis: 0 }).use(perInvocation(telemetry));
