import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import type { SendMail } from '../../adapters/mail/mailer.ts';
import { createPseudonyms, fetchSecret } from '../../adapters/secrets/pseudonyms.ts';
import { createAcceptances } from '../../adapters/table/acceptances.ts';
import { createAdmissions } from '../../adapters/table/admissions.ts';
import { createChallenges } from '../../adapters/table/challenges.ts';
import { createErasings } from '../../adapters/table/erasing/erasings.ts';
import { readFindings } from '../../adapters/table/findings.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createLimits } from '../../adapters/table/limits.ts';
import { createMedewerkers } from '../../adapters/table/medewerkers.ts';
import { createOntvangsten } from '../../adapters/table/ontvangsten.ts';
import { createPasskeys } from '../../adapters/table/passkeys.ts';
import { createFeeds } from '../../adapters/table/postvak/feeds.ts';
import { createHerleveringen } from '../../adapters/table/postvak/herleveringen.ts';
import { withOldPlace } from '../../adapters/table/postvak/old-place.ts';
import { createPostvak } from '../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../adapters/table/postvak/readable.ts';
import { createSentMessages } from '../../adapters/table/postvak/sent-messages.ts';
import { createSignInLinks } from '../../adapters/table/sign-in-links.ts';
import { createSources } from '../../adapters/table/sources.ts';
import { createTable } from '../../adapters/table/table.ts';
import { gemeentenWithPasskeys, gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { isLoopbackUrl } from '../../domain/loopback.ts';
import { busAtRequest } from '../shared/bus-at-request.ts';
import { readEnvironment } from '../shared/environment.ts';
import { logboekAtRequest } from '../shared/logboek-at-request.ts';
import { once } from '../shared/once.ts';
import {
  booksAtRequest,
  deliveryAtRequest,
  listsAtRequest,
  mijlpalenAtRequest,
  repliesAtRequest,
  zakenAtRequest,
} from '../shared/rest/at-request.ts';
import { createHandler } from '../shared/rest/invocation.ts';
import { loadTokenCheck } from '../shared/rest/token-check.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { LoketEnvironment } from './environment.ts';
import { createLoket } from './loket.ts';
import { linkMailsAtRequest, mailsAtRequest } from './mails-at-request.ts';
import { createSignIn } from './sign-in.ts';

const environment = readEnvironment(LoketEnvironment);
const logger = new Logger();
const telemetry = createTelemetry('loket', logger);
const table = createTable(environment.TABEL_NAAM);

const gemeentecodes = gemeenteProfiles.map(({ gemeentecode }) => gemeentecode);

/** Sends mails from this address. How is loaded when somebody is sent one. */
const mailerOf = (from: string): SendMail => {
  const mailer = once(async () => (await import('../../adapters/mail/mailer.ts')).createMailer(from));
  return async (mail) => (await mailer())(mail);
};

const loket = once(async () => {
  const { LOKET_UITGEVER: issuer, LOKET_ADRES: address, MAIL_AFZENDER: sender } = environment;
  const [secret, { createSeals }] = await Promise.all([
    fetchSecret(environment.SLEUTEL_GEHEIM_ID),
    import('../../adapters/secrets/seals.ts'),
  ]);
  const pseudonyms = createPseudonyms(secret);
  const seals = createSeals(secret);
  const post = withOldPlace(table);
  const ontvangsten = createOntvangsten(table);
  // In the table of the logbook, as those of the API.
  const acceptances = createAcceptances(createTable(environment.LOGBOEK_TABEL_NAAM));
  const checkIdToken = once(() => loadTokenCheck(issuer === undefined ? [] : [issuer]));
  return createLoket({
    lists: listsAtRequest(table),
    ontvangsten,
    books: booksAtRequest(environment.TABEL_NAAM, ontvangsten, acceptances),
    deadLetters: () => readFindings(table, 'DodeBrieven'),
    postvak: createPostvak(post),
    post: createSentMessages(post),
    readable: createReadable(post),
    replies: repliesAtRequest(table),
    herleveringen: createHerleveringen(post),
    deliveryQueue: deliveryAtRequest(environment.BEZORGING_WACHTRIJ_URL),
    kanalen: createKanalen(table),
    feeds: createFeeds(table),
    limits: createLimits(table),
    zaken: zakenAtRequest(table, pseudonyms),
    mijlpalen: mijlpalenAtRequest(table),
    bus: busAtRequest(environment.BUS_NAAM),
    acceptances,
    mails: sender === undefined ? undefined : mailsAtRequest(table),
    linkMails: sender === undefined ? undefined : linkMailsAtRequest(table),
    sources: createSources(table),
    gemeenten: gemeentecodes,
    erasings: createErasings(table),
    admissions: createAdmissions(table),
    logboek: logboekAtRequest(environment.LOGBOEK_TABEL_NAAM),
    pseudonyms,
    seals,
    telemetry,
    log: logger,
    clock: { now: () => new Date(), sleep: (ms) => sleep(ms) },
    checkIdToken: async (token) => (await checkIdToken())(token),
    signIn:
      issuer === undefined
        ? undefined
        : createSignIn({ issuer, back: `${address}/terug`, seals, load: () => import('openid-client') }),
    medewerkers: createMedewerkers(table, gemeentecodes),
    links: createSignInLinks(table),
    passkeys: createPasskeys(table),
    challenges: createChallenges(table),
    withPasskeys: gemeentenWithPasskeys,
    sendMail: sender === undefined ? undefined : mailerOf(sender),
    address,
    secure: !isLoopbackUrl(address),
  });
});

/** The Lambda of the pages for people. */
export const handler = createHandler(loket, { telemetry, logger });
