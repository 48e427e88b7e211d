import type { APIGatewayProxyResult } from 'aws-lambda';
import type { LoketDependencies } from './dependencies.ts';

/** A form of who is not signed in yet. */
type OpenForm = (
  needed: LoketDependencies,
  form: URLSearchParams,
  cookies: string | undefined,
) => Promise<APIGatewayProxyResult>;

/** By their path. What they do is loaded when somebody sends one. */
export const OPEN_FORMS: ReadonlyMap<string, OpenForm> = new Map<string, OpenForm>([
  ['/loket/link', async (...asked) => (await import('./links.ts')).signInByLink(...asked)],
  ['/loket/link/vragen', async (needed, form) => (await import('./links.ts')).askLink(needed, form)],
  ['/loket/passkey', async (...asked) => (await import('./passkey-sign-in.ts')).signInByPasskey(...asked)],
  ['/loket/passkey/vraag', async (needed) => (await import('./passkey-sign-in.ts')).askPasskey(needed)],
]);
