import type { APIGatewayProxyResult } from 'aws-lambda';
import type { WithFields } from '../../../../domain/logboek/record.ts';

/** Of whom an answer shows which fields, for the logbook of this gemeente. */
export interface Shown {
  readonly gemeentecode: string;
  readonly subjects: readonly WithFields[];
}

/** What a call answers; headers that every answer has are added later. */
export type Response = Omit<APIGatewayProxyResult, 'headers'> & {
  readonly headers: Readonly<Record<string, string>>;
  /** Taken out before the answer is given (`logging.ts`). */
  readonly shown?: readonly Shown[];
};

/** An answer with a body that is JSON already. */
export const rawJson = (
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Response => ({ statusCode, headers: { 'Content-Type': 'application/json', ...headers }, body });

/** An answer with a JSON body. */
export const json = (
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response => rawJson(statusCode, JSON.stringify(body), headers);

/** An answer without a body. */
export const empty = (statusCode: number, headers: Readonly<Record<string, string>> = {}): Response => ({
  statusCode,
  headers,
  body: '',
});
