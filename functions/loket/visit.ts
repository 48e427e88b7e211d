import type { APIGatewayProxyEvent } from 'aws-lambda';
import { BODY_BYTES } from '../../domain/limits.ts';
import { bodyOf, pathUnderBase, textValues } from '../shared/rest/http/request.ts';

/** A request of a browser, as far as the pages look at it. */
export interface Visit {
  readonly event: APIGatewayProxyEvent;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: string | undefined;
}

/** The visit in an event of API Gateway. */
export const visitOf = (event: APIGatewayProxyEvent): Visit => ({
  event,
  method: event.httpMethod,
  path: pathUnderBase(event),
  query: textValues(event.queryStringParameters),
  cookies: textValues(event.headers, (name) => name.toLowerCase())['cookie'],
});

/** What somebody filled in; undefined when that is more than a form may hold. */
export const formOf = ({ event }: Visit): URLSearchParams | undefined => {
  const body = bodyOf(event);
  return body.length > BODY_BYTES.form ? undefined : new URLSearchParams(body.toString('utf8'));
};
