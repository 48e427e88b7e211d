import type { APIGatewayProxyResult } from 'aws-lambda';
import { parseHTML } from 'linkedom';
import type { Mail } from '../../../../adapters/mail/mailer.ts';
import { memoryDeliveryQueue } from '../../../../adapters/memory/delivery-queue.ts';
import { memoryLogboek } from '../../../../adapters/memory/logboek.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createSeals } from '../../../../adapters/secrets/seals.ts';
import { createAcceptances } from '../../../../adapters/table/acceptances.ts';
import { createAdmissions } from '../../../../adapters/table/admissions.ts';
import { createBooks } from '../../../../adapters/table/books.ts';
import { createChallenges } from '../../../../adapters/table/challenges.ts';
import { createErasings } from '../../../../adapters/table/erasing/erasings.ts';
import { readFindings } from '../../../../adapters/table/findings.ts';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createLimits } from '../../../../adapters/table/limits.ts';
import { createLinkMails } from '../../../../adapters/table/link-mails.ts';
import { createLists } from '../../../../adapters/table/lists/lists.ts';
import { createMails } from '../../../../adapters/table/mails.ts';
import { createMedewerkers } from '../../../../adapters/table/medewerkers.ts';
import { createMijlpalen } from '../../../../adapters/table/mijlpalen.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { createPasskeys } from '../../../../adapters/table/passkeys.ts';
import { createFeeds } from '../../../../adapters/table/postvak/feeds.ts';
import { createHerleveringen } from '../../../../adapters/table/postvak/herleveringen.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../../../adapters/table/postvak/readable.ts';
import { createReplies } from '../../../../adapters/table/postvak/replies.ts';
import { createSentMessages } from '../../../../adapters/table/postvak/sent-messages.ts';
import { createSignInLinks } from '../../../../adapters/table/sign-in-links.ts';
import { createSources } from '../../../../adapters/table/sources.ts';
import { createZaken } from '../../../../adapters/table/zaken.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { gemeentenWithPasskeys, gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { SCOPES, type Scope } from '../../../../domain/scopes.ts';
import type { LoketDependencies } from '../../../../functions/loket/dependencies.ts';
import { createLoket } from '../../../../functions/loket/loket.ts';
import { newSession, type Session, sealSession } from '../../../../functions/loket/session.ts';
import { toEvent } from '../../../contract/support/gateway-event.ts';
import { withinRights } from '../../../within-rights.ts';
import { koppeling } from '../../domain/support.ts';
import { inschrijvingBericht, koppelingBericht, V_NUMMER } from '../berichten.ts';
import { type HubInMemory, hubInMemory, SECRET } from '../hub-in-memory.ts';

/** The pages over a hub in memory, with no more rights than the function has. */

/** The day on which the pages are looked at, after what the stories tell. */
export const NOW = new Date('2025-09-09T09:00:00Z');

export const trialLoket = (hub: HubInMemory, own: Partial<LoketDependencies> = {}) => {
  const table = withinRights('loket', hub.table);
  const ontvangsten = createOntvangsten(table);
  const acceptances = createAcceptances(memoryTable());
  const logboek = memoryLogboek();
  const published: InboundBericht[] = [];
  const deliveryQueue = memoryDeliveryQueue();
  const seals = createSeals(SECRET);
  const log: [string, Readonly<Record<string, unknown>>][] = [];
  const counted: string[] = [];
  const mails: Mail[] = [];
  const gemeentecodes = gemeenteProfiles.map(({ gemeentecode }) => gemeentecode);
  const write = (text: string, data: Readonly<Record<string, unknown>>) => void log.push([text, data]);
  const serve = createLoket({
    lists: createLists(table),
    ontvangsten,
    books: createBooks(table, ontvangsten, acceptances),
    deadLetters: () => readFindings(table, 'DodeBrieven'),
    postvak: createPostvak(table),
    post: createSentMessages(table),
    readable: createReadable(table),
    replies: createReplies(table),
    kanalen: createKanalen(table),
    mails: createMails(table),
    linkMails: createLinkMails(table),
    feeds: createFeeds(table),
    herleveringen: createHerleveringen(table),
    deliveryQueue,
    limits: createLimits(table),
    zaken: createZaken(table, hub.pseudonyms),
    mijlpalen: createMijlpalen(table),
    acceptances,
    bus: {
      publish: async (berichten) => void published.push(...berichten),
    },
    sources: createSources(table),
    gemeenten: gemeentecodes,
    erasings: createErasings(table),
    admissions: createAdmissions(table),
    logboek,
    pseudonyms: hub.pseudonyms,
    seals,
    telemetry: { count: (name) => void counted.push(name) },
    log: { info: write, warn: write, error: write },
    clock: { now: () => NOW, sleep: async () => undefined },
    checkIdToken: async () => undefined,
    signIn: undefined,
    medewerkers: createMedewerkers(table, gemeentecodes),
    links: createSignInLinks(table),
    passkeys: createPasskeys(table),
    challenges: createChallenges(table),
    withPasskeys: gemeentenWithPasskeys,
    sendMail: async (mail) => {
      mails.push(mail);
      return 'sent';
    },
    address: 'https://hub.example/v1/loket',
    secure: true,
    ...own,
  });

  /** The cookie of somebody who signed in for this organisation. */
  const signedIn = async (
    organisatie: string,
    {
      scopes = SCOPES,
      since = NOW,
      naam = 'Iemand',
      client,
      medewerker,
      lijst,
      via,
    }: {
      scopes?: readonly Scope[];
      since?: Date;
      naam?: string;
      client?: Session['client'];
      medewerker?: string;
      lijst?: true;
      via?: Session['via'];
    } = {},
  ): Promise<string> =>
    `loket=${await sealSession(seals, newSession({ organisatie, scopes: [...scopes], naam, client, medewerker, lijst, via }, since), since)}`;

  const get = (path: string, cookie?: string, query?: Readonly<Record<string, string>>) =>
    serve(
      toEvent(
        'GET',
        path,
        cookie === undefined ? {} : { Cookie: cookie },
        query === undefined ? {} : { query },
      ),
    );

  const post = (path: string, form: Readonly<Record<string, string>>, cookie?: string) =>
    serve(
      toEvent(
        'POST',
        path,
        {
          'Content-Type': 'application/x-www-form-urlencoded',
          ...(cookie === undefined ? {} : { cookie }),
        },
        { body: new URLSearchParams(form).toString() },
      ),
    );

  const ask = (method: string, path: string, cookie?: string) =>
    serve(toEvent(method, path, cookie === undefined ? {} : { Cookie: cookie }, {}));

  /** Sends a form of a page as a browser does: with the mark that the page gave it. */
  const submit = async (
    page: string,
    path: string,
    form: Readonly<Record<string, string>>,
    cookie: string,
  ) => {
    const mark = documentOf(await get(page, cookie))
      .querySelector('input[name=kenmerk]')
      ?.getAttribute('value');
    return post(path, { ...form, kenmerk: mark ?? '' }, cookie);
  };
  return {
    get,
    post,
    ask,
    submit,
    signedIn,
    logboek,
    log,
    counted,
    deliveryQueue,
    published,
    seals,
    table,
    mails,
  };
};

export type TrialLoket = ReturnType<typeof trialLoket>;

/** The page as a browser reads it. */
export const documentOf = ({ body }: Pick<APIGatewayProxyResult, 'body'>) => parseHTML(body).document;

/** What a reader reads in these elements. */
export const textsOf = (answer: Pick<APIGatewayProxyResult, 'body'>, selector: string): readonly string[] =>
  [...documentOf(answer).querySelectorAll(selector)].map(({ textContent }) =>
    (textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
  );

export const cookiesOf = ({ multiValueHeaders }: APIGatewayProxyResult): readonly string[] =>
  (multiValueHeaders?.['Set-Cookie'] ?? []).map(String);

/** An address as the gateway hands it on. */
export const below = (path: string): string => path.replace(/^\/v1/, '');

/** An abonnement that takes every message. */
export const WEBHOOK: Abonnement = {
  id: '7d1c9e58-3f27-4f5b-9c0a-2b6d8e4f1a3c',
  status: 'actief',
  sink: 'https://balk.example/in',
  types: [],
  filters: [],
  geheimen: [],
  aangemaaktOp: '2025-01-01T00:00:00.000Z',
  versie: 1,
};

/** A hub with one zaak of Gennep, of which MaGe and the taalschool fetch their messages. */
export const started = async (): Promise<{ hub: HubInMemory; loket: TrialLoket; zaak: string }> => {
  const hub = hubInMemory(() => ({}));
  for (const partner of ['0907/mage', '0907/taalschool'] as const)
    await createKanalen(hub.table).chooseBaseDoor(partner, 'ophalen');
  await hub.process([koppelingBericht(koppeling()), inschrijvingBericht({ vNummer: V_NUMMER })]);
  return { hub, loket: trialLoket(hub), zaak: hub.pseudonyms.zaakId(V_NUMMER) };
};
