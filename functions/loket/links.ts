import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { digestOf } from '../../adapters/digest.ts';
import { LINK_SECONDS } from '../../adapters/table/sign-in-links.ts';
import { MAIL_ADDRESS } from '../../contracts/mail-address.ts';
import { isActive, maySpeakByList } from '../../domain/medewerkers.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { safeError } from '../shared/rest/safe-log.ts';
import { pageAnswer } from './answers.ts';
import { COOKIES, cookie, noCookie, readCookie } from './cookies.ts';
import type { LoketDependencies } from './dependencies.ts';
import { type Fault, faultPage, NOT_FOUND } from './pages/fault.ts';
import { askedPage, linkPage } from './pages/link.ts';
import { sendLink } from './send-link.ts';
import { welcome } from './welcome.ts';
import { whoOnList } from './who.ts';

/**
 * Signing in by a link from a mail. Programmes that look into mail open every link, so that to open one changes nothing: it shows a
 * button, and that signs in, in the browser that opened the link and nowhere else.
 */

const OLD_LINK: Fault = {
  title: 'Deze link werkt niet meer',
  advice: 'Een link werkt tien minuten, en één keer. Vraag op de eerste bladzijde een nieuwe.',
};

const USE = 'link';
const Opened = z.strictObject({ afdruk: z.string() });

/** `GET /link?k=`: the button, and a cookie by which only this browser can press it. Whether the link is right is not looked at. */
export const openLink = async (
  { clock, seals, secure }: LoketDependencies,
  token: string,
): Promise<APIGatewayProxyResult> => {
  const sealed = await seals.seal(USE, { afdruk: digestOf(token) }, clock.now(), LINK_SECONDS);
  const answer = pageAnswer(linkPage(token), 200, [cookie(COOKIES.link, sealed, LINK_SECONDS, secure)]);
  // What the address holds goes to nobody, also not to the own site. Without any referrer the form would have no origin either.
  return { ...answer, headers: { ...answer.headers, 'Referrer-Policy': 'strict-origin' } };
};

/** `POST /link`: signs in who pressed the button, once. */
export const signInByLink = async (
  needed: LoketDependencies,
  form: URLSearchParams,
  cookies: string | undefined,
): Promise<APIGatewayProxyResult> => {
  const { clock, links, log, medewerkers, seals, secure } = needed;
  const done = noCookie(COOKIES.link, secure);
  const now = clock.now();
  const token = form.get('k') ?? '';
  const opened = Opened.safeParse(await seals.open(USE, readCookie(cookies, COOKIES.link) ?? '', now));
  const isOwn = opened.success && opened.data.afdruk === digestOf(token);
  const link = isOwn ? await links.find(token, now) : undefined;
  const entry = link && (await medewerkers.find(link.place));
  const mayCome = maySpeakByList(entry, { since: link?.gemaaktOp ?? '', today: dayOf(now) });
  // The link is used up last: who presses again after something fell comes in still.
  if (entry === undefined || !mayCome || !(await links.use(token, now))) {
    log.warn('link geweigerd', { status: 403 });
    return pageAnswer(faultPage(OLD_LINK), 403, [done]);
  }
  return welcome(needed, { ...whoOnList(entry), naam: entry.naam, via: 'link' }, [done]);
};

/** How long an answer takes at least, whatever was looked up and sent meanwhile: it must not tell which address is known. */
const ANSWER_MS = 2_000;

/**
 * Sends a link for each organisation of who has this address; nothing to anybody else. Whatever fails is logged, and tells
 * nobody.
 */
const sendLinks = async (needed: LoketDependencies, address: string): Promise<void> => {
  const { clock, limits, log, medewerkers, sendMail } = needed;
  if (sendMail === undefined) return;
  try {
    const today = dayOf(clock.now());
    const entries = (await medewerkers.withAddress(address)).filter((one) => isActive(one, today));
    for (const entry of entries) {
      if (await limits.linkSent(entry.id, today)) await sendLink({ ...needed, sendMail }, entry);
      else log.warn('te veel links gevraagd', { medewerker: entry.id });
    }
  } catch (error) {
    log.error('link niet verstuurd', safeError(error));
  }
};

/** `POST /link/vragen`: the answer is the same whoever asks, and takes as long. */
export const askLink = async (
  needed: LoketDependencies,
  form: URLSearchParams,
): Promise<APIGatewayProxyResult> => {
  if (needed.sendMail === undefined) return pageAnswer(faultPage(NOT_FOUND), 404);
  const address = MAIL_ADDRESS.safeParse(form.get('adres') ?? '');
  await Promise.all([
    address.success ? sendLinks(needed, address.data) : undefined,
    needed.clock.sleep(ANSWER_MS),
  ]);
  return pageAnswer(askedPage());
};
