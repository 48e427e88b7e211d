import type { APIGatewayProxyResult } from 'aws-lambda';
import type { LoketDependencies } from './dependencies.ts';
import type { OpenFormKind } from './stranger-pace.ts';

/** A form of who is not signed in yet, and the pace at which one address may send it. */
interface OpenForm {
  readonly pace: OpenFormKind;
  readonly send: (
    needed: LoketDependencies,
    form: URLSearchParams,
    cookies: string | undefined,
  ) => Promise<APIGatewayProxyResult>;
}

const links = () => import('./links.ts');
const passkeys = () => import('./passkeys/sign-in.ts');
const organisations = () => import('./choose-organisation.ts');

/** By their path. What they do is loaded when somebody sends one. */
export const OPEN_FORMS: ReadonlyMap<string, OpenForm> = new Map<string, OpenForm>([
  ['/loket/link', { pace: 'link', send: async (...asked) => (await links()).signInByLink(...asked) }],
  [
    '/loket/link/vragen',
    { pace: 'link', send: async (needed, form) => (await links()).askLink(needed, form) },
  ],
  [
    '/loket/namens',
    {
      pace: 'organisation',
      send: async (...asked) => (await organisations()).signInForOrganisation(...asked),
    },
  ],
  [
    '/loket/passkey',
    { pace: 'passkey', send: async (...asked) => (await passkeys()).signInByPasskey(...asked) },
  ],
  [
    '/loket/passkey/vraag',
    { pace: 'passkey', send: async (needed) => (await passkeys()).askPasskey(needed) },
  ],
]);
