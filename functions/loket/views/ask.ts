import type * as z from 'zod';
import type { ActivityId } from '../../../domain/logboek/activities.ts';
import type { Caller } from '../../../domain/organisations.ts';
import { logShown } from '../../shared/rest/http/logging.ts';
import { isApiProblem } from '../../shared/rest/http/problems.ts';
import type { AuthenticatedRequest } from '../../shared/rest/http/request.ts';
import type { Response } from '../../shared/rest/http/response.ts';
import { beginTrace } from '../../shared/rest/http/trace.ts';
import { redeliver } from '../../shared/rest/resources/herleveringen.ts';
import type { LoketDependencies } from '../dependencies.ts';

/**
 * What the pages show, by the calls of the API themselves: the same functions decide what an organisation may see, and write the
 * same records in the logbook. Nothing goes over HTTP.
 */

type Asked = Partial<Pick<AuthenticatedRequest, 'query' | 'pathValues'>> & {
  readonly body?: unknown;
  /** Of the body; JSON unless given. */
  readonly mediaType?: string;
};

/** A request of the API, as this organisation would make it; on a page it goes along which person asks. */
export const askedBy = (
  organisatie: Caller,
  { query = {}, pathValues = {}, body, mediaType = 'application/json' }: Asked = {},
): AuthenticatedRequest => ({
  organisatie,
  headers: body === undefined ? {} : { 'content-type': mediaType },
  query,
  repeated: [],
  pathValues,
  body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  trace: beginTrace(undefined, Date.now()),
  remainingMs: () => 0,
});

/** What a call answered. */
export const contentOf = <Schema extends z.ZodType>(
  schema: Schema,
  { body }: Pick<Response, 'body'>,
): z.infer<Schema> => schema.parse(JSON.parse(body));

/** Makes a call for this organisation, and writes down what it shows before anything of it is used. */
export const ask = async <Schema extends z.ZodType>(
  needed: LoketDependencies,
  activity: ActivityId,
  schema: Schema,
  request: AuthenticatedRequest,
  call: (request: AuthenticatedRequest, needed: LoketDependencies) => Promise<Response>,
): Promise<z.infer<Schema>> =>
  contentOf(schema, await logShown(activity, request, await call(request, needed), needed));

/** Asks for messages once more. One such request runs at a time, and a second click asks for nothing else. */
export const askAgain = async (needed: LoketDependencies, request: AuthenticatedRequest): Promise<void> => {
  try {
    await redeliver(request, needed);
  } catch (error) {
    if (!isApiProblem(error) || error.problem.kind !== 'stand-laat-niet-toe') throw error;
  }
};
