import type { Organisation } from './organisations.ts';
import type { Pace } from './pace.ts';

/** How much one organisation may ask, so that no caller keeps the others from being answered. All of it is data. */

/**
 * By role. A source sends its corrections by the ten thousand (DUO's largest is 20 thousand); a partner confirms each
 * message that it fetched; at a gemeente people and one system read.
 */
export const PACE: Readonly<Record<Organisation['rol'], Pace>> = {
  bron: { perMinute: 30_000, burst: 5_000 },
  partner: { perMinute: 3_000, burst: 2_000 },
  gemeente: { perMinute: 3_000, burst: 2_000 },
  beheer: { perMinute: 3_000, burst: 2_000 },
};

/** Of who is not signed in, from one address: forms to sign in by a link. Few people of one office do so in the same minute. */
export const STRANGER_PACE: Pace = { perMinute: 10, burst: 10 };

/** The same of a passkey, with which people sign in every morning. Each takes two requests, so this is thirty people a minute. */
export const PASSKEY_PACE: Pace = { perMinute: 60, burst: 60 };

/** The same of choosing an organisation, which people do in the morning who signed in at an issuer: one request each. */
export const CHOICE_PACE: Pace = { perMinute: 60, burst: 60 };

/**
 * Bytes of what is sent, at most: of a call of the API what every CloudEvents intermediary must pass on (64 KiB); of a form of a page
 * about three pages of text, all fields together.
 */
export const BODY_BYTES = { call: 65_536, form: 10_000 } as const;

/** Links to sign in that one person can be sent on a day. */
export const LINKS_PER_DAY = 20;

/** Requests of one organisation that may wait for messages at the same time (`wacht`). */
export const MAX_WAITING = 4;

/** Searches for a person that one gemeente may make on a day: whoever works there stays far below it. */
export const SEARCHES_PER_DAY = 5_000;
