import type { APIGatewayProxyResult } from 'aws-lambda';
import {
  type CryptoKey,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import { checkAddress } from '../../../adapters/egress/address.ts';
import { memoryLogboek } from '../../../adapters/memory/logboek.ts';
import { memoryTable } from '../../../adapters/memory/table.ts';
import { createEncryption, type Encryption } from '../../../adapters/secrets/encryption.ts';
import { createPseudonyms } from '../../../adapters/secrets/pseudonyms.ts';
import { type Acceptances, createAcceptances } from '../../../adapters/table/acceptances.ts';
import { type Admissions, createAdmissions } from '../../../adapters/table/admissions.ts';
import type { BatchTable } from '../../../adapters/table/batch.ts';
import { createBooks } from '../../../adapters/table/books.ts';
import { createErasings } from '../../../adapters/table/erasing/erasings.ts';
import { createKanalen, type Kanalen } from '../../../adapters/table/kanalen.ts';
import { createLimits } from '../../../adapters/table/limits.ts';
import { createLists } from '../../../adapters/table/lists/lists.ts';
import { createMijlpalen } from '../../../adapters/table/mijlpalen.ts';
import { listOfStatus, ontvangstIdOf } from '../../../adapters/table/ontvangsten.ts';
import { createFeeds } from '../../../adapters/table/postvak/feeds.ts';
import { createHerleveringen } from '../../../adapters/table/postvak/herleveringen.ts';
import { withOldPlace } from '../../../adapters/table/postvak/old-place.ts';
import { createPostvak, type Postvak } from '../../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../../adapters/table/postvak/readable.ts';
import { createReplies } from '../../../adapters/table/postvak/replies.ts';
import type { Ontvangst, Tijdlijn, Zaak } from '../../../contracts/api.ts';
import type { Gemeentecode, HuishoudenId, ZaakId } from '../../../contracts/base-types.ts';
import type { DeliveryJob } from '../../../contracts/internal/delivery-jobs.ts';
import type { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import { TokenIssuer } from '../../../contracts/internal/token-issuer.ts';
import type { Partnerbericht } from '../../../contracts/partnerberichten.ts';
import { ProblemError } from '../../../contracts/problem.ts';
import { gemeenteProfiles } from '../../../domain/gemeenten/index.ts';
import type { Processing } from '../../../domain/logboek/record.ts';
import { findOrganisation, SCOPES } from '../../../domain/organisations.ts';
import { ROUTES } from '../../../functions/api/routes.ts';
import { createApi } from '../../../functions/shared/rest/api.ts';
import type { Dependencies, PullDependencies } from '../../../functions/shared/rest/dependencies.ts';
import { PULL_ROUTES } from '../../../functions/shared/rest/http/pull-routes.ts';
import { createTokenCheck, type TrustedIssuer } from '../../../functions/shared/rest/http/token.ts';
import type { Outside } from '../../unit/functions/hub-in-memory.ts';
import { withinRights } from '../../within-rights.ts';
import { context, toEvent } from './gateway-event.ts';
import { verifyToOpenapi } from './openapi-response.ts';

/** The API with everything outside it in memory. Every answer is also checked against openapi.json. */

export const ISSUER = 'https://tokens.hub.example.nl';
export const AUDIENCE = 'inburgeringshub';

/** Under which the ids and digests of this API are made. */
export const SECRET = 'een geheim voor de test, lang genoeg';

const keyPair = await generateKeyPair('ES256', { extractable: true });
const audience = { ...(await exportJWK(keyPair.publicKey)), kid: 'test', alg: 'ES256' };
export const privateKey = keyPair.privateKey;

export interface TokenWish {
  readonly organisatie?: string;
  readonly scopes?: readonly string[];
  readonly claims?: JWTPayload;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string;
  readonly key?: CryptoKey;
}

export const createToken = (wish: TokenWish = {}): Promise<string> =>
  new SignJWT({ scope: (wish.scopes ?? SCOPES).join(' '), ...wish.claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'test' })
    .setSubject(wish.organisatie ?? 'coa')
    .setIssuer(wish.issuer ?? ISSUER)
    .setAudience(wish.audience ?? AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(wish.expires ?? '5m')
    .sign(wish.key ?? privateKey);

/** What the fake outside world holds, for a test to fill and to look at. */
export interface World {
  /** Where the postvak, the doors and what was asked of them are really kept, in memory. */
  readonly table: ReturnType<typeof memoryTable>;
  readonly postvak: Postvak;
  readonly kanalen: Kanalen;
  /** What was offered to the delivery queue. */
  readonly jobs: DeliveryJob[];
  readonly encryption: Encryption;
  /** What DNS says; any other name does not exist. */
  readonly dns: Map<string, readonly string[]>;
  readonly clock: TestClock;
  readonly admissions: Admissions;
  readonly ontvangsten: Map<string, { bericht: InboundBericht; ontvangst: Ontvangst; outdated?: boolean }>;
  readonly onBus: InboundBericht[];
  /** Zaken of which the erasing was ordered. */
  readonly ordered: ZaakId[];
  readonly zaken: Map<string, { zaak: Zaak; tijdlijn: Tijdlijn; keys: readonly string[] }>;
  readonly post: { gemeentecode: string; partner: string; bericht: Partnerbericht }[];
  readonly log: { rule: string; data: Readonly<Record<string, unknown>> }[];
  /** Sources of which the API wrote down that they were heard. */
  heard: string[];
  /** What the timeline of any zaak records. */
  processings: readonly Processing[];
  /** Who lives in which household. */
  readonly members: Map<string, readonly ZaakId[]>;
  /** The households that its zaken are of. */
  huishoudens: readonly HuishoudenId[];
  /** What the API counted: metric, number, and what it is about. */
  measured: [string, number, Readonly<Record<string, string>>][];
  /** What was accepted, as a table apart from that of the receipts has it. */
  readonly acceptances: Acceptances;
  /** What partners reported, by zaak and OIN. */
  readonly reports: Map<string, Tijdlijn['gebeurtenissen']>;
  /** How many messages lie in a queue, by its name. */
  readonly inQueue: Map<string, number>;
  /** The reads of persons, with the organisation that read. */
  readonly logboek: ReturnType<typeof memoryLogboek>;
  /** Set to make the store, the bus or the keeping of sources fail. */
  outage?: {
    storage?: Error;
    acceptances?: Error;
    bus?: Error;
    sources?: Error;
    deliveryQueue?: Error;
    logboek?: Error;
  };
}

/** A clock that stands still, except when somebody waits. */
export class TestClock {
  #nu = Date.parse('2025-06-20T08:32:00.000Z');
  /** The events during a long poll, before its time has passed. */
  duringSleep: () => void | Promise<void> = () => undefined;

  now(): Date {
    return new Date(this.#nu);
  }

  next(ms: number): void {
    this.#nu += ms;
  }

  async sleep(ms: number): Promise<void> {
    await this.duringSleep();
    this.next(ms);
  }
}

const newWorld = (table: World['table']): World => ({
  table,
  admissions: createAdmissions(table),
  postvak: createPostvak(table),
  kanalen: createKanalen(table),
  jobs: [],
  encryption: createEncryption('een geheim voor abonnementen, lang genoeg'),
  dns: new Map([
    ['partner.example.nl', ['8.8.8.8', '2001:4860:4860::8888']],
    ['login.partner.example.nl', ['8.8.4.4']],
    ['intern.partner.example.nl', ['8.8.8.8', '10.1.2.3']],
  ]),
  clock: new TestClock(),
  ontvangsten: new Map(),
  onBus: [],
  ordered: [],
  zaken: new Map(),
  post: [],
  log: [],
  heard: [],
  processings: [],
  huishoudens: [],
  members: new Map(),
  measured: [],
  acceptances: createAcceptances(memoryTable()),
  reports: new Map(),
  inQueue: new Map(),
  logboek: memoryLogboek(),
});

/** A zaak as its own gemeente finds it. */
const zaakAt = ({ zaken }: World, zaakId: ZaakId, gemeentecode: Gemeentecode) => {
  const found = zaken.get(zaakId);
  return found?.zaak.gemeentecode === gemeentecode ? found : undefined;
};

const dependencies = (
  world: World,
  called: BatchTable,
  outside: Outside,
  trusted: readonly TrustedIssuer[],
): Dependencies => {
  const pseudonyms = createPseudonyms(SECRET);
  const working = (): void => {
    if (world.outage?.storage !== undefined) throw world.outage.storage;
  };
  const of = (status: Ontvangst['status'], senders?: ReadonlySet<string>) =>
    [...world.ontvangsten.values()].filter(
      ({ ontvangst }) =>
        ontvangst.status === status && (senders === undefined || senders.has(ontvangst.organisatie)),
    ).length;
  const writeAt = (rule: string, data: Readonly<Record<string, unknown>>) => world.log.push({ rule, data });
  return {
    sources: outside<Dependencies['sources']>({
      async heard(source) {
        if (world.outage?.sources !== undefined) throw world.outage.sources;
        world.heard.push(source);
      },
    }),
    logboek: outside<Dependencies['logboek']>({
      ...world.logboek,
      async write(processings) {
        if (world.outage?.logboek !== undefined) throw world.outage.logboek;
        await world.logboek.write(processings);
      },
    }),
    telemetry: {
      count: (metric, count, about) => world.measured.push([metric, count, about]),
    },
    ontvangsten: outside<Dependencies['ontvangsten']>({
      async accept(bericht, writtenDigest) {
        working();
        const known = world.ontvangsten.get(bericht.ontvangstId);
        if (known !== undefined)
          return [bericht.afdruk, writtenDigest].includes(known.bericht.afdruk)
            ? 'herhaald'
            : 'ander bericht';
        const { ontvangstId, type, organisatie } = bericht;
        const since = '2025-06-20T08:32:01.000Z';
        world.ontvangsten.set(ontvangstId, {
          bericht,
          ontvangst: { ontvangstId, status: 'ontvangen', type, organisatie, sinds: since },
        });
        return 'nieuw';
      },
      async kept(ontvangstId) {
        return world.ontvangsten.get(ontvangstId)?.bericht;
      },
      async read(ontvangstId) {
        working();
        return world.ontvangsten.get(ontvangstId)?.ontvangst;
      },
      async list(status, after) {
        working();
        const all = [...world.ontvangsten.values()].filter(({ ontvangst }) => ontvangst.status === status);
        const begin = Number(after ?? 0);
        return {
          ontvangsten: all.slice(begin, begin + 2).map(({ ontvangst }) => ontvangst),
          ...(all.length > begin + 2 ? { na: String(begin + 2) } : {}),
        };
      },
      async countOpen(senders) {
        return {
          ontvangen: of('ontvangen', senders),
          wacht: of('wacht', senders),
          quarantaine: of('quarantaine', senders),
        };
      },
      async heropnemen(ontvangstId) {
        const known = world.ontvangsten.get(ontvangstId);
        if (known === undefined || known.ontvangst.status === 'verwerkt') return undefined;
        if (known.outdated === true) return 'quarantaine';
        known.ontvangst.status = 'ontvangen';
        return known.bericht;
      },
    }),
    bus: outside<Dependencies['bus']>({
      async publish(berichten) {
        if (world.outage?.bus !== undefined) throw world.outage.bus;
        world.onBus.push(...berichten);
      },
    }),
    pseudonyms,
    zaken: {
      async findZaak(query, gemeentecode) {
        working();
        const key = 'bsn' in query ? query.bsn : query.vNummer;
        return [...world.zaken.values()]
          .filter(({ keys, zaak }) => keys.includes(key) && zaak.gemeentecode === gemeentecode)
          .map(({ zaak: { zaakId, status } }) => ({ zaakId, gemeentecode, status }));
      },
      zaakForGemeente: async (...asked) => zaakAt(world, ...asked)?.zaak,
      tijdlijn: async (...asked) => zaakAt(world, ...asked)?.tijdlijn,
      termijnen: async (...asked) => {
        const found = zaakAt(world, ...asked);
        return found && { zaakId: found.zaak.zaakId, termijnen: [] };
      },
      reportsBy: async (zaakId, oin) => world.reports.get(`${zaakId} ${oin}`) ?? [],
      intake: async (...asked) => {
        const found = zaakAt(world, ...asked);
        return (
          found && {
            zaakId: found.zaak.zaakId,
            onderdelen: [{ onderdeel: 'taalschool', bij: 'taalschool' }],
            leerbaarheidstoets: { bij: 'gemeente', uitslagBekend: false },
            ontbreekt: ['taalschool', 'leerbaarheidstoets'],
          }
        );
      },
      membersOf: async (huishoudenId) => world.members.get(huishoudenId) ?? [],
      gemeenteOf: async (query) => {
        const found = [...world.zaken.values()].find(({ keys, zaak }) =>
          'zaakId' in query
            ? zaak.zaakId === query.zaakId
            : keys.includes('bsn' in query ? query.bsn : query.vNummer),
        );
        return found?.zaak.gemeentecode;
      },
      logged: async () => ({ processings: world.processings, huishoudens: world.huishoudens }),
      toErase: async (zaakId, gemeentecode) =>
        world.zaken.get(zaakId)?.zaak.gemeentecode === gemeentecode ? zaakId : undefined,
      nogTeVersturen: async () => 0,
      wachtOpGegevens: async () => ({ aantal: 0, zaken: [] }),
    },
    post: {
      berichtenOver: async (zaakId, gemeentecode, partner) =>
        world.post
          .filter((item) => item.gemeentecode === gemeentecode && item.partner === partner)
          .map(({ bericht }) => bericht)
          .filter(({ subject }) => subject === zaakId),
    },
    mijlpalen: createMijlpalen(called),
    readable: createReadable(withOldPlace(called)),
    replies: createReplies(called),
    erasings: {
      ...createErasings(called),
      orderErasing: async (zaakId) => {
        if (world.outage?.bus !== undefined) throw world.outage.bus;
        world.ordered.push(zaakId);
      },
    },
    lists: createLists(called),
    acceptances: outside<Dependencies['acceptances']>({
      async note(...acceptance) {
        if (world.outage?.acceptances !== undefined) throw world.outage.acceptances;
        await world.acceptances.note(...acceptance);
      },
    }),
    books: createBooks(
      {
        ...called,
        readAll: async (keys) =>
          keys.flatMap((key) => {
            const known = world.ontvangsten.get(ontvangstIdOf(key))?.ontvangst;
            return known === undefined ? [] : [{ ...key, status: listOfStatus(known.status) }];
          }),
      },
      { countPage: async (status, _max, _after, senders) => ({ aantal: of(status, senders) }) },
      world.acceptances,
    ),
    postvak: createPostvak(withOldPlace(called)),
    kanalen: createKanalen(called),
    feeds: createFeeds(called),
    limits: createLimits(called),
    herleveringen: createHerleveringen(withOldPlace(called)),
    queueCounts: { countOf: async (name) => world.inQueue.get(name) ?? 0 },
    deliveryQueue: outside<Dependencies['deliveryQueue']>({
      async enqueue(offered) {
        if (world.outage?.deliveryQueue !== undefined) throw world.outage.deliveryQueue;
        world.jobs.push(...offered.map(({ job }) => job));
      },
    }),
    encryption: world.encryption,
    checkAddress: (adres) =>
      checkAddress(adres, {
        loopbackAllowed: false,
        resolve: async (name) => world.dns.get(name) ?? [],
      }),
    clock: { now: () => world.clock.now(), sleep: (ms) => world.clock.sleep(ms) },
    checkToken: createTokenCheck(trusted),
    admissions: createAdmissions(called),
    certificateRequired: false,
    log: { info: () => undefined, warn: writeAt, error: writeAt },
    basisUrl: 'https://hub.example.nl',
    duoOin: '00000099000000004000',
    gemeenten: gemeenteProfiles.map(({ gemeentecode }) => gemeentecode),
  };
};

export interface Call {
  /** Organisation of the token; without it there is no token. */
  readonly to?: string;
  readonly scopes?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** A text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly base64?: boolean;
  /** Client certificate (PEM) that the gateway has checked. */
  readonly certificate?: string;
}

export interface Outcome {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when there is none. */
  readonly content: Readonly<Record<string, unknown>> | undefined;
  /** The body as it was sent. */
  readonly text: string;
  /** Where the faults are, in alphabetical order; empty when the answer names none. */
  readonly pointers: readonly string[];
}

const Errors = z.object({ errors: z.array(ProblemError).default([]) });

const toOutcome = ({ statusCode, headers, body }: APIGatewayProxyResult): Outcome => {
  const isFile = String(headers?.['Content-Type']).startsWith('text/calendar');
  const content = body === '' || isFile ? undefined : JSON.parse(body);
  return {
    status: statusCode,
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    content,
    text: body,
    pointers: Errors.parse(content ?? {})
      .errors.map(({ pointer }) => pointer)
      .toSorted(),
  };
};

/** A message that this organisation sends itself: the same, with its own OIN in the source. */
export const sentBy = <Bericht extends object>(
  to: string,
  bericht: Bericht,
): Bericht & { source: string } => ({
  ...bericht,
  source: `urn:nld:oin:${findOrganisation(to)?.oin}:systeem:test`,
});

/** The issuer of `createToken`, as an environment trusts one by default. */
export const TRIAL_ISSUER: TrustedIssuer = {
  profile: TokenIssuer.parse({
    naam: 'proef',
    uitgever: ISSUER,
    publiek: [AUDIENCE],
    jwksUrl: `${ISSUER}/jwks.json`,
  }),
  keys: createLocalJWKSet({ keys: [audience] }),
};

/**
 * A fresh API and the world around it; with issuers of its own, or a part that is otherwise. `outside` stands around what
 * it calls there, unless that part is given.
 */
export const startApi = ({
  outside = (adapter) => adapter,
  issuers = [TRIAL_ISSUER],
  ophalen,
  ...parts
}: {
  /** Parts of functions/ophalen alone. */
  readonly ophalen?: Partial<PullDependencies>;
  readonly outside?: Outside;
  readonly issuers?: readonly TrustedIssuer[];
} & Partial<Dependencies> = {}) => {
  const table = memoryTable();
  const called = outside(withinRights('api', table));
  const world = newWorld(table);
  const needed = { ...dependencies(world, called, outside, issuers), ...parts };
  const others = createApi(ROUTES, needed);
  const waiting = outside(withinRights('ophalen', table));
  const pull = createApi(PULL_ROUTES, {
    ...needed,
    postvak: createPostvak(waiting),
    readable: createReadable(waiting),
    kanalen: createKanalen(waiting),
    feeds: createFeeds(waiting),
    limits: createLimits(waiting),
    ...ophalen,
  });
  /** Which of the two answers, as the resources of the REST API have it (`infra/constructs/rest-api.ts`). */
  const functionAt = (method: string, path: string) =>
    method === 'GET' && path === '/v1/berichten' ? pull : others;
  const call = async (method: string, path: string, call: Call = {}): Promise<Outcome> => {
    const token =
      call.to === undefined
        ? {}
        : {
            Authorization: `Bearer ${await createToken({
              organisatie: call.to,
              ...(call.scopes === undefined ? {} : { scopes: call.scopes }),
            })}`,
          };
    const headers = { ...token, ...call.headers };
    const outcome = toOutcome(await functionAt(method, path)(toEvent(method, path, headers, call), context));
    verifyToOpenapi(method, path, outcome);
    return outcome;
  };
  const send = (to: string, bericht: unknown, extra: Call = {}) =>
    call('POST', '/v1/gebeurtenissen', {
      to,
      body: bericht,
      ...extra,
      headers: { 'Content-Type': 'application/cloudevents+json', ...extra.headers },
    });
  const announce = (notificatie: unknown, extra: Call = {}) =>
    call('POST', '/v1/notificaties', {
      to: 'duo',
      body: notificatie,
      ...extra,
      headers: {
        'Content-Type': 'application/json',
        bron: '00000099000000004000',
        doel: '00000099000000001000',
        berichtId: '0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d10',
        ...extra.headers,
      },
    });
  return { world, call, send, announce };
};
