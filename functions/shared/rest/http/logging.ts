import { known } from '../../../../domain/known.ts';
import { ACTIVITIES, type ActivityId } from '../../../../domain/logboek/activities.ts';
import { type Processing, perSubject, type Subject } from '../../../../domain/logboek/record.ts';
import { spanIdOf } from '../../../../domain/logboek/trace.ts';
import type { SharedDependencies } from '../dependencies.ts';
import { safeError } from '../safe-log.ts';
import { problem } from './problems.ts';
import type { AuthenticatedRequest } from './request.ts';
import type { Response, Shown } from './response.ts';

/** The logbook of what the API shows: written before the answer is given, and no answer when it cannot be written. */

/** A zaak as the logbook names the person that a call is about. */
export const zaakSubject = (id: string): Subject => ({ id, soort: 'zaak' });

/** The zaken of a gemeente that an answer shows, each once. */
export const showsZaken = (
  gemeentecode: string,
  zaakIds: Iterable<string>,
  fields: readonly string[],
): readonly Shown[] => [
  { gemeentecode, subjects: [...new Set(zaakIds)].map((id) => ({ subject: zaakSubject(id), fields })) },
];

const LOST =
  'De hub kan nu niet vastleggen wie dit leest, en laat daarom niets zien. Probeer het straks opnieuw.';

const toProcessings = (
  activity: ActivityId,
  { organisatie, trace }: AuthenticatedRequest,
  { gemeentecode, subjects }: Shown,
  index: number,
  now: Date,
): readonly Processing[] => {
  const { begin, traceId, spanId, parentSpanId } = trace;
  // Of several logbooks in one answer each has its own span.
  const own = index === 0 ? spanId : spanIdOf(spanId, gemeentecode);
  const whole = {
    activity,
    gemeentecode,
    traceId,
    spanId: own,
    ...(parentSpanId === undefined ? {} : { parentSpanId, processor: `urn:nld:oin:${organisatie.oin}` }),
    begin,
    end: Math.max(begin, now.getTime()),
    status: 'Ok' as const,
    name: ACTIVITIES[activity][0].naam.toLowerCase(),
    party: {
      role: 'lezer' as const,
      key: organisatie.sleutel,
      ...known({ medewerker: organisatie.medewerker }),
    },
  };
  return perSubject(whole, subjects, ({ id }) => spanIdOf(own, id));
};

/** Writes down what an answer shows, and gives the answer as the caller may have it. */
export const logShown = async (
  activity: ActivityId,
  request: AuthenticatedRequest,
  { shown, ...response }: Response,
  { logboek, log, clock }: Pick<SharedDependencies, 'logboek' | 'log' | 'clock'>,
): Promise<Response> => {
  if (shown === undefined) throw new Error('een antwoord zegt niet wie het laat zien');
  const now = clock.now();
  try {
    await logboek.write(shown.flatMap((one, index) => toProcessings(activity, request, one, index, now)));
  } catch (error) {
    log.error('logboek niet te schrijven', { activiteit: activity, ...safeError(error) });
    throw problem('niet-beschikbaar', LOST, { headers: { 'Retry-After': '30' } });
  }
  return response;
};
