import type { APIGatewayProxyResult } from 'aws-lambda';

/** What a call answers; headers that every answer has are added later. */
export type Antwoord = Omit<APIGatewayProxyResult, 'headers'> & {
  readonly headers: Readonly<Record<string, string>>;
};

/** An answer with a body that is JSON already. */
export const ruweJson = (
  statusCode: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Antwoord => ({ statusCode, headers: { 'Content-Type': 'application/json', ...headers }, body });

/** An answer with a JSON body. */
export const json = (
  statusCode: number,
  lichaam: unknown,
  headers: Readonly<Record<string, string>> = {},
): Antwoord => ruweJson(statusCode, JSON.stringify(lichaam), headers);

/** An answer without a body. */
export const leeg = (statusCode: number, headers: Readonly<Record<string, string>> = {}): Antwoord => ({
  statusCode,
  headers,
  body: '',
});
