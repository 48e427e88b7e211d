import { PASSKEY_SECONDS } from '../../domain/passkeys.ts';
import { PATHS } from './paths.ts';

/** The cookies of the pages. None can be read by a script, or goes along with a form of another site. */

/**
 * Who is signed in, what a sign-in that is under way must come back with, which link was opened in this browser, between which
 * organisations somebody chooses, and what its authenticator was asked.
 */
export const COOKIES = {
  session: 'loket',
  signIn: 'loket-aanmelden',
  link: 'loket-link',
  organisation: 'loket-namens',
  passkey: 'loket-passkey',
} as const;
type CookieName = (typeof COOKIES)[keyof typeof COOKIES];

/** The value of a cookie in the header of a request; undefined when it is not there, or stands there twice. */
export const readCookie = (header: string | undefined, name: CookieName): string | undefined => {
  const values = (header ?? '').split(';').flatMap((part) => {
    const [key, ...value] = part.trim().split('=');
    return key === name ? [value.join('=')] : [];
  });
  return values.length === 1 ? values[0] : undefined;
};

/**
 * `SameSite=Lax` and not `Strict`: who comes back from signing in comes from another site, and must find the cookie. What changes
 * something is a form, which Lax keeps other sites from sending, with a mark against CSRF (`session.ts`).
 */
export const cookie = (name: CookieName, value: string, seconds: number, secure: boolean): string =>
  [
    `${name}=${value}`,
    `Path=${PATHS.start}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ].join('; ');

/** Takes the cookie out of the browser. */
export const noCookie = (name: CookieName, secure: boolean): string => cookie(name, '', 0, secure);

/** Keeps what an authenticator is asked until it answers. */
export const passkeyCookie = (sealed: string, secure: boolean): string =>
  cookie(COOKIES.passkey, sealed, PASSKEY_SECONDS, secure);
