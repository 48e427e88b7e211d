import type { Organisation } from './organisations.ts';
import type { Pace } from './pace.ts';

/** How much one organisation may ask, so that no caller keeps the others from being answered. All of it is data. */

/**
 * The pace by role. A source sends its corrections by the ten thousand (DUO's largest is 20 thousand), a partner confirms each
 * message that it fetched, and at a gemeente people and one system read.
 */
export const PACE: Readonly<Record<Organisation['rol'], Pace>> = {
  bron: { perMinute: 30_000, burst: 5_000 },
  partner: { perMinute: 3_000, burst: 2_000 },
  gemeente: { perMinute: 3_000, burst: 2_000 },
  beheer: { perMinute: 3_000, burst: 2_000 },
};

/**
 * The pace from one address of people who are not signed in and ask for a link. Few people of one office do so in the same minute.
 */
export const STRANGER_PACE: Pace = { perMinute: 10, burst: 10 };

/**
 * The pace from one address of signing in with a passkey, which people do every morning. Each takes two requests, so this is thirty
 * people a minute.
 */
export const PASSKEY_PACE: Pace = { perMinute: 60, burst: 60 };

/**
 * The pace from one address of choosing an organisation, which people who signed in at an issuer do in the morning: one request
 * each.
 */
export const CHOICE_PACE: Pace = { perMinute: 60, burst: 60 };

/**
 * The most bytes of a request. For a call of the API that is what every CloudEvents intermediary must pass on (64 KiB); for a form
 * of a page it is about three pages of text, all fields together.
 */
export const BODY_BYTES = { call: 65_536, form: 10_000 } as const;

/** The most links to sign in that one person is sent on a day. */
export const LINKS_PER_DAY = 20;

/** The most requests of one organisation that wait for messages at the same time (`wacht`). */
export const MAX_WAITING = 4;

/** The most searches for a person that one gemeente makes on a day: its people stay far below it. */
export const SEARCHES_PER_DAY = 5_000;
