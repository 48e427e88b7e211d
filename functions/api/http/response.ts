import type { APIGatewayProxyResult } from 'aws-lambda';

/** What a call answers; headers that every answer has are added later. */
export type Response = Omit<APIGatewayProxyResult, 'headers'> & {
  readonly headers: Readonly<Record<string, string>>;
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
