import type { APIGatewayProxyResult } from 'aws-lambda';
import { SECURITY_HEADERS } from '../../contracts/problem.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import { textOf } from './html.ts';
import { layout, type Page } from './pages/layout.ts';
import type { Sheet } from './routes/route.ts';

/**
 * What a browser gets, with what it is told to refuse: every frame, whatever comes from elsewhere, and every script but the
 * one of the hub.
 */

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];
const CONTENT_POLICY = POLICY.join('; ');

/** On a page about passkeys the script of the hub may run, and ask the hub what to ask an authenticator. */
const WITH_SCRIPT = [...POLICY, "script-src 'self'", "connect-src 'self'"].join('; ');

const HEADERS = {
  ...SECURITY_HEADERS,
  'Content-Security-Policy': CONTENT_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  // An address names nobody, and another site need not know it either. A form of the own site keeps its origin.
  'Referrer-Policy': 'same-origin',
};

const withCookies = (cookies: readonly string[]) =>
  cookies.length === 0 ? {} : { multiValueHeaders: { 'Set-Cookie': [...cookies] } };

/** A page as an answer, which no browser keeps and no other site can frame or script. */
export const pageAnswer = (
  page: Page,
  status = 200,
  cookies: readonly string[] = [],
): APIGatewayProxyResult => ({
  statusCode: status,
  headers: {
    ...HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    ...(page.hasScript === true ? { 'Content-Security-Policy': WITH_SCRIPT } : {}),
  },
  ...withCookies(cookies),
  body: textOf(layout(page)),
});

/** Sends the browser on with a GET, whatever it came with. */
export const redirect = (address: string, cookies: readonly string[] = []): APIGatewayProxyResult => ({
  statusCode: 303,
  headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', Location: address },
  ...withCookies(cookies),
  body: '',
});

/** A list for a spreadsheet, which the browser keeps instead of showing it. */
export const sheetAnswer = ({ name, text }: Sheet, cookies: readonly string[]): APIGatewayProxyResult => ({
  statusCode: 200,
  headers: {
    ...HEADERS,
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  },
  ...withCookies(cookies),
  body: text,
});

const YEAR_SECONDS = 365 * DAY_SECONDS;

/** The stylesheet or the script, which may be kept for good: another one has another address. */
export const keptAnswer = (text: string, type: 'text/css' | 'text/javascript'): APIGatewayProxyResult => ({
  statusCode: 200,
  headers: {
    ...HEADERS,
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': `public, max-age=${YEAR_SECONDS}, immutable`,
  },
  body: text,
});

/** What the script is to ask an authenticator. */
export const optionsAnswer = (options: object, cookies: readonly string[]): APIGatewayProxyResult => ({
  statusCode: 200,
  headers: { ...HEADERS, 'Content-Type': 'application/json' },
  ...withCookies(cookies),
  body: JSON.stringify(options),
});
