import type { ServerResponse } from 'node:http';
import type { APIGatewayProxyResult } from 'aws-lambda';

/** Sends an answer as the pages of the hub make it, with all that it tells the browser to refuse. */
export const writeAnswer = (
  response: ServerResponse,
  { statusCode, headers, body }: APIGatewayProxyResult,
): void => {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value));
  response.writeHead(statusCode);
  response.end(body);
};
